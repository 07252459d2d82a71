extension PostgresError {
    /// One short word for the kind of error: the server's code, or what it is called here.
    package var code: String {
        switch self {
        case .server(let error): error.sqlState.code
        case .connectionFailed: "connection_failed"
        case .connectionLost: "connection_lost"
        case .commitOutcomeUnknown: "commit_outcome_unknown"
        case .commitRolledBack: "commit_rolled_back"
        case .poolExhausted: "pool_exhausted"
        case .deadlineExceeded: "deadline_exceeded"
        case .cancelled: "cancelled"
        case .closed: "closed"
        case .transactionEnded: "transaction_ended"
        case .noRow: "no_row"
        case .tooManyRows: "too_many_rows"
        case .textContainsNUL: "text_contains_nul"
        case .textIsNotUTF8: "text_is_not_utf8"
        case .unexpectedNull: "unexpected_null"
        case .columnMismatch: "column_mismatch"
        case .valueOutOfRange: "value_out_of_range"
        case .malformedValue: "malformed_value"
        case .invalidConnectionString: "invalid_connection_string"
        case .protocolViolation: "protocol_violation"
        }
    }
}
