/// JSON while it is written, value by value, without a tree of it beforehand.
///
/// Whoever writes an object says `beginObject`, then for each member its key and its value, then `endObject`. In canonical
/// form the members may come in any order; those that come in the order of their keys cost nothing more.
package struct JSONOutput: Sendable {
    /// In which order the members of objects stand.
    package enum Order: Sendable {
        /// By their keys, as the form whose bytes are hashed has them (``JSONWriter``).
        case canonical
        /// As they are written.
        case keepingOrder
    }

    /// An object that has begun.
    package struct OpenObject: Sendable {
        fileprivate let start: Int
        fileprivate let firstMember: Int
        fileprivate var isEmpty = true
        fileprivate var isSorted = true
    }

    private struct Member {
        let key: String
        let start: Int
    }

    package private(set) var bytes: [UInt8] = []
    private let order: Order
    /// The members of all objects that are open, in canonical form.
    private var members: [Member] = []

    /// Nothing yet, with room for some bytes.
    package init(_ order: Order, reserving count: Int = 512) {
        self.order = order
        bytes.reserveCapacity(count)
    }

    // MARK: Values

    package mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(raw: "null")
        case .bool(let value): append(value)
        case .integer(let value): append(value)
        case .decimal(let value): bytes.append(contentsOf: value.text.utf8)
        case .string(let value): append(value)
        case .array(let elements):
            beginArray()
            for (index, element) in elements.enumerated() {
                if index > 0 { nextElement() }
                append(element)
            }
            endArray()
        case .object(let object): append(object)
        }
    }

    package mutating func append(_ value: Bool) { append(raw: value ? "true" : "false") }

    package mutating func append(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        if bytes.count - start > 1 { bytes[start...].reverse() }
    }

    package mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly no text needs an escape: copy it whole, and look at the copy.
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if needsEscape(from: start) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(raw word: String) { bytes.append(contentsOf: word.utf8) }

    // MARK: Arrays

    package mutating func beginArray() { bytes.append(UInt8(ascii: "[")) }

    /// Between two elements.
    package mutating func nextElement() { bytes.append(UInt8(ascii: ",")) }

    package mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

    // MARK: Objects

    package mutating func beginObject() -> OpenObject {
        bytes.append(UInt8(ascii: "{"))
        return OpenObject(start: bytes.count, firstMember: members.count)
    }

    /// Begins a member of the object that was begun last; its value follows.
    package mutating func key(_ key: String, in object: inout OpenObject) {
        if !object.isEmpty { bytes.append(UInt8(ascii: ",")) }
        if order == .canonical {
            if !object.isEmpty, object.isSorted, let last = members.last, !Self.precedes(last.key, key) {
                object.isSorted = false
            }
            members.append(Member(key: key, start: bytes.count))
        }
        object.isEmpty = false
        append(key)
        bytes.append(UInt8(ascii: ":"))
    }

    package mutating func endObject(_ object: OpenObject) {
        if order == .canonical {
            if !object.isSorted { sortMembers(of: object) }
            members.removeSubrange(object.firstMember...)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Puts the members of an object, which ends here, into the order of their keys.
    private mutating func sortMembers(of object: OpenObject) {
        let written = Array(bytes[object.start...])
        let own = members[object.firstMember...]
        let ends = own.dropFirst().map { $0.start - 1 } + [bytes.count]
        let sorted = zip(own, ends).sorted { Self.precedes($0.0.key, $1.0.key) }
        bytes.removeSubrange(object.start...)
        for (index, (member, end)) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: written[(member.start - object.start)..<(end - object.start)])
        }
    }

    private mutating func append(_ object: JSONObject) {
        var open = beginObject()
        for member in object {
            key(member.key, in: &open)
            append(member.value)
        }
        endObject(open)
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    // MARK: Escapes

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(raw: #"\""#)
        case UInt8(ascii: "\\"): append(raw: #"\\"#)
        case 0x08: append(raw: #"\b"#)
        case 0x09: append(raw: #"\t"#)
        case 0x0A: append(raw: #"\n"#)
        case 0x0C: append(raw: #"\f"#)
        case 0x0D: append(raw: #"\r"#)
        case 0..<0x20:
            append(raw: byte < 0x10 ? #"\u000"# : #"\u00"#)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        default: bytes.append(byte)
        }
    }

    /// By index: through an iterator, a debug build takes ten times as long for every text that the tests write.
    private func needsEscape(from start: Int) -> Bool {
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
            place += 1
        }
        return false
    }
}
