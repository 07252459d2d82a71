import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import Testing

@testable import CareStore

@Suite struct `Which ids a chart has` {
    private func id(at milliseconds: Int64) -> RowID { .make(at: Instant(milliseconds: milliseconds)) }

    @Test func `are looked for by when they were made`() throws {
        let day: Int64 = 86_400_000
        let ids = [id(at: 0), id(at: day), id(at: 3 * day), id(at: 4 * day), id(at: 4 * day + 1)].sorted()
        let runs = PresentStatements.runs(of: ids)
        #expect(runs.map(\.first) == [ids[0], ids[2]] && runs.map(\.last) == [ids[1], ids[4]])
        #expect(PresentStatements.runs(of: []).isEmpty)
        // The largest and the smallest of all ids, which nobody makes and anybody may send.
        let ends = [try #require(RowID("00000000-0000-0000-0000-000000000000")), id(at: day)]
        #expect(PresentStatements.runs(of: ends).count == 1)
    }

    @Test func `is found whatever their kind and however far apart they were made`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let ids = (0..<6).map { id(at: 1_700_000_000_000 + Int64($0) * 400_000_000) }
            var proposal = try Samples.proposal(base: 0)
            proposal.id = ids[5]
            _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
            try await phone.send(
                try [
                    phone.insert(Samples.session(), ids[0]), phone.insert(Samples.checkIn(), ids[1]),
                    phone.insert(Samples.shoe(), ids[2]), phone.insert(Samples.run(shoe: ids[2]), ids[3]),
                    phone.insert(Samples.outcome(), ids[4]), phone.delete(.checkIn, ids[1]),
                ], to: clinic)
            // Beside those that are there, and far from them.
            let unknown = ids.map { _ in id(at: 1_700_000_000_000) } + [id(at: 0)]
            let member = phone.member
            let found = try await clinic.database.transaction(
                TransactionOptions(settings: phone.actor.access(to: member))
            ) { transaction in
                try transaction.perform(PresentStatements.find(ids + unknown, of: member))
            }
            #expect(
                found.sorted { $0.0 < $1.0 }.map(\.1) == [
                    "session_log", "tombstone", "shoe", "run_log", "outcome_response", "plan_revision",
                ])
            #expect(found.map(\.0).sorted() == ids)
        }
    }

    @Test func `touches few pages of a chart of ten thousand rows`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            try await clinic.run(
                """
                INSERT INTO check_in (member_id, id, version, at, time_zone, day, about, pain, red_flags)
                SELECT '\(phone.member)', (lpad(to_hex(1700000000000 + n * 3600000::bigint), 12, '0') || '7' || lpad(to_hex(n), 19, '0'))::uuid,
                    n, now(), 'UTC', '2026-01-01', 'now', 1, '{}'
                FROM generate_series(1, 10000) AS n;
                ANALYZE check_in;
                """)
            let newest = [id(at: 1_800_000_000_000), id(at: 1_800_000_000_005)]
            let plan = try await clinic.database.transaction(
                TransactionOptions(settings: phone.actor.access(to: phone.member))
            ) { transaction in
                let texts = newest.map { "'\($0)'" }.joined(separator: ",")
                let statement = try #require(PresentStatements.all.first).text
                try transaction.runScript(
                    "SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS \(statement)")
                return try transaction.all(
                    Statement(
                        "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) EXECUTE asked ('\(phone.member)', "
                            + "ARRAY[\(texts)]::uuid[], ARRAY['\(newest[0])']::uuid[], ARRAY['\(newest[1])']::uuid[])",
                        gives: Types(String.self)))
            }
            #expect(try await clinic.count("SELECT count(*) FROM check_in") == 10_000)
            #expect(plan.contains { $0.contains("check_in_pkey") }, "\(plan.joined(separator: "\n"))")
            let buffers = try #require(plan.first { $0.contains("Buffers: shared") })
            let pages = buffers.split(separator: " ").compactMap { word in
                word.hasPrefix("hit=") || word.hasPrefix("read=") ? Int(word.drop { $0 != "=" }.dropFirst()) : nil
            }.reduce(0, +)
            // Some two pages of each of twenty tables; the member's whole index has a hundred more.
            #expect(pages < 80, "\(plan.joined(separator: "\n"))")
        }
    }
}
