import Care
import Postgres
import StrictJSON

/// What memory, files and tables were at one moment of a soak.
struct SoakSample: Hashable, Sendable {
    var seconds: Double
    var mebibytes: Double
    var descriptors: Int
    /// Of the tables in which rows are changed and none are added: they grow by bloat alone.
    var changedTableMebibytes: Double
    /// Of all rows of these tables, the share that is dead and not yet vacuumed, in percent.
    var deadPercent: Double
    /// Of all processes of PostgreSQL.
    var backends: Int
    var databaseMebibytes: Double

    private static let tables = Statement(
        """
        SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint, coalesce(sum(n_dead_tup), 0)::bigint,
            coalesce(sum(n_live_tup), 0)::bigint, (SELECT count(*) FROM pg_stat_activity), pg_database_size(current_database())
        FROM pg_stat_user_tables
        WHERE relname IN ('chart', 'device_progress', 'device_status', 'care_team_member', 'alert_look')
        """,
        gives: Types(Int64.self, Int64.self, Int64.self, Int64.self, Int64.self))

    static func take(_ installation: Installation, at seconds: Double) async throws -> SoakSample {
        let (bytes, dead, live, backends, all) = try await installation.database.perform(.readOnly, tables.only())
        return SoakSample(
            seconds: seconds, mebibytes: try installation.processes.serviceMebibytes(),
            descriptors: try installation.processes.serviceDescriptors(),
            changedTableMebibytes: Double(bytes) / 1_048_576,
            deadPercent: Double(dead) * 100 / Double(max(dead + live, 1)), backends: Int(backends),
            databaseMebibytes: Double(all) / 1_048_576)
    }

    static let header = ["minute", "MiB", "files", "changed tables MiB", "dead %", "backends", "database MiB"]

    var cells: [String] {
        [
            Text.fixed(seconds / 60, 1), Text.fixed(mebibytes, 1), "\(descriptors)",
            Text.fixed(changedTableMebibytes, 1), Text.fixed(deadPercent, 1), "\(backends)",
            Text.fixed(databaseMebibytes, 0),
        ]
    }

    var json: JSONValue {
        [
            "seconds": .rounded(seconds), "mebibytes": .rounded(mebibytes), "descriptors": .integer(Int64(descriptors)),
            "changedTableMebibytes": .rounded(changedTableMebibytes), "deadPercent": .rounded(deadPercent, 2),
            "backends": .integer(Int64(backends)), "databaseMebibytes": .rounded(databaseMebibytes),
        ]
    }
}
