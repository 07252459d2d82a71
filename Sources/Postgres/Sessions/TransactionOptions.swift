/// How a transaction runs.
package struct TransactionOptions: Sendable {
    /// What a transaction sees of others that commit while it runs.
    package enum Isolation: Sendable {
        /// Each statement sees what was committed before it began.
        case readCommitted
        /// All statements see what was committed before the first.
        case repeatableRead
        /// As if transactions ran one after another; expect serialization failures, and retry.
        case serializable
    }

    /// What the transaction sees of others.
    package var isolation: Isolation
    /// Whether the server refuses every change.
    package var isReadOnly: Bool
    /// Settings for this transaction only, by name, such as the actor that row-level security asks for.
    package var settings: [String: String]
    /// How long it may take, from waiting for a session to before COMMIT; nil means the database's own limit.
    package var timeout: Duration?

    /// Takes what differs from a transaction that writes and reads what is committed.
    package init(
        isolation: Isolation = .readCommitted, isReadOnly: Bool = false, settings: [String: String] = [:],
        timeout: Duration? = nil
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.settings = settings
        self.timeout = timeout
    }

    /// A transaction that may write, without settings.
    package static let readWrite = TransactionOptions()
    /// A transaction that only reads, without settings.
    package static let readOnly = TransactionOptions(isReadOnly: true)

    /// The statement that begins such a transaction; there are six, so each is prepared once.
    var beginStatement: Statement<Types<>, Void> {
        let level =
            switch isolation {
            case .readCommitted: "READ COMMITTED"
            case .repeatableRead: "REPEATABLE READ"
            case .serializable: "SERIALIZABLE"
            }
        return Statement("BEGIN ISOLATION LEVEL \(level) \(isReadOnly ? "READ ONLY" : "READ WRITE")")
    }
}

/// The statements by which transactions begin and end.
enum TransactionStatements {
    static let commit = Statement("COMMIT")
    static let rollback = Statement("ROLLBACK")

    /// Sets any number of settings until the end of the transaction.
    static let set = Statement(
        "SELECT count(set_config(name, value, true)) FROM unnest($1::text[], $2::text[]) AS setting (name, value)",
        takes: Types([String].self, [String].self), gives: Types(Int.self))
}
