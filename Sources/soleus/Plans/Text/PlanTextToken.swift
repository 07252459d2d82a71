/// A word of a plan's text, with the place where it stands.
struct PlanTextToken: Hashable {
    var text: String
    /// Of the line, counted from 1.
    var line: Int
    /// Of the first scalar, counted from 1.
    var column: Int
    /// A quoted token is always text, never a keyword or a number.
    var isQuoted = false

    /// This token's place, with a message.
    func problem(_ message: String) -> PlanTextProblem {
        PlanTextProblem(line: line, column: column, message: message)
    }

    /// Whether this is the keyword, unquoted.
    func `is`(_ keyword: String) -> Bool { !isQuoted && text == keyword }
}

/// One line of a plan's text, cut into tokens.
///
/// Scalars are read, not characters: a combining accent after a quotation mark would hide the mark.
struct PlanTextLine {
    /// Counted from 1.
    var number: Int
    var scalars: [Unicode.Scalar]

    init(number: Int, scalars: some Sequence<Unicode.Scalar>) {
        self.number = number
        self.scalars = Array(scalars)
        // Editors on Windows end lines with CR LF; no text of a plan may hold a CR.
        if self.scalars.last == "\r" { self.scalars.removeLast() }
    }

    /// The position of the first scalar that is neither space nor tab, nil in a blank line.
    var start: Int? { scalars.firstIndex { !Self.isBlank($0) } }

    /// The words of the line from `position` on, without its comment.
    func tokens(from position: Int = 0) throws(PlanTextProblem) -> [PlanTextToken] {
        var tokens: [PlanTextToken] = []
        var position = position
        while position < scalars.count {
            if Self.isBlank(scalars[position]) {
                position += 1
            } else if scalars[position] == "#" {
                break
            } else if scalars[position] == "\"" {
                tokens.append(try quoted(&position))
            } else {
                let begin = position
                while position < scalars.count, !Self.isBlank(scalars[position]) { position += 1 }
                tokens.append(token(String(scalars[begin..<position]), at: begin))
            }
        }
        return tokens
    }

    /// The text from `position` to the comment or the end, as one token; nil when there is none.
    ///
    /// A comment begins with `#` between blanks: "Ankle #2" is a title.
    func text(from position: Int) throws(PlanTextProblem) -> PlanTextToken? {
        var begin = position
        while begin < scalars.count, Self.isBlank(scalars[begin]) { begin += 1 }
        guard begin < scalars.count, scalars[begin] != "#" else { return nil }
        if scalars[begin] == "\"" {
            let tokens = try tokens(from: begin)
            if tokens.count > 1 { throw tokens[1].problem("expected the end of the line after the quoted text") }
            return tokens.first
        }
        var end = begin
        while end < scalars.count, !isComment(at: end) { end += 1 }
        while Self.isBlank(scalars[end - 1]) { end -= 1 }
        return token(String(scalars[begin..<end]), at: begin)
    }

    /// A problem at a position of this line.
    func problem(at position: Int, _ message: String) -> PlanTextProblem {
        PlanTextProblem(line: number, column: position + 1, message: message)
    }

    private func isComment(at position: Int) -> Bool {
        scalars[position] == "#" && Self.isBlank(scalars[position - 1])
            && (position + 1 == scalars.count || Self.isBlank(scalars[position + 1]))
    }

    private func quoted(_ position: inout Int) throws(PlanTextProblem) -> PlanTextToken {
        let begin = position
        var text = String.UnicodeScalarView()
        position += 1
        while position < scalars.count, scalars[position] != "\"" {
            if scalars[position] == "\\" {
                let escaped = position + 1 < scalars.count ? scalars[position + 1] : nil
                switch escaped {
                case "\"", "\\": text.append(scalars[position + 1])
                case "n": text.append("\n")
                case "t": text.append("\t")
                default: throw problem(at: position, #"expected \", \\, \n or \t after the backslash"#)
                }
                position += 2
            } else {
                text.append(scalars[position])
                position += 1
            }
        }
        guard position < scalars.count else { throw problem(at: begin, "expected a closing quotation mark") }
        position += 1
        guard position == scalars.count || Self.isBlank(scalars[position]) else {
            throw problem(at: position, "expected a space after the closing quotation mark")
        }
        return PlanTextToken(text: String(text), line: number, column: begin + 1, isQuoted: true)
    }

    private func token(_ text: String, at position: Int) -> PlanTextToken {
        PlanTextToken(text: text, line: number, column: position + 1)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}

extension String {
    /// The text of a range of scalars.
    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
