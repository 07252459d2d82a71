/// An open transaction, on the thread of its session, which it has for itself until it ends.
///
/// It cannot be copied or kept: it is lent to the body of `Database.transaction`, and ends with it. BEGIN and the
/// transaction's settings travel with the first command, so they cost no round trip.
package struct Transaction: ~Copyable {
    let session: Session

    // Never inlined: with -O, Swift 6.3.1 aborts when it specialises a generic function that makes a noncopyable value
    // from a borrowed reference ("Cannot initialize a nonCopyable type with a guaranteed value").
    @inline(never)
    init(session: consuming Session) {
        self.session = session
    }

    /// Gives the session back.
    consuming func end() -> Session { session }

    /// The number of the server process that runs it.
    package var processID: Int32 { session.processID }

    // MARK: One command

    /// Makes one call and waits for its answer.
    @discardableResult
    package func perform<Answer>(_ call: Call<Answer>) throws -> Answer {
        let pending = Pending(call)
        try session.run([pending])
        return try pending.value
    }

    /// All rows.
    package func all<each Parameter: PostgresEncodable, Row>(
        _ statement: Statement<Types<repeat each Parameter>, Row>, _ parameters: repeat each Parameter
    ) throws -> [Row] {
        try perform(statement.all(repeat each parameters))
    }

    /// The first row; nil when there is none.
    package func first<each Parameter: PostgresEncodable, Row>(
        _ statement: Statement<Types<repeat each Parameter>, Row>, _ parameters: repeat each Parameter
    ) throws -> Row? {
        try perform(statement.first(repeat each parameters))
    }

    /// The row that must be there, and be the only one.
    @discardableResult
    package func only<each Parameter: PostgresEncodable, Row>(
        _ statement: Statement<Types<repeat each Parameter>, Row>, _ parameters: repeat each Parameter
    ) throws -> Row {
        try perform(statement.only(repeat each parameters))
    }

    /// The number of rows that the statement changed or found.
    @discardableResult
    package func run<each Parameter: PostgresEncodable, Row>(
        _ statement: Statement<Types<repeat each Parameter>, Row>, _ parameters: repeat each Parameter
    ) throws -> Int {
        try perform(statement.run(repeat each parameters))
    }

    // MARK: Several commands in one round trip

    /// Makes calls in one round trip.
    ///
    /// When one fails, those after it do nothing, and its error is thrown.
    package func pipeline<each Answer>(_ calls: repeat Call<each Answer>) throws -> (repeat each Answer) {
        let pending = (repeat Pending(each calls))
        try session.run(Self.list(repeat each pending))
        return (repeat try (each pending).value)
    }

    /// Makes the calls that the body adds in one round trip, after the body; then its `Pending` answers have values.
    @discardableResult
    package func pipeline<R>(_ build: (inout Pipeline) throws -> R) throws -> R {
        var pipeline = Pipeline()
        let built = try build(&pipeline)
        try session.run(pipeline.calls)
        return built
    }

    // MARK: The end

    /// Makes the last calls and COMMIT in one round trip; nothing may follow in this transaction.
    ///
    /// What an answer turns out to be (`only` without a row) is known after COMMIT: its error does not undo it.
    @discardableResult
    package func commit<each Answer>(after calls: repeat Call<each Answer>) throws -> (repeat each Answer) {
        let pending = (repeat Pending(each calls))
        try session.runAndCommit(Self.list(repeat each pending))
        return (repeat try (each pending).value)
    }

    /// Makes the calls that the body adds and COMMIT in one round trip; nothing may follow in this transaction.
    @discardableResult
    package func commit<R>(_ build: (inout Pipeline) throws -> R) throws -> R {
        var pipeline = Pipeline()
        let built = try build(&pipeline)
        try session.runAndCommit(pipeline.calls)
        return built
    }

    private static func list<each Answer>(_ pending: repeat Pending<each Answer>) -> [any PendingCall] {
        var list: [any PendingCall] = []
        repeat list.append(each pending)
        return list
    }
}

extension Session {
    /// Runs the body in a transaction, and commits it unless the body throws.
    @discardableResult
    package mutating func transaction<R>(
        _ options: TransactionOptions = .readWrite, _ body: (borrowing Transaction) throws -> R
    ) throws -> R {
        phase = .pending(options)
        let transaction = Transaction(session: self)
        let outcome: Result<R, any Error>
        do { outcome = .success(try body(transaction)) } catch { outcome = .failure(error) }
        self = transaction.end()
        defer { phase = .none }
        switch outcome {
        case .success(let value):
            try commitUnlessEnded()
            return value
        case .failure(let error):
            rollBack()
            throw error
        }
    }

    /// Makes one call outside any transaction, as commands like CREATE DATABASE need it.
    @discardableResult
    package func perform<Answer>(_ call: Call<Answer>) throws -> Answer {
        let pending = Pending(call)
        try exchange([pending])
        return try pending.value
    }

    func run(_ calls: [any PendingCall]) throws {
        guard !calls.isEmpty else { return }
        let opening = try opening()
        // Open even if it fails: BEGIN itself may have succeeded.
        phase = .open
        try exchange(opening + calls)
    }

    func runAndCommit(_ calls: [any PendingCall]) throws {
        if calls.isEmpty, case .pending = phase {
            phase = .ended
            return
        }
        let opening = try opening()
        phase = .open
        do {
            try exchange(opening + calls, commits: true)
            phase = .ended
        } catch {
            // The server has closed the transaction, or the body's end rolls it back.
            if connection.isIdle { phase = .ended }
            throw error
        }
    }

    /// What travels before the next command: BEGIN and the settings, if nothing has been sent.
    func opening() throws(PostgresError) -> [any PendingCall] {
        switch phase {
        case .none, .ended: throw .transactionEnded
        case .open: return []
        case .pending(let options):
            var calls: [any PendingCall] = [Pending(options.begin)]
            var settings = options.settings
            if let trace = StatementTrace.id {
                settings["application_name"] = StatementTrace.name(of: applicationName, trace)
            }
            if !settings.isEmpty {
                let settings = settings.sorted { $0.key < $1.key }
                calls.append(Pending(TransactionStatements.set.only(settings.map(\.key), settings.map(\.value))))
            }
            return calls
        }
    }

    private func commitUnlessEnded() throws {
        switch phase {
        case .none, .pending, .ended: return
        case .open: try exchange([], commits: true)
        }
    }

    private func rollBack() {
        guard case .open = phase, breakage == nil, !connection.isIdle else { return }
        do {
            try exchange([Pending(TransactionStatements.rollback)])
        } catch {
            // The session is dropped, and the server rolls back by itself.
            abandon(.connectionLost)
        }
    }
}
