import Care
import CareStore
import ChartSync
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Sessions of before they lay in one row` {
    private static let member = "00000000-0000-7000-8000-000000000001"
    private static let full = "00000000-0000-7000-8000-0000000000f0"
    private static let bare = "00000000-0000-7000-8000-0000000000f1"

    /// A chart with a session in which everything was said that can be, and one of which nothing is known.
    private static let before = """
        SET LOCAL session_replication_role = replica;
        ALTER TABLE chart NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_log NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_item NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_set NO FORCE ROW LEVEL SECURITY;
        INSERT INTO chart (member_id, epoch, version, head, checksum) VALUES
            ('\(member)', gen_random_uuid(), 2, decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'));
        INSERT INTO session_log (member_id, id, version, at, time_zone, day) VALUES
            ('\(member)', '\(full)', 1, '2026-03-01', 'UTC', '2026-03-01'),
            ('\(member)', '\(bare)', 2, '2026-03-02', 'UTC', '2026-03-02');
        INSERT INTO session_item (member_id, session_id, position, exercise, skipped_reason, abandoned_reason, difficulty)
        VALUES
            ('\(member)', '\(full)', 1, 'heel-drops', 'no step', NULL, NULL),
            ('\(member)', '\(full)', 0, 'calf-raises', NULL, 'pain', 2),
            ('\(member)', '\(full)', 2, 'wall-sit', NULL, NULL, NULL);
        INSERT INTO session_set (
            member_id, session_id, item_position, position, reps, hold_seconds, duration_seconds, load_grams
        ) VALUES
            ('\(member)', '\(full)', 2, 0, NULL, 30, NULL, NULL),
            ('\(member)', '\(full)', 0, 1, 8, NULL, NULL, 5000),
            ('\(member)', '\(full)', 0, 0, 12, NULL, NULL, NULL);
        ALTER TABLE chart FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_log FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_item FORCE ROW LEVEL SECURITY;
        ALTER TABLE session_set FORCE ROW LEVEL SECURITY;
        """

    /// The migrations before the one with a name, as a folder of their own.
    private func folder(before name: String, in place: URL) throws -> URL {
        let all = try FileManager.default.contentsOfDirectory(
            at: TestCluster.migrationsDirectory, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "sql" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        let end = try #require(all.firstIndex { $0.lastPathComponent.hasSuffix(name) })
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for file in all[..<end] {
            try FileManager.default.copyItem(at: file, to: place.appending(path: file.lastPathComponent))
        }
        return place
    }

    @Test func `are carried over with every exercise and set in its order`() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "soleus-migrations-\(UUID())")
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = try folder(before: "_sessions_in_one_row.sql", in: place)
        try await withEmptyDatabase { test in
            try await Migrator(directory: folder, logger: TestCluster.logger).migrate(test.database)
            try await test.database.transaction { transaction in try transaction.runScript(Self.before) }
            try await Migrator(directory: TestCluster.migrationsDirectory, logger: TestCluster.logger).migrate(
                test.database)

            let member = try #require(MemberID(Self.member))
            let settings = ["soleus.actor_role": "member", "soleus.actor": Self.member]
            let rows = try await test.database.transaction(TransactionOptions(settings: settings)) { transaction in
                try transaction.all(SessionStatements.after, member, 0, 10)
            }
            let logs = rows.compactMap { if case .sessionLog(let log) = $0.content { log } else { nil } }
            #expect(rows.map(\.id.description) == [Self.full, Self.bare])
            let items = [
                LoggedItem(
                    exercise: try Samples.slug("calf-raises"),
                    sets: [LoggedSet(reps: 12), LoggedSet(reps: 8, loadGrams: 5_000)], abandonedReason: .pain,
                    difficulty: Difficulty(2)),
                LoggedItem(exercise: try Samples.slug("heel-drops"), sets: [], skippedReason: Note("no step")),
                LoggedItem(exercise: try Samples.slug("wall-sit"), sets: [LoggedSet(holdSeconds: 30)]),
            ]
            #expect(logs.map(\.items) == [items, []])
        }
    }
}
