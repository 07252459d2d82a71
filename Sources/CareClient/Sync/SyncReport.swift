package import ChartSync

/// What one sync did.
package struct SyncReport: Hashable, Sendable {
    /// The outcomes that arrived, in the order of their numbers.
    package var outcomes: [Outcome] = []
    package var rowsPulled = 0
    package var rowsDeleted = 0
    /// Scopes whose copy was replaced because the service's versions began anew.
    package var rebased: [Scope] = []
    /// Scopes of which slices were fetched anew because the checksums differed.
    package var repaired: [Scope] = []
    /// Scopes whose copy was proved equal to the service's.
    package var proved: [Scope] = []
    /// Scopes whose copy still differs after two repairs: tell the practice.
    package var different: [Scope] = []
    /// Scopes that the device was told to give up.
    package var dropped: [ScopeDrop] = []
    /// Scopes whose copy was removed from the device.
    package var purged: [Scope] = []
    /// Mutations that were sent again because the service had lost them in a restore.
    package var requeued = 0
    /// Whether this became a new device, because another one had used its numbers.
    package var tookNewIdentity = false
    /// Records without an outcome when the sync ended.
    package var waiting = 0
    /// When to sync again if nothing else prompts it.
    package var nextPollSeconds: Int?
    /// Why the sync ended early; nil when it came to its end.
    package var interruption: SyncError?

    package init() {}

    /// Whether everything was sent and everything received.
    package var isComplete: Bool { interruption == nil }

    mutating func add(_ stored: PageStoring.Stored) {
        rowsPulled += stored.rows
        rowsDeleted += stored.deleted
        rebased += stored.rebased.filter { !rebased.contains($0) }
        requeued += stored.requeued
        dropped += stored.dropped
    }
}

/// What the service said when it was sent the last answered batch again.
package struct RepeatReport: Hashable, Sendable {
    /// One for each mutation, with the first outcome and the outcome of the repeat.
    package struct Line: Hashable, Sendable {
        package var first: Outcome
        package var again: Outcome
    }

    package var lines: [Line]

    /// Whether every outcome is the one that was given first.
    package var isSame: Bool { lines.allSatisfy { $0.first == $0.again } }
}

/// A scope's copy beside what the service holds, row by row.
package struct ScopeComparison: Hashable, Sendable {
    package var scope: Scope
    package var version: Int64
    package var serviceVersion: Int64
    package var rowCount: Int
    package var serviceRowCount: Int
    package var checksum: String
    package var serviceChecksum: String
    /// Ids of rows that should be the same and are not; at most 20 are named.
    ///
    /// What the service wrote after the version of the copy is not among them: it waits to be fetched.
    package var differingRows: [String]

    package enum Verdict: String, Hashable, Sendable {
        case equal
        /// Nothing differs but what the service wrote since the copy was last synced.
        case behind
        case different
    }

    package var verdict: Verdict {
        if !differingRows.isEmpty { return .different }
        if version < serviceVersion { return .behind }
        return version == serviceVersion && checksum == serviceChecksum ? .equal : .different
    }
}
