import Care
import CareMessages
import CareServices
import Foundation
import Testing

@Suite struct `Handing a member over` {
    private func handOver(to other: Actor, days: Int = 7, dryRun: Bool? = nil) throws -> HandOver {
        let today = try Samples.value(TimeZoneName("America/Denver")).day(of: .now)
        return HandOver(
            practitioner: PractitionerID(other.subject), from: nil, through: today.adding(days: days), dryRun: dryRun)
    }

    /// A practitioner whom the directory knows.
    private func colleague(_ clinic: Clinic, licensedIn state: String = "CO") async throws -> Actor {
        let actor = try await clinic.addPractitioner(licensedIn: state)
        try await clinic.run(
            """
            INSERT INTO account (account_id, login, role, name, password_hash, practitioner_id)
            VALUES (gen_random_uuid(), '\(actor.subject.uuidString.lowercased())', 'practitioner', 'Sam Torres', 'x', '\(actor.subject)')
            """)
        return actor
    }

    @Test func `gives a colleague a place for the period, after a dry run that gives none`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let sam = try await colleague(clinic)
            let dry = try await clinic.careTeam.handOver(
                try handOver(to: sam, dryRun: true), of: phone.member, actor: lead)
            #expect(dry.role == .coveringPT && dry.from != nil)
            #expect(try await clinic.count("SELECT count(*) FROM care_team_member") == 1)

            let done = try await clinic.careTeam.handOver(try handOver(to: sam), of: phone.member, actor: lead)
            #expect(done == dry)
            #expect(try await clinic.monitoring.panel(actor: sam).members.map(\.role) == [.coveringPT])
            #expect(try await clinic.monitoring.panel(actor: lead).members.map(\.role) == [.leadPT])
        }
    }

    @Test(arguments: [nil, true] as [Bool?])
    func `is refused as it would be done`(dryRun: Bool?) async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let (sam, elsewhere) = (try await colleague(clinic), try await colleague(clinic, licensedIn: "NY"))
            func refusal(_ handOver: HandOver, by actor: Actor) async -> CareError? {
                await #expect(throws: CareError.self) {
                    try await clinic.careTeam.handOver(handOver, of: phone.member, actor: actor)
                }
            }
            let toSam = try handOver(to: sam, dryRun: dryRun)
            #expect(await refusal(toSam, by: sam) == .notFound)
            #expect(await refusal(try handOver(to: lead, dryRun: dryRun), by: lead) == .notAllowed)
            #expect(
                await refusal(try handOver(to: elsewhere, dryRun: dryRun), by: lead)
                    == .notLicensed(try #require(USState("CO"))))
            guard case .invalid = await refusal(try handOver(to: sam, days: -1, dryRun: dryRun), by: lead) else {
                throw Mistake("a hand-over into the past was taken")
            }
            #expect(try await clinic.count("SELECT count(*) FROM care_team_member") == 1)
        }
    }
}
