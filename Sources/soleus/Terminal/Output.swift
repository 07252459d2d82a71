import Care
import StrictJSON

extension CommonOptions {
    /// Prints an answer: as JSON for programs, otherwise the lines made of it.
    func show(_ json: @autoclosure () throws -> JSONValue, _ lines: () -> [String]) rethrows {
        if self.json {
            Terminal.write(prettyJSON(try json()))
        } else {
            let lines = lines()
            if !lines.isEmpty { Terminal.write(lines.joined(separator: "\n") + "\n") }
        }
    }

    /// The lines of a table as these options ask for it; `empty` is said on standard error when it has no rows.
    func lines(of table: TextTable, empty: String) -> [String] {
        if table.rows.isEmpty {
            if !json { Terminal.say(empty) }
            return []
        }
        if plain { return table.plainLines }
        var lines = table.lines(width: Terminal.columns)
        if Terminal.isColourful { lines[0] = "\u{1B}[1m\(lines[0])\u{1B}[0m" }
        return lines
    }

    /// Names and values under each other.
    func lines(of pairs: [(name: String, value: String)]) -> [String] {
        if plain { return pairs.map { "\($0.name)\t\(printable($0.value))" } }
        let width = pairs.map { displayWidth(of: $0.name) }.max() ?? 0
        return pairs.flatMap { pair in
            let lines = wrapped(printable(pair.value), to: Terminal.columns - width - 2)
            return lines.enumerated().map { index, line in
                let name = index == 0 ? pair.name : ""
                return name + String(repeating: " ", count: width + 2 - displayWidth(of: name)) + line
            }
        }
    }
}

extension Instant {
    /// Day and minute in UTC, for tables.
    var shortText: String { description.prefix(16).replacing("T", with: " ") + " UTC" }
}
