import Care
import Foundation
import Population
import Postgres
import TestPostgres
import Testing

/// A practice with statistics like those of one in production: thousands of members, each with a life of their own.
///
/// A few hundred people are made as the benchmark makes them, and a crowd beside them.
struct LargePractice {
    static let people = 400
    static let copies = 15

    let owner: Database
    let care: Database
    let eligibility: Database
    /// Some members, to ask about.
    let members: [String]
    /// The tables that nobody wants to read from end to end.
    let largeTables: Set<String>

    static func with(_ body: (LargePractice) async throws -> Void) async throws {
        try await withTestDatabase { test in
            let care = try test.open(user: "soleus_care")
            let eligibility = try test.open(user: "soleus_eligibility")
            try await withClosing(care) {
                try await withClosing(eligibility) {
                    let outline = PopulationOutline(
                        members: people, seed: 11, rowsPerChart: 8, lastDay: try #require(LocalDay("2026-11-20")))
                    try await Settling(outline, database: test.database).run(workers: 2) { _ in }
                    try await Crowd.gather(copies, in: test.database) { _, _ in }
                    try await test.database.transaction(
                        TransactionOptions(settings: ["session_replication_role": "replica"])
                    ) { transaction in try transaction.runScript(findings) }
                    try await test.database.session(timeout: .seconds(600)) { session in
                        _ = try session.perform(Statement("VACUUM (ANALYZE)").run())
                    }
                    try await body(LargePractice(test.database, care, eligibility))
                }
            }
        }
    }

    private init(_ owner: Database, _ care: Database, _ eligibility: Database) async throws {
        self.owner = owner
        self.care = care
        self.eligibility = eligibility
        members = try await owner.perform(
            .readOnly, Statement("SELECT member_id::text FROM member LIMIT 30", gives: Types(String.self)).all())
        largeTables = Set(
            try await owner.perform(
                .readOnly,
                Statement(
                    """
                    SELECT relname::text FROM pg_class
                    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relpages >= 20
                    """, gives: Types(String.self)
                ).all()))
    }

    /// What the service itself would have found meanwhile: alerts, most of them closed, and charts that are due now and then.
    private static let findings = """
        INSERT INTO alert (member_id, id, version, finding, since, evidence, words, opened_at, closed_at, group_versions)
        SELECT member_id, md5(member_id::text)::uuid, 1, 'red_flag', now() - interval '3 days', '{}', 'words',
            now() - interval '3 days', CASE WHEN random() < 0.95 THEN now() END, '{1}'
        FROM chart;
        INSERT INTO alert_look (member_id, due_at, is_urgent)
        SELECT member_id, now() + (random() * 100 - 0.5) * interval '1 day', random() < 0.001 FROM chart
        ON CONFLICT DO NOTHING;
        """
}
