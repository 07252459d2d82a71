import Care
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import Testing

/// What foreign keys do not look up for every row, since the ledger stands for the rows.
@Suite struct `The chart of a row` {
    private static let tables = ["session_log", "check_in", "run_log"]

    @Test func `is there, or nothing of the commit is`() async throws {
        try await withClinic { clinic in
            // Somebody whom row-level security lets write, and who has no chart.
            let member = MemberID.make(at: .now)
            let actor = Actor(role: .member, subject: member.uuid, device: nil, credential: UUID())
            let settings = actor.access(to: member)
            let row = ChartRowState(id: .make(at: .now), version: 1, content: try Samples.checkIn())
            let entry = LedgerEntry(
                member: member, firstVersion: 1, actorRole: .member, actor: member.uuid, device: nil, firstSeq: nil,
                clientTime: nil, serverTime: .now,
                changes: [LedgerEntry.Change(kind: .checkIn, op: .insert, row: row.id, status: .applied)],
                mutationHashes: [[UInt8](repeating: 1, count: 16)], before: nil, checksum: .empty)
            let error = await #expect(throws: PostgresError.self) {
                try await clinic.database.transaction(TransactionOptions(settings: settings)) { transaction in
                    try transaction.pipeline { pipeline in
                        CheckInStatements.insert([row], of: member, into: &pipeline)
                    }
                    try transaction.commit(
                        after: CommitStatements.commit(
                            entry, hash: [UInt8](repeating: 2, count: 32), look: nil, from: nil))
                }
            }
            #expect(error?.constraint == "commit_entry_chart_fkey")
            #expect(try await clinic.count("SELECT count(*) FROM check_in WHERE member_id = '\(member)'") == 0)
        }
    }

    @Test func `is not the service's to delete`() async throws {
        try await withClinic { clinic in
            let refused = await #expect(throws: PostgresError.self) {
                try await clinic.database.perform(.readWrite, Statement("DELETE FROM chart").run())
            }
            #expect(refused?.sqlState?.code == "42501")
        }
    }

    @Test func `has each row in its ledger`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            try await phone.send(
                try [
                    phone.insert(Samples.session(revision: 1)), phone.insert(Samples.checkIn()),
                    phone.insert(Samples.run()), phone.insert(Samples.session(revision: 9)),
                ], to: clinic)
            for table in Self.tables {
                let (all, inLedger) = try await clinic.owner.perform(
                    .readOnly,
                    Statement(
                        """
                        SELECT count(*), count(*) FILTER (WHERE EXISTS (
                            SELECT FROM commit_entry AS entry JOIN chart USING (member_id)
                            WHERE entry.member_id = kept.member_id AND kept.id = entry.row_ids[kept.version - first_version + 1]
                                AND kept.version BETWEEN first_version AND last_version
                        )) FROM \(table) AS kept
                        """, gives: Types(Int64.self, Int64.self)
                    ).only())
                #expect(all >= 1 && inLedger == all, "\(table)")
            }
        }
    }
}
