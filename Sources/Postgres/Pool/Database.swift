package import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A database and the pool of sessions through which this process uses it.
///
/// Sessions are opened when they are first needed, checked before use, and replaced after a fault. Each has a thread
/// of its own: what a body does there holds up nobody else, but it holds the session, so it must not wait for anything
/// but the database.
package final class Database: Sendable {
    /// The configuration it was made with.
    package let configuration: DatabaseConfiguration
    private let pool: SessionPool
    let logger: Logger

    /// A peer that closes its socket must give an error, not the signal that ends a process.
    private static let ignoresBrokenPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Reads the connection string, and connects to nothing yet.
    package init(_ configuration: DatabaseConfiguration, logger: Logger) throws(PostgresError) {
        _ = Self.ignoresBrokenPipes
        let connectionString = try ConnectionString(configuration)
        self.configuration = configuration
        self.logger = logger
        pool = SessionPool(
            maximumSessions: configuration.maximumSessions, maximumWaiters: configuration.maximumWaiters
        ) { () throws(PostgresError) in
            try SessionHost(connectionString, configuration, logger: logger)
        }
    }

    /// Runs the body in a transaction on a session's thread, and commits it unless the body throws.
    ///
    /// The body's own error rolls back and comes out as it is. `commitOutcomeUnknown` is the one error after which the
    /// transaction may have been kept.
    @discardableResult
    package func transaction<R: Sendable>(
        _ options: TransactionOptions = .readWrite, _ body: @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await session(timeout: options.timeout) { session in try session.transaction(options, body) }
    }

    /// Runs the body in a transaction, again when it conflicts with another one: three times at most.
    @discardableResult
    package func retrying<R: Sendable>(
        _ options: TransactionOptions = .readWrite, _ body: @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        for attempt in 1..<3 {
            do {
                return try await transaction(options, body)
            } catch let error as PostgresError where error.isRetryable {
                configuration.observe?(.ranAgain)
                logger.debug("transaction runs again", metadata: ["sqlstate": "\(error.sqlState?.code ?? "")"])
                // Long enough for the other transaction to end, and different for each of those that collided.
                try await Task.sleep(for: .milliseconds(Double.random(in: 2...20) * Double(attempt)))
            }
        }
        return try await transaction(options, body)
    }

    /// Makes calls in a transaction of their own: BEGIN, the calls and COMMIT in one round trip.
    @discardableResult
    package func perform<each Answer: Sendable>(
        _ options: TransactionOptions = .readWrite, _ calls: repeat Call<each Answer>
    ) async throws -> (repeat each Answer) {
        try await transaction(options) { transaction in try transaction.commit(after: repeat each calls) }
    }

    /// Makes one call in a transaction of its own, in one round trip.
    @discardableResult
    package func perform<Answer: Sendable>(
        _ options: TransactionOptions = .readWrite, _ call: Call<Answer>
    ) async throws -> Answer {
        try await transaction(options) { transaction in try transaction.commit(after: call) }
    }

    /// Asks the server for an answer, for checks of health.
    package func ping(timeout: Duration = .seconds(1)) async throws {
        try await session(timeout: timeout) { session in _ = try session.perform(Self.ask.only()) }
    }

    private static let ask = Statement("SELECT 1", gives: Types(Int32.self))

    /// Lends a whole session to the body, on the session's thread, for what one transaction cannot do.
    @discardableResult
    package func session<R: Sendable>(
        timeout: Duration? = nil, _ body: @Sendable (inout Session) throws -> R
    ) async throws -> R {
        let began = ContinuousClock.now
        let deadline = began + (timeout ?? configuration.transactionTimeout)
        let acquireDeadline = min(deadline, began + configuration.acquireTimeout)
        do {
            return try await lend(until: deadline, openingUntil: acquireDeadline, since: began, body)
        } catch {
            if let error = error as? PostgresError { configuration.observe?(.failed(error)) }
            throw error
        }
    }

    private func lend<R: Sendable>(
        until deadline: ContinuousClock.Instant, openingUntil acquireDeadline: ContinuousClock.Instant,
        since began: ContinuousClock.Instant, _ body: @Sendable (inout Session) throws -> R
    ) async throws -> R {
        let host = try await pool.take(until: acquireDeadline)
        configuration.observe?(.lent(after: .now - began))
        let outcome: Result<R, any Error>
        do {
            outcome = .success(try await use(host, until: deadline, openingUntil: acquireDeadline, body))
        } catch {
            outcome = .failure(error)
        }
        if pool.isClosed { await host.close() }
        pool.putBack(host)
        return try outcome.get()
    }

    /// Runs the body on the host's session; while the server is away, opening one is tried again until a deadline of its own.
    private func use<R: Sendable>(
        _ host: SessionHost, until deadline: ContinuousClock.Instant,
        openingUntil openingDeadline: ContinuousClock.Instant,
        _ body: @Sendable (inout Session) throws -> R
    ) async throws -> R {
        var pause = Duration.milliseconds(25)
        while true {
            do {
                return try await host.run(until: deadline, body)
            } catch let unopened as SessionHost.Unopened {
                guard case .connectionFailed = unopened.reason else { throw unopened.reason }
                let jittered = pause * Double.random(in: 0.5...1)
                guard .now + jittered < openingDeadline else { throw unopened.reason }
                do { try await Task.sleep(for: jittered) } catch { throw PostgresError.cancelled }
                pause = min(pause * 2, .milliseconds(500))
            }
        }
    }

    /// How many sessions have been opened and are kept for the next caller.
    package var idleSessions: Int { pool.idleCount }

    /// How many callers wait for a session now.
    package var waiterCount: Int { pool.waiterCount }

    /// How many sessions are in use now.
    package var sessionsInUse: Int { pool.lentCount }

    /// Refuses new work, and returns when the work in hand is done and every session is closed.
    ///
    /// It may be called again.
    package func close() async { await pool.close() }
}
