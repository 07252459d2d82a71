import CLibPQ
import Logging

/// One session with the server: the connection, and what has been prepared in it.
///
/// It cannot be copied: the pool lends it to one caller at a time, a transaction has it until it ends, and it closes when it
/// is destroyed. It stays on its host's thread, on which its calls wait for the server. When a call cannot be answered in
/// order (time ran out, the connection broke) the session is *broken*: it refuses everything, and is replaced.
package struct Session: ~Copyable {
    enum Phase {
        /// No transaction.
        case none
        /// A transaction that has sent nothing; its BEGIN travels with its first command.
        case pending(TransactionOptions)
        case open
        /// The body has committed by itself.
        case ended
    }

    /// What changes in the course of a session, while it is only borrowed: a body has its transaction to read.
    private final class Course {
        var preparedNames: [StatementText: String] = [:]
        var preparedCount = 0
        var phase = Phase.none
        var deadline: ContinuousClock.Instant = .now
        var breakage: PostgresError?
        var isOutOfDate = false
    }

    let connection: Connection
    let interruption: Interruption
    private let cancelKey: CancelKey?
    private let limits: SessionLimits
    private let slow: SlowStatements
    /// What the server calls this session when nobody's trace is known.
    let applicationName: String
    private let course = Course()

    init(
        _ connectionString: ConnectionString, interruption: Interruption, limits: SessionLimits, slow: SlowStatements,
        logger: Logger
    ) throws(PostgresError) {
        let connection = try Connection(connectionString, logger: logger)
        try connection.enterPipelineMode()
        cancelKey = connection.makeCancelKey()
        self.connection = connection
        self.interruption = interruption
        self.limits = limits
        self.slow = slow
        applicationName = connectionString.settings.first { $0.keyword == "application_name" }?.value ?? ""
    }

    var phase: Phase {
        get { course.phase }
        nonmutating set { course.phase = newValue }
    }

    /// When the present use must be over.
    var deadline: ContinuousClock.Instant {
        get { course.deadline }
        nonmutating set { course.deadline = newValue }
    }

    /// Why the session cannot be used any more.
    var breakage: PostgresError? { course.breakage }

    /// The number of the server process behind this session.
    package var processID: Int32 { connection.processID }

    /// Whether the next use may have it.
    var isReusable: Bool {
        breakage == nil && !course.isOutOfDate && connection.isIdle
            && course.preparedCount < limits.maximumPreparedStatements
    }

    // MARK: Exchanges

    /// Sends calls with one sync, and hands each its answer.
    ///
    /// Throws the server's first refusal after everything has been read, so that the session stays usable.
    func exchange(_ calls: [any PendingCall], commits: Bool = false) throws {
        if let breakage { throw breakage }
        let encoded = try calls.map { call throws(PostgresError) in try call.parameters() }
        try heedInterruption()
        connection.sawWarning = false
        let ending: ExchangeEnding
        do throws(PostgresError) {
            // From here on nothing may interrupt a COMMIT: its outcome would be unknown.
            let wait = Waiting(
                deadline: commits ? .now + limits.commitTimeout : deadline, heedsInterruption: !commits)
            let preparations = try send(calls, encoded, commits: commits)
            try flush(wait)
            ending = try receive(calls, preparations, commits: commits, wait)
        } catch {
            throw commits && isSilent(error) ? PostgresError.commitOutcomeUnknown : error
        }
        if let failure = calls.lazy.compactMap(\.failure).first, !commits { throw failure }
        switch ending {
        case .open: break
        case .rolledBack: throw PostgresError.commitRolledBack
        case .committed:
            // A cancelled wait for a synchronous standby commits with a warning: kept here, perhaps nowhere else.
            if connection.sawWarning {
                abandon(.commitOutcomeUnknown)
                throw PostgresError.commitOutcomeUnknown
            }
        }
        if let failure = calls.lazy.compactMap(\.failure).first { throw failure }
    }

    /// Whether the error leaves open what the server did.
    private func isSilent(_ error: PostgresError) -> Bool {
        if case .server = error { return false }
        return true
    }

    private struct Preparation {
        let statement: StatementText
        let name: String
    }

    /// Puts everything into libpq's buffer; returns what is being prepared, by the position of its call.
    private func send(
        _ calls: [any PendingCall], _ parameters: [EncodedParameters], commits: Bool
    ) throws(PostgresError) -> [Int: Preparation] {
        var preparations: [Int: Preparation] = [:]
        var names: [StatementText: String] = [:]
        let all = commits ? calls + [Pending(TransactionStatements.commit)] : calls
        for (position, call) in all.enumerated() {
            let statement = call.statement
            let name: String
            if let known = course.preparedNames[statement] ?? names[statement] {
                name = known
            } else {
                course.preparedCount += 1
                name = "s\(course.preparedCount)"
                names[statement] = name
                preparations[position] = Preparation(statement: statement, name: name)
                try breaking { () throws(PostgresError) in
                    try connection.sendPrepare(
                        name: name, text: statement.sql, parameterTypes: statement.parameterTypes)
                }
            }
            let values = position < parameters.count ? parameters[position] : EncodedParameters()
            try breaking { () throws(PostgresError) in try connection.sendExecution(name: name, values) }
        }
        try breaking { () throws(PostgresError) in try connection.sendSync() }
        return preparations
    }

    private func receive(
        _ calls: [any PendingCall], _ preparations: [Int: Preparation], commits: Bool, _ wait: Waiting
    ) throws(PostgresError) -> ExchangeEnding {
        var refusal: PostgresError?
        var ending = ExchangeEnding.open
        var began = slow.begin()
        for position in 0..<(calls.count + (commits ? 1 : 0)) {
            if let preparation = preparations[position] {
                let isPrepared = try receiveCommand(wait, &refusal) { _ in }
                if isPrepared { course.preparedNames[preparation.statement] = preparation.name }
            }
            try receiveCommand(wait, &refusal) { result in
                if position < calls.count {
                    calls[position].receive(result)
                } else {
                    ending = result.commandTag == "COMMIT" ? .committed : .rolledBack
                }
            }
            let statement = position < calls.count ? calls[position].statement : TransactionStatements.commit.statement
            slow.end(&began, of: statement, processID: processID)
        }
        guard let sync = try nextResult(wait), sync.status == PGRES_PIPELINE_SYNC else {
            throw abandon(.protocolViolation("a pipeline did not end with its sync"))
        }
        if let refusal { throw refusal }
        return ending
    }

    /// Reads one command's result and the end of its results; true when it succeeded.
    @discardableResult
    func receiveCommand(
        _ wait: Waiting, _ refusal: inout PostgresError?, _ accept: (borrowing QueryResult) -> Void
    ) throws(PostgresError) -> Bool {
        guard let result = try nextResult(wait) else {
            throw abandon(.protocolViolation("a command had no result"))
        }
        var succeeded = false
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            succeeded = true
            accept(result)
        case PGRES_PIPELINE_ABORTED: break
        case PGRES_FATAL_ERROR:
            let error = try refused(result)
            refusal = refusal ?? error
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            throw abandon(.protocolViolation("COPY was run as an ordinary statement"))
        default:
            throw abandon(.protocolViolation("result status \(result.status.rawValue)"))
        }
        guard try nextResult(wait) == nil else {
            throw abandon(.protocolViolation("a command had two results"))
        }
        return succeeded
    }

    /// What an error result says; throws when it is the end of the session.
    func refused(_ result: borrowing QueryResult) throws(PostgresError) -> PostgresError {
        guard let error = result.serverError, error.severity == "ERROR" else { throw abandon(.connectionLost) }
        if error.sqlState.invalidatesSession { course.isOutOfDate = true }
        return .server(error)
    }

    // MARK: Waiting

    struct Waiting {
        let deadline: ContinuousClock.Instant
        let heedsInterruption: Bool
    }

    /// Sends everything in libpq's buffer, and reads meanwhile: a server whose answers nobody reads stops reading.
    func flush(_ wait: Waiting) throws(PostgresError) {
        while try breaking({ () throws(PostgresError) in try connection.flush() }) {
            try waitOnce(for: .readableOrWritable, wait)
            guard connection.consumeInput() else { throw abandon(.connectionLost) }
        }
    }

    /// The next result, when it has arrived; nil ends one command's results.
    func nextResult(_ wait: Waiting) throws(PostgresError) -> QueryResult? {
        while connection.isBusy {
            try waitOnce(for: .readable, wait)
            guard connection.consumeInput() else { throw abandon(.connectionLost) }
        }
        return connection.takeResult()
    }

    private func waitOnce(for readiness: Interruption.Readiness, _ wait: Waiting) throws(PostgresError) {
        if wait.heedsInterruption { try heedInterruption() }
        let inTime = interruption.wait(
            for: readiness, of: connection.socket, until: wait.deadline, heeding: wait.heedsInterruption)
        guard inTime else {
            // A COMMIT is never cancelled: the request could arrive while it waits for a standby.
            if wait.heedsInterruption { cancelKey?.send() }
            throw abandon(.deadlineExceeded)
        }
    }

    /// Throws when the use must end, after asking the server to stop.
    func heedInterruption() throws(PostgresError) {
        guard let reason = interruption.reason else { return }
        cancelKey?.send()
        throw abandon(reason)
    }

    func breaking<R>(_ body: () throws(PostgresError) -> R) throws(PostgresError) -> R {
        do throws(PostgresError) { return try body() } catch { throw abandon(error) }
    }

    /// Marks the session as broken, and returns the error for throwing.
    @discardableResult
    func abandon(_ error: PostgresError) -> PostgresError {
        if course.breakage == nil { course.breakage = error }
        return error
    }

    // MARK: Use

    /// Whether the server still answers, found out with an empty pipeline.
    func answers(within timeout: Duration) -> Bool {
        let wait = Waiting(deadline: .now + timeout, heedsInterruption: false)
        do throws(PostgresError) {
            try connection.sendSync()
            try flush(wait)
            guard let result = try nextResult(wait) else { return false }
            return result.status == PGRES_PIPELINE_SYNC
        } catch {
            return false
        }
    }

    /// Whether the connection has ended while nobody was using it, as far as this side has been told.
    ///
    /// Where nothing has come there is nothing to read. Else the first look may find the server's last words, and only the
    /// second the end.
    var hasEndedUnnoticed: Bool {
        interruption.hasNews(on: connection.socket) && (!connection.consumeInput() || !connection.consumeInput())
    }
}

/// Limits of one session.
struct SessionLimits: Sendable {
    /// More would mean that statements are made on the fly; the session is then replaced, so that memory stays bounded.
    var maximumPreparedStatements = 1_024
    /// A COMMIT waits for the disk, and in production for a standby; nothing interrupts it before this.
    var commitTimeout = Duration.seconds(15)
}
