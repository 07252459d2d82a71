import Care
import ChartSync
public import Foundation

/// Where a device stands.
public struct SyncStatus: Hashable, Sendable {
    /// One copy that the device keeps.
    public struct Copy: Hashable, Sendable {
        /// `catalog`, `panel` or `chart:` with the member's id.
        public var scope: String
        /// The version of the scope that it has come to; 0 for a panel, which has none.
        public var version: Int64
        /// Whether nothing up to `version` is missing.
        public var isComplete: Bool
        /// Whether it was proved equal to the service's; nil when they were not compared since it last changed.
        public var isEqual: Bool?
        /// The first day of the history that it holds; nil for all of it.
        public var historySince: CareDay?
        /// Whether the device was told to give it up, and has not done so yet.
        public var isDropped: Bool
    }

    /// Where the device stands with the service.
    public var standing: CareOwner.Standing
    /// Records that the service has not answered.
    public var waiting: Int
    /// When the oldest of them was recorded, by this device's clock.
    public var oldestWaiting: Date?
    /// Records that the service has on one place, and that are kept here until it has them on a second one.
    public var onOnePlace: Int
    /// Records that were set aside, and about which nobody has decided.
    public var setAside: Int
    /// When the service last answered, by this device's clock.
    public var syncedAt: Date?
    /// By how much this device's clock is ahead of the service's.
    public var clockOffsetSeconds: Double?
    /// Whether it is so far off that the days of new records are doubtful.
    public var isClockOff: Bool
    /// Charts of which the service took nothing at the last attempt, with its words.
    public var refusals: [UUID: String]
    /// The copies that it keeps, or is to give up.
    public var copies: [Copy]

    init(_ state: DeviceState, _ scopes: [ScopeState]) {
        standing = CareOwner.Standing(rawValue: state.state.rawValue) ?? .active
        waiting = state.waiting
        oldestWaiting = state.oldestWaiting?.date
        onOnePlace = state.onOnePlace
        setAside = state.setAside
        syncedAt = state.syncedAt?.date
        clockOffsetSeconds = state.clockOffsetMilliseconds.map { Double($0) / 1_000 }
        isClockOff = state.isClockOff
        refusals = Dictionary(state.refusals.map { ($0.key.uuid, $0.value) }) { first, _ in first }
        copies = scopes.map { scope in
            Copy(
                scope: scope.scope.description, version: scope.version, isComplete: scope.isComplete,
                isEqual: scope.comparison == .unchecked ? nil : scope.comparison == .equal,
                historySince: scope.since.map { CareDay($0) }, isDropped: scope.dropReason != nil)
        }
    }
}

/// What one sync did.
public struct SyncSummary: Hashable, Sendable {
    /// Records that the service has answered.
    public var sent: Int
    /// How many of them it has set aside.
    public var setAside: Int
    /// Rows that arrived.
    public var received: Int
    /// Copies that were given up because access to them has ended.
    public var purged: [String]
    /// Copies that differ from the service's although they were repaired: tell the practice.
    public var different: [String]
    /// Records that still wait.
    public var waiting: Int
    /// Why it ended early; nil when it came to its end.
    public var failure: CareFailure?

    init(_ report: SyncReport) {
        sent = report.outcomes.count
        setAside = report.outcomes.count { $0.status == .rejected || $0.status == .quarantined }
        received = report.rowsPulled
        purged = report.purged.map(\.description)
        different = report.different.map(\.description)
        waiting = report.waiting
        failure = report.interruption.map { CareFailure($0) }
    }
}
