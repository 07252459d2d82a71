import ArgumentParser
import Care
import CareMessages
import ChartSync
import StrictJSON

/// Reads and writes a member's records for a command.
struct RecordDesk {
    let session: Session
    let member: MemberID
    let name: String
    private let common: CommonOptions

    init(_ common: CommonOptions, member: String) async throws(CommandFailure) {
        self.common = common
        session = Session(common)
        let found = try await session.member(member)
        self.member = found.id
        name = found.name ?? found.id.description
    }

    /// Who is signed in.
    func me() async throws(CommandFailure) -> PractitionerID {
        let me = try await session.ask(.get("/v1/me"), as: Me.self).value
        guard me.role == .practitioner, let id = PractitionerID(me.subject) else {
            throw CommandFailure(.notAllowed, "this is for practitioners", advice: "Sign in with: soleus login")
        }
        return id
    }

    /// The member's time zone.
    func timeZone() async throws(CommandFailure) -> TimeZoneName {
        try await session.ask(.get("/v1/members/\(member)"), as: MemberSummary.self).value.member.timeZone
    }

    /// The rows of a kind.
    func records(_ kind: RowKind) async throws(CommandFailure) -> Session.Answer<Records> {
        try await session.ask(
            .get("/v1/members/\(member)/records", query: [("kind", kind.rawValue)]), as: Records.self)
    }

    /// Their contents, as far as this version can read them.
    func contents<Content: Decodable>(of records: Records) -> [(RowID, Content)] {
        records.rows.compactMap { row in
            // try?: what only a newer version can read is shown by one.
            guard let id = RowID(row.id), let content = try? row.body.decode(Content.self, unknownFields: .ignore)
            else { return nil }
            return (id, content)
        }
    }

    /// The row that a text means.
    func row(_ text: String, _ kind: RowKind, listedBy command: String) async throws(CommandFailure) -> RowID {
        let ids = try await records(kind).value.rows.compactMap { RowID($0.id) }
        return try NameMatching.row(text, among: ids, advice: "See them with: \(command) \(member)")
    }

    /// Adds a row, and says so.
    func add(_ kind: RowKind, _ content: some Encodable, dryRun: Bool, saying what: String) async throws {
        let record = NewRecord(
            id: .make(at: .now), kind: kind, body: try JSONValue.encoding(content), dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member)/records", record), as: WireRow.self)
        common.show(answer.json) {
            let told = "\(name): \(what)"
            let words =
                dryRun ? "Would record for \(told). Nothing changed." : "Recorded for \(told) (\(record.id.ending))."
            return wrapped(printable(words), to: Terminal.columns)
        }
    }

    /// Changes fields of a row, and says so.
    func change(
        _ text: String, _ kind: RowKind, listedBy command: String, to fields: JSONValue, dryRun: Bool,
        saying what: String
    ) async throws {
        let row = try await row(text, kind, listedBy: command)
        let change = RecordChange(kind: kind, body: fields, dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member)/records/\(row)/changes", change), as: WireRow.self)
        common.show(answer.json) {
            let told = "\(name): \(what)"
            let words = dryRun ? "Would change for \(told). Nothing changed." : "Changed for \(told)."
            return wrapped(printable(words), to: Terminal.columns)
        }
    }
}
