/// The five characters by which PostgreSQL names a condition.
package struct SQLState: Hashable, Sendable, CustomStringConvertible {
    /// The code, such as `23505`; the first two characters are its class.
    package let code: String

    /// Takes a code as the server sends it.
    package init(_ code: String) { self.code = code }

    /// The code itself.
    package var description: String { code }

    /// Two transactions depended on each other: run this one again.
    package static let serializationFailure = SQLState("40001")
    /// Two transactions waited for each other: run this one again.
    package static let deadlockDetected = SQLState("40P01")
    /// A row with that key exists.
    package static let uniqueViolation = SQLState("23505")
    /// A row refers to one that does not exist, or is still referred to.
    package static let foreignKeyViolation = SQLState("23503")
    /// A value breaks a rule of its table.
    package static let checkViolation = SQLState("23514")
    /// A value that must be there is null.
    package static let notNullViolation = SQLState("23502")
    /// A row overlaps another that excludes it.
    package static let exclusionViolation = SQLState("23P01")
    /// The role may not do that, or a row-level security policy forbids the row.
    package static let insufficientPrivilege = SQLState("42501")
    /// `statement_timeout` passed, or the statement was cancelled.
    package static let queryCanceled = SQLState("57014")
    /// `lock_timeout` passed, or NOWAIT found a lock.
    package static let lockNotAvailable = SQLState("55P03")

    /// Whether the server was short of something, shutting down or starting, rather than refusing the statement.
    var isUnavailability: Bool {
        // Class 53: insufficient resources; 57P: the operator intervened; 25006: the server has become a standby;
        // and the two timeouts of the server.
        code.hasPrefix("53") || code.hasPrefix("57P") || code == "25006" || self == .queryCanceled
            || self == .lockNotAvailable
    }

    /// Whether a session that saw it is best replaced, since its prepared statements are out of date.
    var invalidatesSession: Bool {
        // 0A000 covers "cached plan must not change result type", 26000 an unknown prepared statement.
        code == "0A000" || code == "26000"
    }
}
