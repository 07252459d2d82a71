/// What can go wrong between us and PostgreSQL, in terms that a caller can act on.
///
/// A description never holds a row's values: it may be logged.
package enum PostgresError: Error, Equatable, Sendable {
    /// The server refused a statement.
    case server(ServerError)
    /// No session could be opened; the reason names hosts and roles, never rows.
    case connectionFailed(reason: String)
    /// The session ended before the transaction was committed: nothing of it was kept.
    case connectionLost
    /// The session ended while COMMIT was on its way: it may have been kept, and it may not.
    case commitOutcomeUnknown
    /// COMMIT was answered with ROLLBACK, since an earlier statement had failed: nothing was kept.
    case commitRolledBack
    /// Every session is in use and the queue for them is full.
    case poolExhausted
    /// Time ran out, waiting for a session or for the server; nothing was kept.
    case deadlineExceeded
    /// The task was cancelled; nothing was kept.
    case cancelled
    /// The database, or the session, has been closed.
    case closed
    /// A statement ran in a transaction that had already been committed.
    case transactionEnded
    /// Exactly one row was expected, and there was none.
    case noRow(statement: String)
    /// Exactly one row was expected, and there were more.
    case tooManyRows(statement: String, count: Int)
    /// A text holds U+0000, which PostgreSQL cannot store.
    case textContainsNUL
    /// The server sent text that is not UTF-8.
    case textIsNotUTF8
    /// A column declared as never null was null; columns count from 1.
    case unexpectedNull(column: Int)
    /// The columns of a result are not those that the statement declares.
    case columnMismatch(statement: String, declared: [UInt32], received: [UInt32])
    /// A value does not fit the type on one side or the other.
    case valueOutOfRange(type: String)
    /// Bytes from the server are not a value of the declared type.
    case malformedValue(type: String)
    /// The connection string cannot be read.
    case invalidConnectionString(reason: String)
    /// The conversation with the server left its rules, which is a bug on one of the two sides.
    case protocolViolation(String)

    /// Whether the same transaction may succeed when it is run again from its start.
    package var isRetryable: Bool {
        guard case .server(let error) = self else { return false }
        return error.sqlState == .serializationFailure || error.sqlState == .deadlockDetected
    }

    /// Whether the database could not be reached or had no room: worth a later try, not the caller's fault.
    package var isUnavailable: Bool {
        switch self {
        case .connectionFailed, .connectionLost, .poolExhausted, .deadlineExceeded, .closed: true
        case .server(let error): error.sqlState.isUnavailability
        default: false
        }
    }

    /// The name of the violated constraint, which names the rule that was broken.
    package var constraint: String? {
        guard case .server(let error) = self else { return nil }
        return error.constraint
    }

    /// The code of the server's refusal; nil when it was not the server that refused.
    package var sqlState: SQLState? {
        guard case .server(let error) = self else { return nil }
        return error.sqlState
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line without any row's values.
    package var description: String {
        switch self {
        case .server(let error): error.description
        case .connectionFailed(let reason): "cannot connect to PostgreSQL: \(reason)"
        case .connectionLost: "the connection to PostgreSQL was lost; the transaction was not committed"
        case .commitOutcomeUnknown: "the connection to PostgreSQL was lost during COMMIT; the outcome is unknown"
        case .commitRolledBack: "COMMIT was answered with ROLLBACK, since an earlier statement had failed"
        case .poolExhausted: "every database session is in use and the queue is full"
        case .deadlineExceeded: "the database did not answer in time; nothing was kept"
        case .cancelled: "the task was cancelled; nothing was kept"
        case .closed: "the database is closed"
        case .transactionEnded: "the transaction has already been committed"
        case .noRow(let statement): "one row expected, none found: \(statement)"
        case .tooManyRows(let statement, let count): "one row expected, \(count) found: \(statement)"
        case .textContainsNUL: "a text contains U+0000, which PostgreSQL cannot store"
        case .textIsNotUTF8: "the server sent text that is not UTF-8"
        case .unexpectedNull(let column): "column \(column) is null, which its declared type rules out"
        case .columnMismatch(let statement, let declared, let received):
            "columns have the types \(received), declared as \(declared): \(statement)"
        case .valueOutOfRange(let type): "a value is out of the range of \(type)"
        case .malformedValue(let type): "the server sent bytes that are not a value of type \(type)"
        case .invalidConnectionString(let reason): "the connection string cannot be read: \(reason)"
        case .protocolViolation(let what): "unexpected answer from PostgreSQL: \(what)"
        }
    }
}
