import Care
import ChartSync
import Foundation

/// Everything that the service's database holds: a value, so that a snapshot, a backup and a restore are copies.
struct ServiceState {
    var incarnation: UUID
    var charts: [MemberID: StoredChart] = [:]
    var places: [CarePlace] = []
    var coverage: [MemberID: [CoveragePeriod]] = [:]
    var devices: [DeviceID: EnrolledDevice] = [:]
    var progress: [ProgressKey: Progress] = [:]
    var catalog: StoredCatalog

    /// A period of a practitioner on a member's care team.
    struct CarePlace: Hashable {
        var id: Int
        var practitioner: PractitionerID
        var member: MemberID
        var from: Instant
        /// The first moment without access; nil while no end is set.
        var until: Instant?
        /// The transaction that last changed the place or its chart.
        var changedBy: UInt64

        func isActive(at now: Instant) -> Bool { from <= now && until.map { now < $0 } ?? true }
    }

    struct EnrolledDevice: Hashable {
        var holder: Holder
        var isRevoked = false
    }

    struct ProgressKey: Hashable {
        var device: DeviceID
        var member: MemberID
    }

    struct Progress: Hashable {
        var lastSeq: Int64 = 0
        /// The transaction that wrote `lastSeq`, and the number before it that is on a second place.
        var pushedBy: UInt64 = 0
        /// When that transaction began.
        var pushedAt = Instant(milliseconds: 0)
        var durableSeq: Int64 = 0
        var pulledVersion: Int64 = 0
        var holdsCopy = false
        var isDropped = false
    }

    /// Whether a practitioner is on a member's care team, was, or neither.
    enum Access { case present, past, none }

    func access(of practitioner: PractitionerID, to member: MemberID, at now: Instant) -> Access {
        var access = Access.none
        for place in places where place.practitioner == practitioner && place.member == member {
            if place.isActive(at: now) { return .present }
            if place.from <= now { access = .past }
        }
        return access
    }
}

/// Whose device it is.
enum Holder: Hashable {
    case member(MemberID)
    case practitioner(PractitionerID)

    var role: Role {
        switch self {
        case .member: .member
        case .practitioner: .practitioner
        }
    }

    var uuid: UUID {
        switch self {
        case .member(let id): id.uuid
        case .practitioner(let id): id.uuid
        }
    }
}

/// A chart as the database holds it.
struct StoredChart {
    /// A row; never changed, so that a snapshot of many is cheap.
    final class Row {
        let state: ChartRowState
        let wire: WireRow
        /// When the transaction that wrote it began, which only a broken cursor goes by.
        let touchedAt: Instant

        init(state: ChartRowState, wire: WireRow, touchedAt: Instant) {
            self.state = state
            self.wire = wire
            self.touchedAt = touchedAt
        }
    }

    /// What became of one number of a device when it first came.
    struct FirstOutcome {
        var hash: [UInt8]
        var outcome: Outcome
    }

    var epoch: UUID
    var version: Int64 = 0
    var checksum = ChartChecksum.empty
    var rows: [RowID: Row] = [:]
    var tombstones: [RowID: Tombstone] = [:]
    /// Ids of tombstones that are no longer sent.
    var taken: Set<RowID> = []
    var tombstoneFloor: Int64 = 0
    var ledger: [(entry: LedgerEntry, hash: [UInt8])] = []
    var firstOutcomes: [DeviceID: [FirstOutcome]] = [:]
    /// The last state of a deleted row, which only a service that brings rows back would use.
    var lastStates: [RowID: ChartRowState] = [:]

    var head: [UInt8] { ledger.last?.hash ?? LedgerEntry.origin }

    var latestRevision: Int { latestRevision(upTo: version) }

    /// The number of the latest plan revision with a version up to `limit`; 0 for none.
    func latestRevision(upTo limit: Int64) -> Int {
        var latest = 0
        for row in rows.values where row.state.version <= limit {
            if case .planRevision(let revision) = row.state.content { latest = max(latest, revision.number) }
        }
        return latest
    }

    /// The rows with versions in (after, through], in the order of their versions.
    func rows(after: Int64, through: Int64) -> [Row] {
        guard after < through else { return [] }
        return rows.values.filter { $0.state.version > after && $0.state.version <= through }
            .sorted { $0.state.version < $1.state.version }
    }
}

/// Published content, with one version for all of it.
struct StoredCatalog {
    var epoch: UUID
    var version: Int64 = 0
    var checksum = ChartChecksum.empty
    var rows: [WireRow] = []
}
