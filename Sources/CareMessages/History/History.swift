package import Care

/// `GET /v1/members/{member}/history`: who changed what in a chart, and whether its ledger holds.
package struct History: Hashable, Sendable, Codable {
    /// Newest first.
    package var entries: [HistoryEntry]
    package var verification: LedgerVerification

    package init(entries: [HistoryEntry], verification: LedgerVerification) {
        self.entries = entries
        self.verification = verification
    }
}

/// What one commit did to a chart.
package struct HistoryEntry: Hashable, Sendable, Codable {
    package var firstVersion: Int64
    package var lastVersion: Int64
    package var at: Instant
    /// The device's own time, where a device sent it.
    package var clientTime: Instant?
    package var actorRole: Role
    package var actorName: String
    package var deviceName: String?
    /// One line for each change, such as `session_log insert applied`.
    package var changes: [Change]
    /// Hex of the entry's hash.
    package var hash: String

    package struct Change: Hashable, Sendable, Codable {
        package var version: Int64
        package var kind: String
        package var op: String
        package var row: RowID
        package var status: String

        package init(version: Int64, kind: String, op: String, row: RowID, status: String) {
            self.version = version
            self.kind = kind
            self.op = op
            self.row = row
            self.status = status
        }
    }

    package init(
        firstVersion: Int64, lastVersion: Int64, at: Instant, clientTime: Instant?, actorRole: Role,
        actorName: String, deviceName: String?, changes: [Change], hash: String
    ) {
        self.firstVersion = firstVersion
        self.lastVersion = lastVersion
        self.at = at
        self.clientTime = clientTime
        self.actorRole = actorRole
        self.actorName = actorName
        self.deviceName = deviceName
        self.changes = changes
        self.hash = hash
    }
}

/// The outcome of reading a whole ledger again.
package struct LedgerVerification: Hashable, Sendable, Codable {
    package var holds: Bool
    package var entries: Int
    package var version: Int64
    /// The hash of the last entry, in hex: who noted it elsewhere can prove that nothing before it was altered.
    package var head: String
    /// What does not fit, and at which version.
    package var faults: [String]

    package init(holds: Bool, entries: Int, version: Int64, head: String, faults: [String]) {
        self.holds = holds
        self.entries = entries
        self.version = version
        self.head = head
        self.faults = faults
    }
}
