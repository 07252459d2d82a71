import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `A look into a chart in an emergency` {
    private func request() throws -> EmergencyRequest {
        EmergencyRequest(id: .make(at: .now), reason: try Samples.value(Note("Fell on the track beside me.")))
    }

    @Test func `opens it for an hour to whoever is licensed there, and the member is told who and why`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let stranger = try await clinic.addPractitioner()
            await #expect(throws: CareError.notFound) {
                try await clinic.monitoring.member(phone.member, actor: stranger)
            }
            let request = try request()
            let access = try await clinic.emergency.open(request, of: phone.member, actor: stranger)
            #expect(access.until == access.from.adding(seconds: 3_600))
            #expect(try await clinic.monitoring.member(phone.member, actor: stranger).panel.role == .emergency)

            // The member's own device pulls it, and the ledger holds.
            try await phone.sync(with: clinic)
            let row = try #require(phone.rows.values.first { $0.kind == "emergency_access" })
            #expect(row.body["reason"]?.stringValue == "Fell on the track beside me.")
            #expect(row.body["practitioner"]?.stringValue == stranger.subject.uuidString.lowercased())
            #expect(try await clinic.history.history(of: phone.member, actor: phone.actor).verification.holds)

            // Sent again it opens nothing anew; and it is no right to prescribe.
            #expect(try await clinic.emergency.open(request, of: phone.member, actor: stranger) == access)
            #expect(try await clinic.count("SELECT count(*) FROM care_team_member") == 1)
            await #expect(throws: CareError.notAllowed) {
                try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: stranger)
            }

            try await clinic.run(
                """
                UPDATE care_team_member SET valid_from = valid_from - interval '61 minutes',
                    valid_to = valid_to - interval '61 minutes'
                """)
            await #expect(throws: CareError.notFound) {
                try await clinic.monitoring.member(phone.member, actor: stranger)
            }
        }
    }

    @Test func `is refused without a licence there, and to whoever is on the care team`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let elsewhere = try await clinic.addPractitioner(licensedIn: "NY")
            await #expect(throws: CareError.notLicensed(try #require(USState("CO")))) {
                try await clinic.emergency.open(try request(), of: phone.member, actor: elsewhere)
            }
            let lead = try await clinic.addPractitioner(of: phone.member)
            let error = await #expect(throws: CareError.self) {
                try await clinic.emergency.open(try request(), of: phone.member, actor: lead)
            }
            guard case .invalid = error else { throw Mistake("it was \(String(describing: error))") }
            await #expect(throws: CareError.notFound) {
                try await clinic.emergency.open(try request(), of: .make(at: .now), actor: lead)
            }
            await #expect(throws: CareError.notAllowed) {
                try await clinic.emergency.open(try request(), of: phone.member, actor: phone.actor)
            }
            #expect(try await clinic.count("SELECT count(*) FROM emergency_access") == 0)
        }
    }

    @Test func `cannot be given by an operator`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let practitioner = try await clinic.addPractitioner()
            let operation = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())
            let error = await #expect(throws: CareError.self) {
                try await clinic.careTeam.putPlace(
                    CareTeamPlace(role: .emergency, from: nil, through: nil),
                    of: PractitionerID(practitioner.subject), for: phone.member, actor: operation)
            }
            guard case .invalid = error else { throw Mistake("it was \(String(describing: error))") }
        }
    }
}

@Suite struct `Who read what` {
    @Test func `is shown to the member and the care team, and to nobody else`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let other = try await clinic.addMember()
            try await clinic.reads.note([phone.member], by: "trend", actor: lead)
            try await clinic.reads.notePanel(by: "panel", actor: lead)
            let reads = try await clinic.reads.reads(of: phone.member, actor: phone.actor).reads
            #expect(reads.map(\.operation) == ["panel", "trend"])
            #expect(reads.allSatisfy { $0.name == "Dana Okafor" && $0.role == .practitioner })
            #expect(try await clinic.reads.reads(of: other.member, actor: other.actor).reads.isEmpty)
            await #expect(throws: CareError.notFound) {
                try await clinic.reads.reads(of: other.member, actor: lead)
            }
        }
    }

    @Test func `is written by nobody in another's name, and never changed`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            try await clinic.reads.note([phone.member], by: "trend", actor: lead)
            for command in [
                "INSERT INTO chart_read VALUES ('\(phone.member)', now(), gen_random_uuid(), 'member', '\(phone.member)', NULL, 'plan')",
                "UPDATE chart_read SET operation = 'plan'", "DELETE FROM chart_read",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await clinic.database.perform(
                        TransactionOptions(settings: lead.access()), Statement(command).run())
                }
                #expect(error?.sqlState?.code == "42501")
            }
        }
    }
}

@Suite struct `A visit, a note and a goal` {
    @Test func `are the care team's, with a licence where the member is`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let elsewhere = try await clinic.addPractitioner(licensedIn: "NY")
            try await clinic.place(elsewhere, with: phone.member)
            func visit(_ actor: Actor) throws -> NewRecord {
                NewRecord(
                    id: .make(at: .now), kind: .visit,
                    body: try JSONValue.encoding(
                        Visit(
                            moment: LocalMoment(.now, in: .utc), practitioner: PractitionerID(actor.subject),
                            mode: .phone)))
            }
            await #expect(throws: CareError.notLicensed(try #require(USState("CO")))) {
                try await clinic.records.record(try visit(elsewhere), for: phone.member, actor: elsewhere)
            }
            let planned = try await clinic.records.record(try visit(lead), for: phone.member, actor: lead).row
            let id = try #require(RowID(planned.id))
            let held = try await clinic.records.change(
                id, by: RecordChange(kind: .visit, body: ["status": "held", "minutes": 25]), of: phone.member,
                actor: lead)
            #expect(held.body["minutes"] == 25)
            // A visit that was not held took no time.
            let error = await #expect(throws: CareError.self) {
                try await clinic.records.change(
                    id, by: RecordChange(kind: .visit, body: ["status": "missed"]), of: phone.member, actor: lead)
            }
            guard case .invalid = error else { throw Mistake("it was \(String(describing: error))") }
        }
    }

    @Test func `are not held before their time, nor set for a day that is over`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let (past, coming) = (Instant.now.adding(seconds: -3 * 86_400), Instant.now.adding(seconds: 3 * 86_400))
            func visit(_ at: Instant) throws -> NewRecord {
                let visit = Visit(
                    moment: LocalMoment(at, in: .utc), practitioner: PractitionerID(lead.subject), mode: .phone)
                return NewRecord(id: .make(at: .now), kind: .visit, body: try JSONValue.encoding(visit))
            }
            func goal(_ at: Instant) throws -> NewRecord {
                let goal = Goal(
                    text: try Samples.value(Label("Run 10 km")), dueOn: LocalMoment(at, in: .utc).day)
                return NewRecord(id: .make(at: .now), kind: .goal, body: try JSONValue.encoding(goal))
            }
            for (record, pointer) in [(try visit(past), "/moment"), (try goal(past), "/dueOn")] {
                let error = await #expect(throws: CareError.self) {
                    try await clinic.records.record(record, for: phone.member, actor: lead)
                }
                #expect(error?.pointers == [pointer])
            }
            _ = try await clinic.records.record(try goal(coming), for: phone.member, actor: lead)
            let planned = try visit(coming)
            _ = try await clinic.records.record(planned, for: phone.member, actor: lead)
            let error = await #expect(throws: CareError.self) {
                try await clinic.records.change(
                    planned.id, by: RecordChange(kind: .visit, body: ["status": "held", "minutes": 25]),
                    of: phone.member, actor: lead)
            }
            #expect(error?.pointers == ["/status"])
            _ = try await clinic.records.change(
                planned.id, by: RecordChange(kind: .visit, body: ["status": "cancelled"]), of: phone.member, actor: lead
            )
        }
    }

    @Test func `in another's name are refused, and an addendum names a note that is there`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            func note(by author: PractitionerID, amends: RowID? = nil) throws -> NewRecord {
                NewRecord(
                    id: .make(at: .now), kind: .careNote,
                    body: try JSONValue.encoding(
                        CareNote(
                            signedAt: .now, author: author, text: try Samples.value(Note("Walks freely.")),
                            amends: amends)))
            }
            let me = PractitionerID(lead.subject)
            for bad in [try note(by: .make(at: .now)), try note(by: me, amends: .make(at: .now))] {
                let error = await #expect(throws: CareError.self) {
                    try await clinic.records.record(bad, for: phone.member, actor: lead)
                }
                guard case .invalid = error else { throw Mistake("it was \(String(describing: error))") }
            }
            let first = try note(by: me)
            _ = try await clinic.records.record(first, for: phone.member, actor: lead)
            _ = try await clinic.records.record(try note(by: me, amends: first.id), for: phone.member, actor: lead)
            #expect(try await clinic.records.records(.careNote, of: phone.member, actor: phone.actor).rows.count == 2)
            #expect(try await clinic.count("SELECT count(*) FROM care_note WHERE amends_id IS NOT NULL") == 1)
        }
    }
}
