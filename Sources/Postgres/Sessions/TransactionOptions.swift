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

    /// The call that begins such a transaction.
    var begin: Call<Int> {
        switch (isolation, isReadOnly) {
        case (.readCommitted, false): TransactionStatements.begin
        case (.readCommitted, true): TransactionStatements.beginReadOnly
        case (.repeatableRead, false): TransactionStatements.beginRepeatable
        case (.repeatableRead, true): TransactionStatements.beginSnapshot
        case (.serializable, false): TransactionStatements.beginSerializable
        case (.serializable, true): TransactionStatements.beginSerializableReadOnly
        }
    }
}

/// The statements by which transactions begin and end.
enum TransactionStatements {
    static let begin = Statement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").run()
    static let beginReadOnly = Statement("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY").run()
    static let beginRepeatable = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE").run()
    static let beginSnapshot = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").run()
    static let beginSerializable = Statement("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE").run()
    static let beginSerializableReadOnly = Statement("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY").run()
    static let commit = Statement("COMMIT").run()
    static let rollback = Statement("ROLLBACK").run()

    /// Sets any number of settings until the end of the transaction.
    static let set = Statement(
        "SELECT count(set_config(name, value, true)) FROM unnest($1::text[], $2::text[]) AS setting (name, value)",
        takes: Types([String].self, [String].self), gives: Types(Int.self))
}
