import Foundation
import Testing

/// The corpus of interchanges: files as they should be, and what was done to them to make them wrong.
///
/// Its verdicts are those that `deploy/validate` compares with pyx12's; here they are expectations.
enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "X12Corpus")

    struct Case: CustomTestStringConvertible {
        let name: String
        let base: String
        /// A for accepted, E for accepted with errors, R for rejected.
        let verdict: String
        let isValidForPyx12: Bool
        /// Whether the count in SE follows what was added and taken away.
        let isRecounted: Bool
        let edits: [[String]]

        var testDescription: String { "\(base): \(name)" }

        /// The file with its edits made.
        func text() throws -> String {
            var text = try Corpus.text("\(base).834")
            for edit in edits {
                switch (edit.first, edit.count) {
                case ("ALL", 3): text = text.replacingOccurrences(of: edit[1], with: edit[2])
                case ("CUT", 3):
                    let start = try #require(text.range(of: edit[1])).lowerBound
                    let end = edit[2] == "END" ? text.endIndex : try #require(text.range(of: edit[2])).lowerBound
                    text.removeSubrange(start..<end)
                default:
                    let place = try #require(text.range(of: edit[0]))
                    text.replaceSubrange(place, with: edit[1])
                }
            }
            return isRecounted ? try Corpus.recounted(text) : text
        }
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func cases() throws -> [Case] {
        try text("cases.tsv").split(separator: "\n").map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Case(
                name: columns[0], base: columns[1], verdict: columns[2], isValidForPyx12: columns[3] == "valid",
                isRecounted: columns[4] == "recount",
                edits: columns[5...].filter { !$0.isEmpty }.map { edit in
                    edit.components(separatedBy: "⇒").map(unescaped)
                })
        }
    }

    private static func recounted(_ text: String) throws -> String {
        let ids = text.split(separator: "~", omittingEmptySubsequences: false).map { segment in
            segment.drop { $0.isNewline }.prefix { $0 != "*" }
        }
        let begin = try #require(ids.firstIndex(of: "ST"))
        let end = try #require(ids.firstIndex(of: "SE"))
        let count = try #require(text.range(of: #"SE\*[0-9]+\*"#, options: .regularExpression))
        return text.replacingCharacters(in: count, with: "SE*\(end - begin + 1)*")
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscape = false
        for character in text {
            if isEscape {
                result.append(["n": "\n", "r": "\r", "t": "\t", "a": "\u{7}"][character] ?? character)
            } else if character != "\\" {
                result.append(character)
            }
            isEscape = !isEscape && character == "\\"
        }
        return result
    }
}
