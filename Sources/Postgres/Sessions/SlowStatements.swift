import Logging

/// Names in the log what took long, without a value: a statement's text is a constant of ours.
struct SlowStatements: Sendable {
    /// From so long on; nil where nothing is named.
    let threshold: Duration?
    let logger: Logger

    /// How much of a statement is shown: enough to find it in the source.
    private static let shownCharacters = 200

    /// When the first call begins; nil where nobody measures.
    func begin() -> ContinuousClock.Instant? { threshold == nil ? nil : .now }

    /// Looks at the time that a call's answer took to come, and begins the next.
    func end(_ begin: inout ContinuousClock.Instant?, of statement: StatementText, processID: Int32) {
        guard let threshold, let began = begin else { return }
        let now = ContinuousClock.now
        begin = now
        guard now - began >= threshold else { return }
        logger.warning(
            "slow statement",
            metadata: [
                "duration_ms": "\(Int((now - began) / .milliseconds(1)))", "statement": "\(Self.line(statement.sql))",
                "server_pid": "\(processID)", "trace_id": "\(StatementTrace.id ?? "-")",
            ])
    }

    private static func line(_ sql: String) -> String {
        let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= shownCharacters ? words : words.prefix(shownCharacters) + "…"
    }
}
