/// Values reach PostgreSQL and SQLite as parameters, never as part of the text.
enum SQLText {
    /// What begins a statement, or a line of one.
    private static let openings = [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "MERGE ", "COPY ", "CREATE ", "ALTER ", "DROP ", "TRUNCATE ",
        "GRANT ",
        "REVOKE ", "LISTEN ", "NOTIFY ", "SET ", "WITH ", "FROM ", "JOIN ", "WHERE ", "AND ", "OR ", "VALUES ",
        "ORDER BY ",
        "LIMIT ", "PRAGMA ",
    ]
    /// What the comment beside an exception has to say, because only names that the program itself knows may stand there.
    static let exception = "not from input"

    /// String literals that hold SQL in capitals and an interpolation.
    static func complaints(in file: SourceFile) -> [Complaint] {
        guard !file.isTest else { return [] }
        let text = file.swift
        return text.literals.filter { literal in
            literal.isInterpolated && isSQL(literal.text)
                && !text.comments(at: literal.line).contains(exception)
        }.map { literal in
            Complaint(
                path: file.path, line: literal.line,
                advice: "SQL with an interpolation: pass the value as a parameter; for a constant name, "
                    + "say \"\(exception)\" in a comment")
        }
    }

    private static func isSQL(_ text: String) -> Bool {
        text.split(separator: "\n").contains { line in
            let line = line.drop { $0.isWhitespace || $0 == "(" }
            return openings.contains { line.hasPrefix($0) }
        }
    }
}
