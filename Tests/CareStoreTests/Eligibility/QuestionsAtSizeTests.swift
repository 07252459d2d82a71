import Care
import CareMessages
import CareServices
import CareStore
import Foundation
import Postgres
import TestPostgres
import Testing

/// Questions about coverage among many people: how the server looks them up, and, in the long form, how long that takes.
///
/// The figure at twenty million rows is made by `SOLEUS_COVERED_PEOPLE=20000000 swift test --filter AtSize`, which needs some
/// 12 GB of disk for as long as it runs.
@Suite struct `Questions among many people AtSize` {
    @Test func `are looked up by an index, whatever the service's plan was made for`() async throws {
        try await withManyPeople(60_000) { many in
            // As many as a batch may have; they stand in the order of nothing.
            let places = (0..<CoverageQuestions.maximumCount).map(String.init).joined(separator: ",")
            let numbers = (0..<CoverageQuestions.maximumCount).map { "E\($0 * 7_919 % 10_000)" }.joined(separator: ",")
            for (name, text, arguments) in [
                (
                    "self-check", EnrolmentStatements.candidates.text,
                    "'E4711', '1980-02-03', '2026-11-30', '\(ManyPeople.sponsor(9))'"
                ),
                (
                    "one question", CoverageQuestionStatements.candidates.text,
                    "'\(ManyPeople.sponsor(3))', '{0}', '{E4711}'"
                ),
                (
                    "a batch", CoverageQuestionStatements.candidates.text,
                    "'\(ManyPeople.sponsor(3))', '{\(places)}', '{\(numbers)}'"
                ),
            ] {
                for mode in ["force_generic_plan", "force_custom_plan"] {
                    let plan = try await many.plan(of: text, with: arguments, mode: mode)
                    #expect(!plan.contains("Seq Scan"), "\(name), \(mode)\n\(plan)")
                    // A number is many sponsors' own: who has it elsewhere is not even read.
                    #expect(plan.contains("covered_person"))
                }
            }
        }
    }

    @Test func `cost a batch pages by what is asked, and not by what others have`() async throws {
        try await withManyPeople(60_000) { many in
            func pages(_ count: Int, of sponsor: Int) async throws -> Int {
                let places = (0..<count).map(String.init).joined(separator: ",")
                let numbers = (0..<count).map { "E\($0 * 7_919 % 10_000 + 1)" }.joined(separator: ",")
                return try await many.pages(
                    of: CoverageQuestionStatements.candidates.text,
                    with: "'\(ManyPeople.sponsor(sponsor))', '{\(places)}', '{\(numbers)}'")
            }
            let whole = try await pages(10_000, of: 3)
            // Each person and their family are looked up by three indexes of four levels or fewer, and their periods by one.
            #expect(whole <= 10_000 * 3 * 14, "\(whole) pages")
            // Other sponsors' people under the same numbers are not read: nobody has the sponsor that is asked about here.
            let nobodys = try await pages(1_000, of: 999)
            #expect(nobodys <= 1_000 * 2 * 4, "\(nobodys) pages")
        }
    }

    @Test func `cost a self-check the same few pages, whether the number is unknown, another's, or theirs`()
        async throws
    {
        try await withManyPeople(60_000) { many in
            var pages: [Int] = []
            for arguments in [
                "'E4711', '\(ManyPeople.birthDate(sponsor: 3, person: 4711))', '2026-11-30'",
                "'E4711', '1900-01-01', '2026-11-30'", "'NOBODY', '1900-01-01', '2026-11-30'",
            ] {
                pages.append(
                    try await many.pages(
                        of: EnrolmentStatements.candidates.text, with: "\(arguments), '\(ManyPeople.sponsor(9))'"))
            }
            #expect(pages.allSatisfy { $0 <= 40 }, "\(pages)")
        }
    }

    @Test(.enabled(if: ManyPeople.figure != nil)) func `are answered in so much time`() async throws {
        guard let people = ManyPeople.figure else { return }
        try await withManyPeople(people) { many in
            print(try await many.sizes())
            let enrolment = EnrolmentService(database: many.care, now: { .now })
            let coverage = CoverageService(database: many.eligibility, now: { .now })
            let actor = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())
            var random = SystemRandomNumberGenerator()
            func person() -> (sponsor: Int, person: Int) {
                (
                    Int.random(in: 1...many.sponsors, using: &random),
                    Int.random(in: 1...ManyPeople.perSponsor, using: &random)
                )
            }
            let name = try #require(Label("Ruiz"))
            var selfChecks: [Duration] = []
            var questions: [Duration] = []
            for round in 0..<4_000 {
                let (sponsor, person) = person()
                let birthDate = try #require(LocalDay(ManyPeople.birthDate(sponsor: sponsor, person: person)))
                let claim = IdentityClaim(
                    number: "E\(person)", firstName: try #require(Label("Ana")), lastName: name, birthDate: birthDate)
                let question = CoverageQuestion(
                    rowId: name, number: "E\(person)", lastName: name, birthDate: birthDate)
                let clock = ContinuousClock()
                let checked = try await clock.measure { _ = try await enrolment.selfCheck(claim) }
                let asked = try await clock.measure {
                    let reply = try await coverage.ask(
                        CoverageQuestions(questions: [question]), sponsor: try ManyPeople.slug(sponsor), actor: actor)
                    #expect(reply.answers[0].status == .covered)
                }
                // The first have their plans made, and find nothing in memory.
                if round >= 200 {
                    selfChecks.append(checked)
                    questions.append(asked)
                }
            }
            var batches: [Duration] = []
            for _ in 0..<10 {
                let (sponsor, _) = person()
                let batch = try (0..<10_000).map { row in
                    let person = Int.random(in: 1...ManyPeople.perSponsor, using: &random)
                    return CoverageQuestion(
                        rowId: try #require(Label("\(row)")), number: "E\(person)", lastName: name,
                        birthDate: try #require(LocalDay(ManyPeople.birthDate(sponsor: sponsor, person: person))))
                }
                batches.append(
                    try await ContinuousClock().measure {
                        let reply = try await coverage.ask(
                            CoverageQuestions(questions: batch), sponsor: try ManyPeople.slug(sponsor), actor: actor)
                        #expect(reply.answers.allSatisfy { $0.status == .covered })
                    })
            }
            for (name, times) in [
                ("self-check", selfChecks), ("one question", questions), ("batch of 10,000", batches),
            ] {
                let sorted = times.sorted()
                print(
                    "\(name): median \(sorted[sorted.count / 2]), 99 of 100 within \(sorted[sorted.count * 99 / 100]), "
                        + "longest \(sorted[sorted.count - 1]), of \(sorted.count)")
            }
        }
    }
}

/// Sponsors with 10,000 people each, made set by set; every sponsor numbers its people alike.
private struct ManyPeople: Sendable {
    static let perSponsor = 10_000
    static let figure = ProcessInfo.processInfo.environment["SOLEUS_COVERED_PEOPLE"].flatMap(Int.init)

    let owner: Database
    let care: Database
    let eligibility: Database
    let sponsors: Int

    static func sponsor(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func slug(_ number: Int) throws -> Slug { try #require(Slug("s\(number)")) }

    static func birthDate(sponsor: Int, person: Int) -> String {
        LocalDay(dayNumber: -10_958 + (sponsor * 7_919 + person * 104_729) % 25_000).description
    }

    func fill() async throws {
        try await run(
            """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            SELECT ('00000000-0000-4000-8000-' || lpad(s::text, 12, '0'))::uuid, 's' || s, 'Sponsor', 'employer', 'full',
                'last_covered_day'
            FROM generate_series(1, \(sponsors)) AS s;
            INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
            SELECT sponsor_id, sponsor_id, sha256(slug::bytea), now(), 'applied', 0, 0, 0, 0, 0, 0, 0 FROM sponsor;
            """)
        // A sponsor at a time, as loads are.
        for start in stride(from: 1, through: sponsors, by: 100) {
            try await run(
                """
                INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                    first_name_key, last_name_key, birth_date, email, zip, state, group_id)
                SELECT ('00000000-0000-4000-8000-' || lpad(s::text, 12, '0'))::uuid, 'E' || n, 'E' || (n - n % 3),
                    CASE n % 3 WHEN 0 THEN 'self' WHEN 1 THEN 'spouse' ELSE 'child' END, 'Ana', 'Ruiz', 'ANA', 'RUIZ',
                    date '1940-01-01' + ((s * 7919 + n * 104729) % 25000)::integer, 'a' || n || '@example.org', '80202',
                    'CO', 'G' || n % 7
                FROM generate_series(\(start), \(min(start + 99, sponsors))) AS s,
                    generate_series(1, \(Self.perSponsor)::bigint) AS n;
                INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id)
                SELECT sponsor_id, number, date '2023-01-01', date '2023-12-31', 'GOLD', sponsor_id FROM covered_person
                WHERE sponsor_id BETWEEN '\(Self.sponsor(start))' AND '\(Self.sponsor(min(start + 99, sponsors)))'
                    AND number LIKE '%7'
                UNION ALL
                SELECT sponsor_id, number, '2024-01-01', NULL, 'GOLD', sponsor_id FROM covered_person
                WHERE sponsor_id BETWEEN '\(Self.sponsor(start))' AND '\(Self.sponsor(min(start + 99, sponsors)))';
                """)
        }
        try await run("ANALYZE covered_person; ANALYZE coverage; ANALYZE sponsor;")
    }

    func plan(of text: String, with arguments: String, mode: String) async throws -> String {
        try await explained("EXPLAIN", text, arguments, mode)
    }

    /// How many pages a look-up touches, in memory or not.
    func pages(of text: String, with arguments: String) async throws -> Int {
        let plan = try await explained(
            "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)", text, arguments, "force_generic_plan")
        // The top node counts what all nodes below it touch.
        let line = try #require(plan.split(separator: "\n").first { $0.contains("Buffers: shared") })
        return line.split(separator: " ").compactMap { word in
            word.hasPrefix("hit=") || word.hasPrefix("read=") ? Int(word.drop { $0 != "=" }.dropFirst()) : nil
        }.reduce(0, +)
    }

    private func explained(
        _ explain: String, _ text: String, _ arguments: String, _ mode: String
    ) async throws -> String {
        try await owner.transaction { transaction in
            try transaction.runScript("SET LOCAL plan_cache_mode = \(mode); PREPARE asked AS \(text)")
            let lines = try transaction.all(
                Statement("\(explain) EXECUTE asked (\(arguments))", gives: Types(String.self)))
            try transaction.runScript("DEALLOCATE asked")
            return lines.joined(separator: "\n")
        }
    }

    func sizes() async throws -> String {
        let (people, coverages, bytes) = try await owner.perform(
            .readOnly,
            Statement(
                """
                SELECT (SELECT count(*) FROM covered_person), (SELECT count(*) FROM coverage),
                    pg_size_pretty(pg_database_size(current_database()))
                """, gives: Types(Int64.self, Int64.self, String.self)
            ).only())
        return "\(people) people and \(coverages) periods of cover of \(sponsors) sponsors, \(bytes)"
    }

    private func run(_ script: String) async throws {
        // What the rows refer to is made along with them; looking each up would take most of the time.
        try await owner.transaction(TransactionOptions(timeout: .seconds(3_600))) { transaction in
            try transaction.runScript("SET LOCAL session_replication_role = replica;" + script)
        }
    }
}

private func withManyPeople(_ people: Int, _ body: (ManyPeople) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let care = try test.open(user: "soleus_care")
        let eligibility = try test.open(user: "soleus_eligibility")
        try await withClosing(care) {
            try await withClosing(eligibility) {
                let many = ManyPeople(
                    owner: test.database, care: care, eligibility: eligibility,
                    sponsors: max(2, people / ManyPeople.perSponsor))
                try await many.fill()
                try await body(many)
            }
        }
    }
}
