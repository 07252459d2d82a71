package import Care
package import StrictJSON

/// `POST /v1/members/{member}/records`: a row that a practitioner adds to a chart and whose author waits for the answer.
package struct NewRecord: Hashable, Sendable, Codable {
    /// Made by the caller; a repeat with the same id and body adds nothing.
    package var id: RowID
    /// One of the kinds that practitioners record.
    package var kind: RowKind
    /// As the kind has it on the wire.
    package var body: JSONValue
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(id: RowID, kind: RowKind, body: JSONValue, dryRun: Bool? = nil) {
        self.id = id
        self.kind = kind
        self.body = body
        self.dryRun = dryRun
    }

    /// The kinds that are recorded so.
    ///
    /// A plan has its own way, by which it is proposed on a base; alerts and suggestions are
    /// found, and answered.
    package static let kinds = RowKind.allCases.filter {
        ConflictRules.rules(for: $0).insertedBy.contains(.practitioner) && ![.planRevision, .clearance].contains($0)
            && $0 != .alertAcknowledgement
    }
}

/// `GET /v1/members/{member}/records`: the rows of one kind.
package struct Records: Hashable, Sendable, Codable {
    /// The latest change last.
    package var rows: [WireRow]

    package init(rows: [WireRow]) { self.rows = rows }

    /// The kinds that are listed so: those of which a chart has few rows.
    package static let kinds = RowKind.allCases.filter {
        ![.planRevision, .sessionLog, .checkIn, .runLog, .shoe, .setAside].contains($0)
    }
}
