import Postgres

/// What is done to a database before it is measured, and asked of it afterwards.
enum Upkeep {
    private static let vacuumAll = Statement("VACUUM (ANALYZE)")
    private static let size = Statement(
        "SELECT pg_database_size(current_database())", gives: Types(Int64.self))
    private static let estimatedRowCount = Statement(
        """
        SELECT sum(reltuples)::bigint FROM pg_class
        WHERE relname IN ('session_log', 'check_in', 'run_log', 'plan_revision', 'shoe', 'set_aside') AND relkind = 'r'
            AND reltuples > 0
        """,
        gives: Types(Int64?.self))

    /// Leaves nothing for autovacuum to do while others are measured.
    static func vacuum(_ database: Database) async throws {
        try await database.session(timeout: .seconds(3_600)) { session in _ = try session.perform(vacuumAll.run()) }
    }

    static func databaseBytes(_ database: Database) async throws -> Int64 {
        try await database.perform(.readOnly, size.only())
    }

    /// How many rows charts have, as the last statistics say.
    static func chartRows(_ database: Database) async throws -> Int64 {
        try await database.perform(.readOnly, estimatedRowCount.only()) ?? 0
    }
}
