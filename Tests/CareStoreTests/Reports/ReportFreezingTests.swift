import Care
import CareMessages
import CareServices
import CareStore
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Freezing reports` {
    @Test func `tells ranges of what happened in the quarter, by the sponsor's own days of cover`() async throws {
        try await withReporting { reporting in
            // 60 covered; 48 enrolled; 34 with a plan; 24 with sessions, of which 12 in the quarter.
            try await reporting.addPeople(60, to: .acme)
            try await reporting.enrol(1...48, at: .acme)
            try await reporting.plan(1...34, from: "2026-01-05")
            try await reporting.log(1...24, on: "2026-03-30", pain: 6)
            try await reporting.log(1...12, on: "2026-05-04", pain: 2)
            // After the cover of one has ended, what they log is not this sponsor's.
            try await reporting.log(13...13, on: "2026-06-01", pain: 2)
            try await reporting.run("UPDATE coverage SET valid_to = '2026-05-20' WHERE number = 'P13'")
            let report = try await reporting.freeze("2026-Q2")
            #expect(report.covered == ReportedCount(atLeast: 60, atMost: 60))
            // The settled are 59, so that "at least" begins at 44.
            #expect(report.settled == 59)
            #expect(
                report.rows.map { "\($0.measure.rawValue) \($0.count.text)" } == [
                    "enrolled 44 or more", "in_program 33 to 43", "ever_active 22 to 32", "active_in_period 11 to 21",
                    "assessed 11 to 21", "improved 11 to 21", "prescribed 33 to 43", "adherence_20 <11",
                    "adherence_40 <11", "adherence_60 <11", "adherence_80 <11",
                ])
            // 33 to 43 people had something prescribed, and most logged nearly nothing of it.
            #expect(report.averageAdherence == PercentRange(atLeast: 0, atMost: 45))
        }
    }

    @Test func `is done once: what comes late changes nothing that was told`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(60, to: .acme)
            try await reporting.enrol(1...20, at: .acme)
            let first = try await reporting.freeze("2026-Q1")
            let kept = try await reporting.answer("2026-Q1")
            try await reporting.enrol(21...40, at: .acme)
            try await reporting.log(1...40, on: "2026-02-02", pain: 3)
            #expect(try await reporting.freezing.freeze(try period("2026-Q1")).map(\.result) == [.existed, .existed])
            #expect(try await reporting.answer("2026-Q1") == kept)
            #expect(first.count(.enrolled)?.text == "11 to 21")
            // The next report counts them among those so far.
            #expect(try await reporting.freeze("2026-Q2").count(.enrolled)?.text == "33 to 43")
        }
    }

    @Test func `never tells less of what only grows, though a member be erased`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(60, to: .acme)
            try await reporting.enrol(1...23, at: .acme)
            #expect(try await reporting.freeze("2026-Q1").count(.enrolled)?.text == "22 to 32")
            try await reporting.run("DELETE FROM enrolled_person WHERE number IN ('P1', 'P2', 'P3')")
            #expect(try await reporting.freeze("2026-Q2").count(.enrolled)?.text == "22 to 32")
        }
    }

    @Test func `is refused for a quarter that is not over, one before another, and a sponsor who is not there`()
        async throws
    {
        try await withReporting { reporting in
            try await reporting.addPeople(12, to: .acme)
            for text in ["2026-Q4", "2027-Q1"] {
                await #expect(throws: CareError.self) { try await reporting.freezing.freeze(try period(text)) }
            }
            let nobody = try #require(Slug("nobody"))
            await #expect(throws: CareError.notFound) {
                try await reporting.freezing.freeze(try period("2026-Q1"), sponsor: nobody)
            }
            _ = try await reporting.freeze("2026-Q2")
            let earlier = try await reporting.freezing.freeze(try period("2026-Q1"))
            #expect(earlier.map(\.result) == [.tooLate(try period("2026-Q2")), .tooLate(try period("2026-Q2"))])
            #expect(try await reporting.count("SELECT count(*) FROM sponsor_report WHERE period = '2026-Q1'") == 0)
        }
    }

    @Test func `keeps nothing of a dry run`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(40, to: .acme)
            let outcomes = try await reporting.freezing.freeze(try period("2026-Q1"), dryRun: true)
            #expect(outcomes.count == 2)
            #expect(try await reporting.count("SELECT count(*) FROM sponsor_report") == 0)
        }
    }

    @Test func `says nothing any more when most of those have left of whom much was told`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(60, to: .acme)
            try await reporting.enrol(1...48, at: .acme)
            #expect(try await reporting.freeze("2026-Q1").count(.enrolled)?.text == "44 or more")
            try await reporting.run(
                "UPDATE coverage SET valid_to = '2026-05-01' WHERE substr(number, 2)::integer > 50")
            let spent = try await reporting.freeze("2026-Q2")
            #expect(spent.isWithheld && spent.settled == 50)
            #expect(try await reporting.freeze("2026-Q3").isWithheld)
            let answer = try await reporting.answer("2026-Q3")
            #expect(answer.isWithheld && answer.counts.isEmpty && answer.improvedPercent == nil)
        }
    }

    @Test func `asks for more people from the next report on, and never for fewer`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(90, to: .acme)
            try await reporting.enrol(1...30, at: .acme)
            #expect(try await reporting.freeze("2026-Q1").count(.enrolled)?.text == "22 to 32")
            let acme = try #require(Slug("acme"))
            for refused in [0, 10, 1_001] {
                await #expect(throws: CareError.self) {
                    try await reporting.reports.raiseSmallestCell(
                        SmallestCell(smallestCell: refused), of: acme, actor: reporting.administrator)
                }
            }
            _ = try await reporting.reports.raiseSmallestCell(
                SmallestCell(smallestCell: 20), of: acme, actor: reporting.administrator)
            await #expect(throws: CareError.self) {
                try await reporting.reports.raiseSmallestCell(
                    SmallestCell(smallestCell: 19), of: acme, actor: reporting.administrator)
            }
            await #expect(throws: CareError.notAllowed) {
                try await reporting.reports.raiseSmallestCell(
                    SmallestCell(smallestCell: 44), of: acme, actor: reporting.program(of: .acme))
            }
            #expect(try await reporting.freeze("2026-Q2").rows.map(\.count.text).prefix(2) == ["22 to 43", "<22"])
        }
    }

    @Test func `leaves what is frozen to be read by its sponsor alone, and written by no request`() async throws {
        try await withReporting { reporting in
            try await reporting.addPeople(40, to: .acme)
            _ = try await reporting.freeze("2026-Q1")
            let acme = try #require(Slug("acme"))
            await #expect(throws: CareError.notFound) {
                try await reporting.reports.list(of: acme, actor: reporting.program(of: .other))
            }
            await #expect(throws: CareError.notFound) {
                try await reporting.reports.report(
                    on: try period("2026-Q1"), of: acme, actor: reporting.program(of: .other))
            }
            for sql in [
                "INSERT INTO sponsor_report SELECT * FROM sponsor_report", "UPDATE sponsor_report SET settled = 0",
                "DELETE FROM sponsor_report_row", "UPDATE sponsor_report_row SET at_least = 0",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await reporting.eligibility.transaction { try $0.runScript(sql) }
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(sql)")
            }
        }
    }
}

private func period(_ text: String) throws -> ReportPeriod { try #require(ReportPeriod(text)) }

/// Two sponsors, whose people a test makes up set by set, on 22 November 2026.
private struct Reporting: Sendable {
    enum Payer: String, CaseIterable {
        case acme = "00000000-0000-4000-8000-00000000000a"
        case other = "00000000-0000-4000-8000-00000000000b"
    }

    let owner: Database
    let eligibility: Database
    let administrator = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())

    var freezing: ReportFreezing { ReportFreezing(database: owner, now: { Eligibility.noon }) }
    var reports: SponsorReportService { SponsorReportService(database: eligibility) }

    func program(of payer: Payer) -> Actor {
        Actor(role: .sponsor, subject: UUID(uuidString: payer.rawValue) ?? UUID(), device: nil, credential: UUID())
    }

    /// Acme's report, as it was just made.
    func freeze(_ text: String) async throws -> SponsorReport {
        let outcome = try await freezing.freeze(try period(text)).first { $0.sponsor.description == "acme" }
        guard case .frozen(let report)? = outcome?.result else {
            throw CareError.taken
        }
        return report
    }

    func answer(_ text: String) async throws -> SponsorReportAnswer {
        try await reports.report(
            on: try period(text), of: try #require(Slug("acme")), actor: program(of: .acme))
    }

    func addSponsors() async throws {
        for payer in Payer.allCases {
            try await run(
                """
                INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
                VALUES ('\(payer.rawValue)', '\(payer)', 'Sponsor', 'employer', 'full', 'last_covered_day');
                INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                    added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
                VALUES ('\(payer.rawValue)', '\(payer.rawValue)', sha256('x'), now(), 'applied', 0, 0, 0, 0, 0, 0, 0);
                """)
        }
    }

    /// P1, P2, … covered since 2024.
    func addPeople(_ count: Int, to payer: Payer) async throws {
        try await run(
            """
            INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date)
            SELECT '\(payer.rawValue)', 'P' || n, 'P' || n, 'self', 'A', 'B', 'A', 'B', '1990-01-01'
            FROM generate_series(1, \(count)) AS n;
            INSERT INTO coverage (sponsor_id, number, valid_from, plan_code, load_id)
            SELECT '\(payer.rawValue)', 'P' || n, '2024-01-01', 'GOLD', '\(payer.rawValue)'
            FROM generate_series(1, \(count)) AS n;
            """)
    }

    /// The member that a person has become has an id of which the end is the person's number.
    private static let memberID = "('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid"

    func enrol(_ people: ClosedRange<Int>, at payer: Payer) async throws {
        try await run(
            """
            INSERT INTO member (member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id,
                sponsor_number, enrolled_at)
            SELECT \(Self.memberID), 'A', 'B', '1990-01-01', 'CO', 'UTC', '\(payer.rawValue)', 'P' || n, '2025-12-01'
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            INSERT INTO enrolled_person (sponsor_id, number, member_id)
            SELECT '\(payer.rawValue)', 'P' || n, \(Self.memberID)
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            INSERT INTO chart (member_id, epoch, version, head, checksum)
            SELECT \(Self.memberID), gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'),
                decode(repeat('00', 16), 'hex')
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            """)
    }

    func plan(_ people: ClosedRange<Int>, from day: String) async throws {
        try await run(
            """
            INSERT INTO plan_revision (member_id, id, version, number, base, author_id, authored_at, effective_from,
                reason, program, title)
            SELECT \(Self.memberID), \(Self.memberID), 1, 1, 0, gen_random_uuid(), now(), '\(day)', 'x', 'ankle', 'x'
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            INSERT INTO plan_item (member_id, revision_id, position, block, exercise, exercise_version, sets, reps, side,
                per_day, per_week)
            SELECT \(Self.memberID), \(Self.memberID), 0, 'main', 'calf-raises', 1, 3, 10, 'both', 1, 7
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            """)
    }

    func log(_ people: ClosedRange<Int>, on day: String, pain: Int) async throws {
        try await run(
            """
            INSERT INTO session_log (
                member_id, id, version, plan_revision, at, time_zone, day, pain_during, exercises, set_exercises, set_reps
            )
            SELECT \(Self.memberID), gen_random_uuid(), date '\(day)' - date '2020-01-01',
                (SELECT number FROM plan_revision WHERE member_id = \(Self.memberID)), '\(day) 12:00Z', 'UTC',
                '\(day)', \(pain), '{calf-raises}', '{0}', '{10}'
            FROM generate_series(\(people.lowerBound), \(people.upperBound)) AS n;
            """)
    }

    func run(_ script: String) async throws {
        try await owner.transaction { transaction in try transaction.runScript(script) }
    }

    func count(_ query: String) async throws -> Int64 {
        try await owner.transaction(.readOnly) { transaction in
            try transaction.only(Statement(query, gives: Types(Int64.self)))
        }
    }
}

private func withReporting(_ body: (Reporting) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let eligibility = try test.open(user: "soleus_eligibility")
        try await withClosing(eligibility) {
            let reporting = Reporting(owner: test.database, eligibility: eligibility)
            try await reporting.addSponsors()
            try await body(reporting)
        }
    }
}
