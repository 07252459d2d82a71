import Dispatch
import Logging

/// Runs a session's jobs one after another on a queue of its own, where libpq may block.
final class SessionExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "soleus.postgres.session")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// One place in the pool: it opens a session when one is needed, and replaces it when it is broken or old.
actor SessionHost {
    private let executor = SessionExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    nonisolated let interruption: Interruption
    private let connectionString: ConnectionString
    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private var session: Session?
    private var expiry: ContinuousClock.Instant = .now
    private var lastUse: ContinuousClock.Instant = .now

    init(
        _ connectionString: ConnectionString, _ configuration: DatabaseConfiguration, logger: Logger
    ) throws(PostgresError) {
        interruption = try Interruption()
        self.connectionString = connectionString
        self.configuration = configuration
        self.logger = logger
    }

    /// That no session could be opened for a use, of which nothing has happened then.
    struct Unopened: Error {
        let reason: PostgresError
    }

    /// Makes sure that there is a session which answers.
    private func open() throws(PostgresError) {
        if let session = session.take(), isFit(session) {
            self.session = consume session
            return
        }
        session = try Session(
            connectionString, interruption: interruption, limits: SessionLimits(),
            slow: SlowStatements(threshold: configuration.slowStatement, logger: logger), logger: logger)
        expiry = .now + configuration.sessionLifetime * Double.random(in: 0.9...1.1)
    }

    private func isFit(_ session: borrowing Session) -> Bool {
        guard session.isReusable, .now < expiry, !session.hasEndedUnnoticed else { return false }
        return .now - lastUse < configuration.idleBeforeCheck || session.answers(within: .seconds(1))
    }

    /// Lends the session to the body, on the session's thread, where it is opened first if need be.
    ///
    /// Throws `Unopened` when it cannot be. A cancelled task, and a deadline that has passed, end the body's next or present wait for the server.
    nonisolated func run<R: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @Sendable (inout Session) throws -> R
    ) async throws -> R {
        let use = interruption.beginUse()
        return try await withTaskCancellationHandler {
            try await lend(until: deadline, body)
        } onCancel: {
            interruption.interrupt(use: use, because: .cancelled)
        }
    }

    private func lend<R: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @Sendable (inout Session) throws -> R
    ) throws -> R {
        do throws(PostgresError) { try open() } catch { throw Unopened(reason: error) }
        guard var session = session.take() else { throw PostgresError.connectionLost }
        session.deadline = deadline
        let outcome: Result<R, any Error>
        do { outcome = .success(try body(&session)) } catch { outcome = .failure(error) }
        lastUse = .now
        if session.isReusable { self.session = consume session }
        return try outcome.get()
    }

    /// Closes the session; the next use opens another.
    func close() { session = nil }
}
