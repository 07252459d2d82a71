package import Care
package import ChartSync

/// How far a device's copy of one scope has come, and whether it was proved equal to the service's.
package struct ScopeState: Hashable, Sendable {
    /// What comparing the two checksums has shown.
    package enum Comparison: String, Hashable, Sendable {
        /// The copy changed since, holds a part of the history only, or never reached the head of its scope.
        case unchecked
        case equal
        /// The copies differ, and repairing the slices that differ has not helped.
        case different
    }

    package var scope: Scope
    /// The service's, empty before the first page; another one means that versions began anew.
    package var epoch = ""
    package var version: Int64 = 0
    /// Whether the last page reached the head, so that no row up to `version` is missing.
    package var isComplete = false
    /// Mutations of this device up to this number are in the rows.
    package var ackedSeq: Int64 = 0
    /// The last number of this device that is known to be on a second place; nil where the service has none.
    package var durableThrough: Int64?
    /// Of the last page that was stored; nil before the first.
    package var cursor: String?
    /// The first day of history that the copy holds, and that it shall hold; nil for all of it.
    package var since: LocalDay?
    package var wantedSince: LocalDay?
    /// What was heard of the scope elsewhere: from the panel, from the outcome of a push.
    package var heardVersion: Int64 = 0
    package var heardEpoch: String?
    /// Why the copy is to be given up.
    package var dropReason: ScopeDrop.Reason?
    /// The service's checksum at the last comparison: 32 hexadecimal digits.
    package var checksum: String?
    package var comparison = Comparison.unchecked
    package var checkedAt: Instant?
    /// Repairs because of a difference, since the copy was last equal; never more than two by themselves.
    package var repairs = 0

    package init(_ scope: Scope, since: LocalDay? = nil) {
        self.scope = scope
        self.since = since
        wantedSince = since
    }

    /// Whether the service has something for this copy, as far as the device knows.
    package var isBehind: Bool {
        cursor == nil || !isComplete || heardVersion > version || wantedSince != since
            || heardEpoch.map { $0 != epoch } ?? false
    }
}
