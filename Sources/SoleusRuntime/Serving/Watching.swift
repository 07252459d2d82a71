import CareServices
import Logging
import Postgres
import Synchronization

/// The work beside the requests: it brings waiting devices the news of other processes, looks whether the database is the one
/// that it was, looks for alerts, and reads for operators how the practice stands.
final class Watching: Sendable {
    private let relay: PokeRelay
    private let alerts: AlertWatch
    private let sampling: OperatingSampling
    private let database: Database
    private let logger: Logger
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(relay: PokeRelay, alerts: AlertWatch, sampling: OperatingSampling, database: Database, logger: Logger) {
        self.relay = relay
        self.alerts = alerts
        self.sampling = sampling
        self.database = database
        self.logger = logger
    }

    /// - Throws: `PostgresError` when the connection string is not one; a database that is away is waited for.
    func start() throws {
        let notifications = try database.notifications(on: PokeRelay.channel)
        let work = Task { [relay, database, logger] in
            let life = DatabaseLife(database: database)
            await relay.run(
                on: database, hearing: notifications,
                connected: { await life.confirmInTheEnd(logger: logger) }, logger: logger)
        }
        let looking = Task { [alerts, logger] in await alerts.run(logger: logger) }
        let counting = Task { [sampling] in await sampling.run() }
        tasks.withLock { $0 += [work, looking, counting] }
    }

    /// Ends every wait, and the work for them.
    func stop() {
        relay.board.stop()
        for task in tasks.withLock({ $0 }) { task.cancel() }
    }
}
