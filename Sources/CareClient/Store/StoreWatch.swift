import GRDB
import Synchronization

/// Lets the observers of a store see what other processes change in its file.
///
/// SQLite tells a connection of its own changes alone. So while somebody observes, a connection that changes nothing looks once
/// a second at SQLite's `data_version`, a number that is another one when any other connection has changed the file.
final class StoreWatch: Sendable {
    private struct State {
        var observers = 0
        var looking: Task<Void, Never>?
    }

    private static let pause: Duration = .seconds(1)

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) { self.pool = pool }

    deinit { state.withLock { $0.looking?.cancel() } }

    /// Looks from now on, until `end` was called as often.
    func begin() throws {
        try state.withLock { state in
            if state.looking == nil {
                var configuration = Configuration()
                configuration.label = "watch of an offline store"
                configuration.readonly = true
                let connection = try DatabaseQueue(path: pool.path, configuration: configuration)
                let version = try Self.version(connection)
                state.looking = Task { [pool] in await Self.look(connection, since: version, pool) }
            }
            state.observers += 1
        }
    }

    func end() {
        state.withLock { state in
            state.observers -= 1
            guard state.observers == 0 else { return }
            state.looking?.cancel()
            state.looking = nil
        }
    }

    private static func look(_ connection: DatabaseQueue, since first: Int, _ pool: DatabasePool) async {
        var seen = first
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: pause)
                let version = try Self.version(connection)
                guard version != seen else { continue }
                // Whoever observes reads again, and tells only of what is another value than before.
                try await pool.write { try $0.notifyChanges(in: .fullDatabase) }
                seen = version
            } catch {
                // Cancelled, closed, or busy: what was not told is told after the next look, if there is one.
                continue
            }
        }
        // Nothing depends on it: what does not close here closes with its last owner.
        try? connection.close()
    }

    private static func version(_ connection: DatabaseQueue) throws -> Int {
        try connection.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA data_version") } ?? 0
    }
}
