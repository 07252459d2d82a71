import CareServices
import CareStore
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `A server that has taken another's place` {
    private func migrate(_ cluster: PromotableCluster) async throws -> UUID {
        let database = try await cluster.open()
        return try await withClosing(database) {
            try await Migrator(directory: TestCluster.migrationsDirectory, logger: TestCluster.logger)
                .migrate(database)
            return try await DatabaseLife(database: database).confirm()
        }
    }

    @Test func `begins another life at once, and tells and records nothing before`() async throws {
        try await PromotableCluster.with { cluster in
            let before = try await migrate(cluster)
            try await cluster.failOver()
            let database = try await cluster.open()
            try await withClosing(database) {
                // So it is for minutes, and is no sign of anything.
                let checkpoint = Statement("SELECT timeline_id FROM pg_control_checkpoint()", gives: Types(Int32.self))
                #expect(try await database.perform(.readOnly, checkpoint.only()) == 1)
                let early = try await #require(throws: PostgresError.self) {
                    try await database.perform(.readOnly, SnapshotStatements.moment.only())
                }
                #expect(early.isUnavailable)
                let life = DatabaseLife(database: database)
                let after = try await life.confirm()
                #expect(after != before)
                #expect(try await life.confirm() == after)
                #expect(try await database.perform(.readOnly, SnapshotStatements.moment.only()).incarnation == after)
            }
        }
    }
}
