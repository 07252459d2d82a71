import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import Testing

@Suite struct `An alert that nobody looks at` {
    private let operatorActor = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())

    /// A member with a red flag that has waited for two hours.
    private func forgotten(_ clinic: Clinic) async throws -> (phone: Phone, report: RowID) {
        var phone = try await clinic.addMember()
        let report = RowID.make(at: .now)
        let flag = CheckIn(
            moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(3)),
            redFlags: [.calfSwelling])
        try await phone.send([try phone.insert(.checkIn(flag), report)], to: clinic)
        try await clinic.watch.look(at: phone.member)
        #expect(try await clinic.alerts.escalations(actor: operatorActor).escalations.isEmpty)
        try await clinic.run("UPDATE alert SET opened_at = opened_at - interval '2 hours'")
        try await clinic.watch.look(at: phone.member)
        return (phone, report)
    }

    @Test func `is known to operators: whose it is and who could look, and nothing of the chart`() async throws {
        try await withClinic { clinic in
            let (phone, _) = try await forgotten(clinic)
            let alone = try #require(try await clinic.alerts.escalations(actor: operatorActor).escalations.first)
            #expect(alone.member == phone.member && alone.memberName == "Maya Ruiz" && alone.level == .critical)
            #expect(alone.careTeam.isEmpty && alone.count == 1 && alone.openedAt < alone.escalatedAt)

            _ = try await clinic.addPractitioner(of: phone.member)
            let coach = try await clinic.addPractitioner(of: phone.member, as: .coach)
            let known = try #require(try await clinic.alerts.escalations(actor: operatorActor).escalations.first)
            #expect(Set(known.careTeam.map(\.role)) == [.leadPT, .coach] && known.count == 1)

            // The database itself shows an operator no alert.
            let seen = try await clinic.database.transaction(
                TransactionOptions(isReadOnly: true, settings: operatorActor.access())
            ) { transaction in
                try transaction.only(
                    Statement(
                        "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM alert_escalation)",
                        gives: Types(Int64.self, Int64.self)))
            }
            #expect(seen == (0, 1))
            for actor in [coach, phone.actor] {
                await #expect(throws: CareError.notAllowed) { try await clinic.alerts.escalations(actor: actor) }
            }
        }
    }

    @Test func `is the care team's alone again once one of them has looked`() async throws {
        try await withClinic { clinic in
            let (phone, _) = try await forgotten(clinic)
            let lead = try await clinic.addPractitioner(of: phone.member)
            let open = try #require(try await clinic.alerts.alerts(includingSnoozed: false, actor: lead).alerts.first)
            #expect(open.alert.escalatedAt != nil)
            _ = try await clinic.alerts.acknowledge(
                open.id, of: phone.member, with: AlertWord(evidence: open.alert.evidence), actor: lead)
            #expect(try await clinic.alerts.escalations(actor: operatorActor).escalations.isEmpty)
        }
    }

    @Test func `is no more once it is cleared`() async throws {
        try await withClinic { clinic in
            let (phone, report) = try await forgotten(clinic)
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.alerts.clear(
                ClearanceRequest(id: .make(at: .now), seen: [report], note: try Samples.value(Note("No clot."))),
                of: phone.member, actor: lead)
            #expect(try await clinic.alerts.escalations(actor: operatorActor).escalations.isEmpty)
            #expect(try await clinic.count("SELECT count(*) FROM alert_escalation") == 0)
        }
    }
}
