import Care
import CareServices
import CareStore
import ChartSync
import Postgres
import Testing

@Suite struct `The rows of a chart` {
    static let tables = [
        "chart", "commit_entry", "device_progress", "plan_revision", "plan_item", "plan_modification", "session_log",
        "check_in", "shoe", "run_log", "set_aside", "tombstone", "member", "device",
        "outcome_response", "fall_report", "self_care", "message_reading", "disclaimer_acknowledgement", "alert",
        "alert_look",
    ]

    /// How many rows of each table somebody sees who says who they are.
    private func seen(_ settings: [String: String], in clinic: Clinic) async throws -> [String: Int64] {
        try await clinic.database.transaction(TransactionOptions(settings: settings)) { transaction in
            try Self.tables.reduce(into: [:]) { seen, table in
                seen[table] = try transaction.only(
                    Statement("SELECT count(*) FROM \(table)", gives: Types(Int64.self)))
            }
        }
    }

    /// A member with something in every table.
    private func fullChart(_ clinic: Clinic) async throws -> (phone: Phone, lead: Actor) {
        var phone = try await clinic.addMember()
        let lead = try await clinic.addPractitioner(of: phone.member)
        _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
        let shoe = RowID.make(at: Samples.moment.at)
        let checkIn = RowID.make(at: Samples.moment.at)
        try await phone.send(
            try [
                phone.insert(Samples.shoe(), shoe), phone.insert(Samples.run(shoe: shoe)),
                phone.insert(Samples.session(revision: 1)), phone.insert(Samples.checkIn()),
                phone.insert(Samples.checkIn(), checkIn), phone.insert(Samples.session(revision: 9)),
                phone.delete(.checkIn, checkIn), phone.insert(Samples.outcome()),
                phone.insert(.fallReport(FallReport(moment: Samples.moment, kind: .fall))),
                phone.insert(.selfCare(SelfCareLog(moment: Samples.moment, measure: .ice))),
                phone.insert(
                    .messageReading(
                        MessageReading(
                            at: Samples.moment.at, reader: nil, messages: [.make(at: Samples.moment.at)]))),
                phone.insert(
                    .disclaimerAcknowledgement(
                        DisclaimerAcknowledgement(
                            moment: Samples.moment, disclaimer: Samples.slug("exercise-media"), disclaimerVersion: 1))),
            ], to: clinic)
        try await clinic.watch.look(at: phone.member)
        return (phone, lead)
    }

    @Test func `are seen by its member and their care team, and by nobody else`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await fullChart(clinic)
            let (other, otherLead) = try await fullChart(clinic)
            let former = try await clinic.addPractitioner()
            try await clinic.place(former, with: phone.member, hasEnded: true)

            // Each sees one chart of the two, whichever chart they say it is about.
            let own = try await seen(phone.actor.access(to: phone.member), in: clinic)
            #expect(own.values.allSatisfy { $0 >= 1 } && own["chart"] == 1 && own["check_in"] == 1)
            #expect(try await seen(lead.access(to: phone.member), in: clinic) == own)
            #expect(try await seen(lead.access(), in: clinic) == own)
            let nothing = Dictionary(uniqueKeysWithValues: Self.tables.map { ($0, 0 as Int64) })
            #expect(try await seen(otherLead.access(to: phone.member), in: clinic) == nothing)
            #expect(try await seen(former.access(to: phone.member), in: clinic) == nothing)
            #expect(try await seen([:], in: clinic) == nothing)
            for role in [Role.sponsor, .reviewer] {
                let settings = ["soleus.actor_role": role.rawValue, "soleus.actor": phone.member.description]
                #expect(try await seen(settings, in: clinic) == nothing)
            }

            // The statements of the services are bound by it like any other.
            let foreign = TransactionOptions(settings: other.actor.access(to: phone.member))
            let rows = try await clinic.database.transaction(foreign) { transaction in
                try ChartRows.after(0, limit: 100, of: phone.member, in: transaction).count
                    + transaction.all(LedgerStatements.all, phone.member).count
                    + (transaction.first(ChartStatements.lock, phone.member) == nil ? 0 : 1)
            }
            #expect(rows == 0)
        }
    }

    @Test func `are written by nobody else`() async throws {
        try await withClinic { clinic in
            let (phone, _) = try await fullChart(clinic)
            let other = try await clinic.addMember()
            let foreign = TransactionOptions(settings: other.actor.access(to: phone.member))
            let before = try await seen(phone.actor.access(), in: clinic)
            for table in ["check_in", "shoe", "run_log", "session_log"] {
                let deleted = try await clinic.database.transaction(foreign) { transaction in
                    try transaction.run(Statement("DELETE FROM \(table)"))
                }
                #expect(deleted == 0)
            }
            let insert = Statement(
                "INSERT INTO tombstone (member_id, id, version, kind) VALUES ($1, $2, 99, 'shoe')",
                takes: Types(MemberID.self, RowID.self))
            let error = await #expect(throws: PostgresError.self) {
                try await clinic.database.perform(foreign, insert.run(phone.member, .make(at: Samples.moment.at)))
            }
            #expect(error?.sqlState?.code == "42501")
            #expect(try await seen(phone.actor.access(), in: clinic) == before)
        }
    }

    @Test func `that are the ledger can be added to by the service, and never changed`() async throws {
        try await withClinic { clinic in
            let (phone, _) = try await fullChart(clinic)
            for command in [
                "DELETE FROM commit_entry", "UPDATE commit_entry SET before = NULL", "DELETE FROM tombstone",
                "UPDATE check_in SET pain = 0", "DELETE FROM plan_revision", "UPDATE plan_item SET sets = 1",
                "DELETE FROM set_aside", "DELETE FROM chart",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await clinic.database.perform(
                        TransactionOptions(settings: phone.actor.access(to: phone.member)), Statement(command).run())
                }
                #expect(error?.sqlState?.code == "42501", "\(command)")
            }
        }
    }
}
