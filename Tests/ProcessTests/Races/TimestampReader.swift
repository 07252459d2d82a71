import Postgres
import Synchronization

/// A reader with a bug that other systems ship: its place is the time of the newest row that it has seen.
///
/// Whatever commits later than something newer is never delivered to it (`sync.md` §7, accident 1).
final class TimestampReader: Sendable {
    private struct State {
        var seen: Set<String> = []
        var newest: Int64 = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    func stop() { state.withLock { $0.isStopped = true } }

    /// The ids of all the rows that it was given.
    var seen: Set<String> { state.withLock(\.seen) }

    /// Reads until it is stopped, and once more.
    func work(in practice: Practice) async throws {
        try await practice.withDatabase { database in
            while true {
                let (isStopped, newest) = state.withLock { ($0.isStopped, $0.newest) }
                let rows = try await database.transaction(.readOnly) {
                    try $0.all(TimestampStatements.after, newest)
                }
                state.withLock { state in
                    for (id, at) in rows {
                        state.seen.insert(id)
                        state.newest = max(state.newest, at)
                    }
                }
                if isStopped { return }
            }
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
