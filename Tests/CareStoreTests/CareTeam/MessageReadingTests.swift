import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `Reading messages` {
    private func message(by author: PractitionerID?) throws -> RowContent {
        .message(Message(at: Samples.moment.at, author: author, text: try Samples.value(Note("How is it?"))))
    }

    private func reading(by reader: PractitionerID?, _ messages: [RowID]) -> RowContent {
        .messageReading(MessageReading(at: Samples.moment.at, reader: reader, messages: messages))
    }

    private func record(_ content: RowContent) throws -> NewRecord {
        NewRecord(id: .make(at: Samples.moment.at), kind: content.kind, body: try content.body())
    }

    @Test func `reaches whoever wrote them, in either direction`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let pat = PractitionerID(lead.subject)
            let theirs = try record(message(by: pat))
            _ = try await clinic.records.record(theirs, for: phone.member, actor: lead)
            let mine = RowID.make(at: Samples.moment.at)
            let sent = try await phone.send(
                [try phone.insert(message(by: nil), mine), try phone.insert(reading(by: nil, [theirs.id]))],
                to: clinic)
            #expect(sent.outcomes.map(\.status) == [.applied, .applied])
            _ = try await clinic.records.record(
                record(reading(by: pat, [mine])), for: phone.member, actor: lead)

            try await phone.sync(with: clinic)
            #expect(phone.isProven)
            let rows = try await clinic.records.records(.messageReading, of: phone.member, actor: lead).rows
            #expect(rows.count == 2)
            #expect(Set(rows.map(\.id)) == Set(phone.rows.values.filter { $0.kind == "message_reading" }.map(\.id)))
            #expect(try await clinic.history.history(of: phone.member, actor: lead).verification.holds)
        }
    }

    @Test func `is said by nobody for somebody else`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let other = PractitionerID.make(at: Samples.moment.at)
            let row = RowID.make(at: Samples.moment.at)
            let asPT = try await phone.send(
                [try phone.insert(reading(by: PractitionerID(lead.subject), [row]))], to: clinic)
            #expect(asPT.outcomes.map(\.reason) == [.invalid])
            #expect(asPT.outcomes.first?.detail?.pointer == "/body/reader")
            for reader in [nil, other] {
                await #expect(throws: CareError.self) {
                    _ = try await clinic.records.record(
                        record(reading(by: reader, [row])), for: phone.member, actor: lead)
                }
            }
            #expect(try await clinic.count("SELECT count(*) FROM message_reading") == 0)
        }
    }

    @Test func `and self-care keep their rules in the database, too`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send(
                [
                    try phone.insert(reading(by: nil, [.make(at: Samples.moment.at)])),
                    try phone.insert(.selfCare(SelfCareLog(moment: Samples.moment, measure: .ice))),
                ], to: clinic)
            for (command, constraint) in [
                ("UPDATE message_reading SET messages = '{}'", "message_reading_names_messages"),
                ("UPDATE self_care SET measure = 'magnet'", "self_care_measure_known"),
                ("UPDATE self_care SET duration_seconds = 0", "self_care_duration_in_range"),
                ("UPDATE self_care SET duration_seconds = 14401", "self_care_duration_in_range"),
                (
                    "INSERT INTO self_care SELECT member_id, gen_random_uuid(), version, at, time_zone, day, measure "
                        + "FROM self_care", "self_care_version_unique"
                ),
            ] {
                let error = await #expect(throws: PostgresError.self, "\(command)") {
                    try await clinic.owner.perform(.readWrite, Statement(command).run())
                }
                #expect(error?.constraint == constraint, "\(command)")
            }
        }
    }
}
