/// A Swift file taken apart into code, comments and string literals, line by line.
///
/// It knows strings, raw strings, multi-line strings and interpolation, because a rule that reads a word in a message as
/// code would accuse the innocent. It does not know regex literals: write those with quotes inside as `Regex` builders.
struct SwiftText {
    struct Line {
        /// The line without comments, and with every string literal emptied to `""`.
        var code = ""
        /// What stands after `//` or `///`, or inside a block comment.
        var comment = ""

        var isOnlyComment: Bool { !comment.isEmpty && code.allSatisfy(\.isWhitespace) }
    }

    struct Literal {
        /// The line on which it begins, counted from 1.
        var line: Int
        var text = ""
        var isInterpolated = false
    }

    private(set) var lines: [Line] = [Line()]
    private(set) var literals: [Literal] = []

    init(_ text: String) {
        var scanner = Scanner(characters: Array(text))
        scanner.run()
        lines = scanner.lines
        literals = scanner.literals
    }

    /// What somebody said about a line, counted from 1: the comments on it, and on the lines above up to the one before the
    /// statement that it continues.
    func comments(at number: Int) -> String {
        var found: [String] = []
        var index = number - 1
        while lines.indices.contains(index) {
            found.append(lines[index].comment)
            index -= 1
            guard lines.indices.contains(index), !continues(index + 1) else { continue }
            found.append(lines[index].comment)
            // A comment may take several lines.
            while index > 0, lines[index].isOnlyComment, lines[index - 1].isOnlyComment {
                index -= 1
                found.append(lines[index].comment)
            }
            break
        }
        return found.reversed().joined(separator: " ")
    }

    func hasComment(at number: Int) -> Bool {
        comments(at: number).contains { !$0.isWhitespace }
    }

    /// Whether the line at an index goes on with the statement of the line before it, as far as one can see.
    private func continues(_ index: Int) -> Bool {
        let previous = lines[index - 1].code.reversed().drop { $0.isWhitespace }.first
        let first = lines[index].code.drop { $0.isWhitespace }.first
        return previous.map { ",([=".contains($0) } == true || first.map { ".?:&|+".contains($0) } == true
    }

    /// The identifiers and keywords of a line of code, with a leading `@` where there is one.
    static func words(of code: String) -> [Substring] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
    }
}

private struct Scanner {
    private struct OpenString {
        var hashes: Int
        var isMultiline: Bool
        var literal: Int
        /// Parentheses open inside the interpolation that is being read; nil while in the text.
        var depth: Int?
    }

    private let characters: [Character]
    private var position = 0
    private var open: [OpenString] = []
    private(set) var lines: [SwiftText.Line] = [SwiftText.Line()]
    private(set) var literals: [SwiftText.Literal] = []

    init(characters: [Character]) { self.characters = characters }

    mutating func run() {
        while position < characters.count {
            if let string = open.last, string.depth == nil { readText(of: string) } else { readCode() }
        }
    }

    private func starts(with text: String, at start: Int) -> Bool {
        var index = start
        for character in text {
            guard index < characters.count, characters[index] == character else { return false }
            index += 1
        }
        return true
    }

    private mutating func endLine() {
        lines.append(SwiftText.Line())
        position += 1
    }

    private mutating func readCode() {
        let character = characters[position]
        if character.isNewline { return endLine() }
        if starts(with: "//", at: position) { return readComment() }
        if starts(with: "/*", at: position) { return readBlockComment() }
        var hashes = 0
        while position + hashes < characters.count, characters[position + hashes] == "#" { hashes += 1 }
        if position + hashes < characters.count, characters[position + hashes] == "\"" {
            return beginString(hashes: hashes)
        }
        if let depth = open.last?.depth {
            if character == "(" { open[open.count - 1].depth = depth + 1 }
            if character == ")" { open[open.count - 1].depth = depth == 1 ? nil : depth - 1 }
            if depth == 1, character == ")" {
                position += 1
                return
            }
        }
        lines[lines.count - 1].code.append(character)
        position += 1
    }

    private mutating func readComment() {
        while position < characters.count, characters[position] == "/" { position += 1 }
        while position < characters.count, !characters[position].isNewline {
            lines[lines.count - 1].comment.append(characters[position])
            position += 1
        }
    }

    private mutating func readBlockComment() {
        position += 2
        while position < characters.count, !starts(with: "*/", at: position) {
            if characters[position].isNewline {
                endLine()
            } else {
                lines[lines.count - 1].comment.append(characters[position])
                position += 1
            }
        }
        position += 2
    }

    private mutating func beginString(hashes: Int) {
        let isMultiline = starts(with: "\"\"\"", at: position + hashes)
        lines[lines.count - 1].code += "\"\""
        literals.append(SwiftText.Literal(line: lines.count))
        open.append(OpenString(hashes: hashes, isMultiline: isMultiline, literal: literals.count - 1))
        position += hashes + (isMultiline ? 3 : 1)
    }

    private mutating func readText(of string: OpenString) {
        let hashes = String(repeating: "#", count: string.hashes)
        let end = (string.isMultiline ? "\"\"\"" : "\"") + hashes
        if starts(with: end, at: position) {
            open.removeLast()
            position += end.count
        } else if starts(with: "\\\(hashes)(", at: position) {
            open[open.count - 1].depth = 1
            literals[string.literal].isInterpolated = true
            literals[string.literal].text += "\\()"
            position += 2 + string.hashes
        } else if starts(with: "\\\(hashes)", at: position), position + 1 + string.hashes < characters.count,
            !characters[position + 1 + string.hashes].isNewline
        {
            literals[string.literal].text.append(characters[position + 1 + string.hashes])
            position += 2 + string.hashes
        } else if characters[position].isNewline {
            literals[string.literal].text.append("\n")
            // A one-line string ends with its line, so that a quote misread costs one line and not the file.
            if !string.isMultiline { open.removeLast() }
            endLine()
        } else {
            literals[string.literal].text.append(characters[position])
            position += 1
        }
    }
}
