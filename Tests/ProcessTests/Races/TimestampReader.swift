import Postgres

/// A reader with a bug that other systems ship: its place is the time of the newest row that it has seen.
///
/// Whatever commits later than something newer is never delivered to it (`sync.md` §7, accident 1).
final class TimestampReader {
    /// The ids of all the rows that it was given.
    private(set) var seen: Set<String> = []
    private var newest: Int64 = 0

    /// Takes what is newer than its place.
    func look(in practice: Practice) async throws {
        let newest = newest
        let rows = try await practice.withDatabase { database in
            try await database.transaction(.readOnly) { try $0.all(TimestampStatements.after, newest) }
        }
        for (id, at) in rows {
            seen.insert(id)
            self.newest = max(self.newest, at)
        }
    }
}

private enum TimestampStatements {
    static let after = Statement(
        """
        SELECT row_id::text, (extract(epoch FROM server_time) * 1000)::bigint AS at
        FROM commit_entry CROSS JOIN unnest(row_ids) AS row_id
        WHERE (extract(epoch FROM server_time) * 1000)::bigint > $1 ORDER BY at
        """, takes: Types(Int64.self), gives: Types(String.self, Int64.self))
}
