/// What the server is to prepare: the SQL, and the types of its parameters.
///
/// Statements are constants, so a session mostly knows one by its identity, and need not read the text again to find it.
final class StatementText: Sendable {
    let sql: String
    let parameterTypes: [UInt32]
    private let hash: Int

    init(_ sql: String, parameterTypes: [UInt32]) {
        self.sql = sql
        self.parameterTypes = parameterTypes
        var hasher = Hasher()
        hasher.combine(sql)
        hasher.combine(parameterTypes)
        hash = hasher.finalize()
    }
}

extension StatementText: Hashable {
    static func == (left: StatementText, right: StatementText) -> Bool {
        left === right || (left.sql == right.sql && left.parameterTypes == right.parameterTypes)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
