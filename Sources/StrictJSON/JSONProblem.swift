/// Why JSON was refused: a code for programs, a place, and a sentence for people.
///
/// The sentence never quotes a value, because values are health data and problems are logged.
package struct JSONProblem: Error, Hashable, Sendable {
    /// What is wrong; the raw text is part of the API and never changes.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case empty = "json.empty"
        case bodyLength = "json.body_length"
        case byteOrderMark = "json.byte_order_mark"
        case encoding = "json.encoding"
        case incomplete = "json.incomplete"
        case syntax = "json.syntax"
        case trailingBytes = "json.trailing_bytes"
        case depth = "json.depth"
        case duplicateKey = "json.duplicate_key"
        case elementCount = "json.element_count"
        case memberCount = "json.member_count"
        case stringLength = "json.string_length"
        case keyLength = "json.key_length"
        case invalidUTF8 = "json.invalid_utf8"
        case escape = "json.escape"
        case loneSurrogate = "json.lone_surrogate"
        case controlCharacter = "json.control_character"
        case number = "json.number"
        case numberRange = "json.number_range"
        case fieldMissing = "field.missing"
        case fieldType = "field.type"
        case fieldUnknown = "field.unknown"
        case fieldValue = "field.value"
    }

    /// What is wrong.
    package let code: Code

    /// Where in the text, in bytes from 0; nil when a value was read well and then did not fit its type.
    package let offset: Int?

    /// Where in the value, as a JSON Pointer (RFC 6901); empty for the whole.
    package private(set) var pointer: String

    /// What to put right, in a sentence.
    package let message: String

    /// A problem at that place.
    package init(_ code: Code, at offset: Int? = nil, pointer: String = "", _ message: String) {
        self.code = code
        self.offset = offset
        self.pointer = pointer
        self.message = message
    }

    /// The same problem, seen from the object that holds its place.
    package func inside(_ key: String) -> JSONProblem {
        var problem = self
        problem.pointer = Self.token(key) + pointer
        return problem
    }

    /// The same problem, seen from the array that holds its place.
    package func inside(_ index: Int) -> JSONProblem {
        var problem = self
        problem.pointer = "/\(index)" + pointer
        return problem
    }

    /// The same problem, seen from the whole value, for a decoder or encoder that stands at the path.
    package func inside(_ path: [any CodingKey]) -> JSONProblem {
        var problem = self
        problem.pointer = Self.pointer(path) + pointer
        return problem
    }

    /// One step of a JSON Pointer, with `~` and `/` escaped.
    static func token(_ key: String) -> String {
        var token = "/"
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.unicodeScalars.append(scalar)
            }
        }
        return token
    }
}

// What is wrong with a value that does not fit its type: one wording, whoever reads it.
extension JSONProblem {
    package static func wrongKind(_ value: JSONValue, wanted: String) -> JSONProblem {
        JSONProblem(.fieldType, "This must be \(wanted), not \(value.kindInWords).")
    }

    package static func missing(_ key: String) -> JSONProblem {
        JSONProblem(.fieldMissing, pointer: token(key), "This field is required.")
    }

    package static func unknown(_ key: String) -> JSONProblem {
        JSONProblem(.fieldUnknown, pointer: token(key), "No such field is known here.")
    }

    package static let unknownCase = JSONProblem(.fieldValue, "This is none of the values that the field may hold.")

    static let integerRange = JSONProblem(.fieldValue, "This whole number lies beyond ±2^53.")
}

extension JSONProblem: CustomStringConvertible {
    package var description: String {
        let place = offset.map { " at byte \($0)" } ?? ""
        return "\(code.rawValue)\(place)\(pointer.isEmpty ? "" : " in \(pointer)"): \(message)"
    }
}
