import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Testing

@Suite struct `A member's cover` {
    private static let roster = "00000000-0000-4000-8000-0000000000f0"

    /// A health plan whose roster has one person, under a number of its own.
    private func addHealthPlan(
        to clinic: Clinic, number: String = "HP-7", born: String = "1988-04-12", from: String = "2020-01-01",
        until: String = "NULL"
    ) async throws {
        try await clinic.run(
            """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            VALUES ('\(Self.roster)', 'plan', 'Summit Health', 'health_plan', 'full', 'last_covered_day')
            ON CONFLICT DO NOTHING;
            INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
            VALUES ('\(Self.roster)', '\(Self.roster)', sha256('x'), now(), 'applied', 0, 0, 0, 0, 0, 0, 0)
            ON CONFLICT DO NOTHING;
            INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date)
            VALUES ('\(Self.roster)', '\(number)', '\(number)', 'self', 'Maya', 'Okafor', 'MAYA', 'OKAFOR', '\(born)');
            INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id)
            VALUES ('\(Self.roster)', '\(number)', '\(from)', \(until), 'PPO', '\(Self.roster)');
            """)
    }

    private func claim(
        _ number: String = "HP-7", last: String = "Okafor", born: String = "1988-04-12"
    ) throws -> IdentityClaim {
        IdentityClaim(
            number: number, firstName: try #require(Label("Maya")), lastName: try #require(Label(last)),
            birthDate: try #require(LocalDay(born)))
    }

    private func service(_ clinic: Clinic) -> CoverService { CoverService(database: clinic.database, now: { .now }) }

    @Test func `ends on its date without a row, and stops new sessions alone`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember(cover: "'2020-01-01', current_date + 3")
            let covered = try await service(clinic).cover(actor: phone.actor)
            #expect(covered.isCovered && covered.coveredThrough != nil && covered.memberCostCents == 0)
            let first = try await phone.send([phone.insert(Samples.session())], to: clinic)
            #expect(first.outcomes.map(\.status) == [.applied])
            // The days pass: the same dates, seen from later.
            try await clinic.cover(phone.member, "'2020-01-01', current_date - 3")
            let ended = try await service(clinic).cover(actor: phone.actor)
            #expect(!ended.isCovered && ended.endedOn != nil && ended.nextFrom == nil)
            // Recorded while covered, handed over late: kept where a PT decides.
            let late = try await phone.send([phone.insert(Samples.session())], to: clinic)
            #expect(late.outcomes.map(\.status) == [.quarantined])
            #expect(late.outcomes.map(\.reason) == [.coverageEnded])
            // One's own record stays open, on every way to it.
            try await phone.sync(with: clinic)
            #expect(phone.isProven && phone.rows.count == 2)
            _ = try await clinic.history.history(of: phone.member, actor: phone.actor)
            _ = try await clinic.monitoring.trend(of: phone.member, days: 7, actor: phone.actor)
        }
    }

    @Test func `goes on by another roster, as of its dates`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember(cover: "'2020-01-01', '2026-01-01'")
            try await addHealthPlan(to: clinic)
            let late = try await phone.send([phone.insert(Samples.session())], to: clinic)
            #expect(late.outcomes.map(\.reason) == [.notCovered])
            // Their name has changed since; it is their birth date that must not.
            let cover = try await service(clinic).link(try claim(), actor: phone.actor)
            #expect(cover.isCovered && cover.coveredThrough == nil)
            #expect(cover.periods.map(\.sponsor.description) == ["Acme", "Summit Health"])
            #expect(try await service(clinic).link(try claim(), actor: phone.actor) == cover)
            let answer = try await phone.send([phone.insert(Samples.session())], to: clinic)
            #expect(answer.outcomes.map(\.status) == [.applied])
            // When the second ends too, so does what it gave.
            try await clinic.run("UPDATE coverage SET valid_to = '2026-02-01' WHERE number = 'HP-7'")
            let last = try await phone.send([phone.insert(Samples.session())], to: clinic)
            #expect(last.outcomes.map(\.reason) == [.notCovered])
        }
    }

    @Test func `takes in no roster that is not the member's own, and changes nothing`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let other = try await clinic.addMember()
            try await addHealthPlan(to: clinic)
            try await addHealthPlan(to: clinic, number: "HP-8", born: "1990-01-01")
            try await addHealthPlan(to: clinic, number: "HP-9", until: "'2026-01-01'")
            try await addHealthPlan(to: clinic, number: "HP-10", from: "2099-01-01")
            for refused in [
                try claim("HP-1"), try claim(last: "Ruiz"), try claim("HP-8", born: "1990-01-01"), try claim("HP-9"),
                try claim("HP-10"), try claim("no number at all"),
            ] {
                await #expect(throws: CareError.notConfirmed) {
                    try await service(clinic).link(refused, actor: phone.actor)
                }
            }
            #expect(try await clinic.count("SELECT count(*) FROM further_cover") == 0)
            // Whether it counts for somebody already is not to be found out: it counts for whoever fits it.
            let others = try await service(clinic).link(try claim(), actor: other.actor)
            #expect(try await service(clinic).link(try claim(), actor: phone.actor).periods == others.periods)
            let practitioner = try await clinic.addPractitioner(of: phone.member)
            await #expect(throws: CareError.notAllowed) {
                try await service(clinic).cover(actor: practitioner)
            }
        }
    }

    @Test func `is shown to the care team without who pays`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember(cover: "'2020-01-01', '2025-07-01'")
            let practitioner = try await clinic.addPractitioner(of: phone.member)
            let cover = try await clinic.monitoring.member(phone.member, actor: practitioner).cover
            #expect(cover.words == "ended on 2025-06-30")
            try await clinic.cover(phone.member, "'2020-01-01', NULL")
            #expect(try await clinic.monitoring.member(phone.member, actor: practitioner).cover.words == "open")
        }
    }
}
