import Foundation
import HTTPMessages
import StrictJSON

/// The exchanges that a page of the documentation shows, in blocks of code of the language `http`.
///
/// A block whose first line begins with a method is a request; one that begins with a status is the answer to the request
/// before it. `{name}` stands for a value: in a request it is put in, in an answer it is learned where it is new and compared
/// where it is known. `"…"` in an answer stands for anything.
struct PageExamples {
    struct Exchange {
        var line: Int
        var method: HTTPMethod
        var target: String
        var headers: [(name: String, value: String)]
        var body: String
        var answer: (status: Int, body: JSONValue?)?
    }

    private(set) var exchanges: [Exchange] = []

    init(page: URL) throws {
        let lines = try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        var index = 0
        while index < lines.count {
            guard lines[index] == "```http" else {
                index += 1
                continue
            }
            let begin = index + 1
            guard let end = lines[begin...].firstIndex(of: "```") else { throw Mistake.unfinished(line: begin) }
            try add(lines[begin..<end].map(String.init), at: begin)
            index = end + 1
        }
    }

    enum Mistake: Error, CustomStringConvertible {
        case unfinished(line: Int)
        case unreadable(line: Int)

        var description: String {
            switch self {
            case .unfinished(let line): "the block at line \(line) has no end"
            case .unreadable(let line): "the block at line \(line) is neither a request nor an answer"
            }
        }
    }

    private mutating func add(_ lines: [String], at line: Int) throws {
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        let gap = lines.firstIndex(of: "") ?? lines.count
        let body = lines.dropFirst(gap + 1).joined(separator: "\n")
        if words.count == 2, let method = HTTPMethod(rawValue: words[0]) {
            let headers = lines[1..<gap].compactMap { header -> (String, String)? in
                let parts = header.split(separator: ":", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
            }
            exchanges.append(
                Exchange(line: line + 1, method: method, target: words[1], headers: headers, body: body))
        } else if let status = words.first.flatMap({ Int($0) }), !exchanges.isEmpty {
            exchanges[exchanges.count - 1].answer = (
                status, body.isEmpty ? nil : try JSONReader.read(Array(body.utf8))
            )
        } else {
            throw Mistake.unreadable(line: line + 1)
        }
    }
}

/// What the names in a page's examples stand for.
struct PageNames {
    private(set) var values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    /// Puts values in; a name that nobody has given a value is a new row's id.
    mutating func fill(_ text: String, newRow: () -> String) -> String {
        var filled = ""
        var rest = text[...]
        // JSON's own braces are followed by something else than a letter, or never closed on their line as a name is.
        while let match = rest.firstMatch(of: /\{([a-z][a-z0-9 ']*)\}/) {
            let name = String(match.1)
            let value = values[name] ?? newRow()
            values[name] = value
            filled += rest[..<match.range.lowerBound] + value
            rest = rest[match.range.upperBound...]
        }
        return filled + rest
    }

    /// Where an answer is not what the page shows, as JSON Pointers with both sides; it learns the names that are new.
    mutating func differences(of found: JSONValue, from shown: JSONValue, at pointer: String = "") -> [String] {
        switch (shown, found) {
        case (.string("…"), _), (.array(["…"]), .array): return []
        case (.string(let pattern), _):
            if let name = pattern.wholeMatch(of: /\{([a-z][a-z0-9 ']*)\}/).map({ String($0.1) }), values[name] == nil {
                values[name] = found.stringValue ?? found.integerValue.map(String.init) ?? ""
                return []
            }
            let filled = fill(pattern) { "?" }
            let text = found.stringValue ?? found.integerValue.map(String.init)
            return text == filled ? [] : ["\(pointer): shown \(pattern) (\(filled)), found \(found)"]
        case (.object(let shown), .object(let found)):
            var differences: [String] = []
            for member in found.members where shown[member.key] == nil {
                differences.append("\(pointer)/\(member.key): found, and not shown: \(member.value)")
            }
            for member in shown.members {
                guard let value = found[member.key] else {
                    differences.append("\(pointer)/\(member.key): shown, and not found")
                    continue
                }
                differences += self.differences(of: value, from: member.value, at: "\(pointer)/\(member.key)")
            }
            return differences
        case (.array(let shown), .array(let found)):
            guard shown.count == found.count else {
                return ["\(pointer): \(shown.count) elements shown, \(found.count) found: \(found)"]
            }
            return zip(shown, found).enumerated().flatMap { index, pair in
                differences(of: pair.1, from: pair.0, at: "\(pointer)/\(index)")
            }
        default: return shown == found ? [] : ["\(pointer): shown \(shown), found \(found)"]
        }
    }
}
