/// One cell of a CSV file that a spreadsheet shows as text and never runs.
package enum CSVCell {
    /// What begins a formula or a call of another program, in one spreadsheet or another; full-width forms are read alike.
    private static let begins: Set<Character> = ["=", "+", "-", "@", "|", "%", "\t", "＝", "＋", "－", "＠"]

    /// Quoted where it must be; with an apostrophe before what a spreadsheet would take for a formula, on any line of it.
    package static func written(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let isHarmless = lines.allSatisfy { line in
            guard let first = line.first(where: { !$0.isWhitespace || $0 == "\t" }) else { return true }
            return !begins.contains(first)
        }
        let text = isHarmless && !text.contains("\r") ? text : "'" + text
        guard text.contains(where: { $0 == "\"" || $0 == "," || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A file of such cells, a line for each row (RFC 4180).
    package static func file(_ rows: [[String]]) -> String {
        rows.map { $0.map(written).joined(separator: ",") + "\r\n" }.joined()
    }
}
