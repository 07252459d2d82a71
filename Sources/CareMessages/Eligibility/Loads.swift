package import Care

/// What became of one file of a sponsor.
package struct LoadReport: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its good rows are in force.
        case applied
        /// Read, and nothing applied, because it would do too much harm if it were wrong.
        case held
        /// Not a roster; nothing applied.
        case rejected
    }

    package var id: String
    package var sponsor: Slug
    package var fileName: Label?
    /// Hex of the file's SHA-256, by which a file sent twice is recognised.
    package var sha256: String
    package var receivedAt: Instant
    package var state: State
    /// Why it was held or rejected.
    package var reason: String?
    /// Whether this very file had been received before, so that nothing was done now.
    package var repeated: Bool
    package var counts: LoadCounts
    /// The first 1,000 faults by line; `counts.faulty` counts them all.
    package var faults: [RowFault]

    package init(
        id: String, sponsor: Slug, fileName: Label?, sha256: String, receivedAt: Instant, state: State,
        reason: String?, repeated: Bool, counts: LoadCounts, faults: [RowFault]
    ) {
        self.id = id
        self.sponsor = sponsor
        self.fileName = fileName
        self.sha256 = sha256
        self.receivedAt = receivedAt
        self.state = state
        self.reason = reason
        self.repeated = repeated
        self.counts = counts
        self.faults = faults
    }
}

/// How many rows a file had, and what they change.
package struct LoadCounts: Hashable, Sendable, Codable {
    /// Rows in the file, header aside.
    package var rows: Int
    package var faulty: Int
    package var added: Int
    package var changed: Int
    /// Covered again after an end.
    package var reinstated: Int
    package var terminated: Int
    package var unchanged: Int

    package init(
        rows: Int = 0, faulty: Int = 0, added: Int = 0, changed: Int = 0, reinstated: Int = 0, terminated: Int = 0,
        unchanged: Int = 0
    ) {
        self.rows = rows
        self.faulty = faulty
        self.added = added
        self.changed = changed
        self.reinstated = reinstated
        self.terminated = terminated
        self.unchanged = unchanged
    }
}

/// One row that was not taken, and why.
package struct RowFault: Hashable, Sendable, Codable {
    /// Counted from 1, the header being line 1.
    package var line: Int
    package var column: String
    package var code: String
    /// The value with all but a hint of it hidden.
    package var maskedValue: String
    package var message: String

    package init(line: Int, column: String, code: String, maskedValue: String, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.maskedValue = maskedValue
        self.message = message
    }
}
