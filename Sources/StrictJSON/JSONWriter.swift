/// Writes JSON in the one form whose bytes are hashed for checksums.
///
/// The canonical form of a value is exactly this:
/// * UTF-8, no white space between tokens, no byte order mark, no newline at the end.
/// * The members of each object are sorted by the bytes of their keys' UTF-8, as unsigned numbers; a key that is the
///   beginning of another comes first. Elements of arrays keep their order.
/// * In strings and keys, `"` is `\"` and `\` is `\\`. Backspace, tab, newline, form feed and carriage return are `\b`,
///   `\t`, `\n`, `\f` and `\r`; the other characters below U+0020 are `\u00` and two lower-case hexadecimal digits.
///   Every other character, `/` and U+007F included, stands as itself. Nothing is normalised.
/// * A whole number has no leading zeros and no plus. A number with a decimal point stands as it was read: `1.0` and
///   `1.00` differ.
package enum JSONWriter {
    /// The canonical form.
    package static func write(_ value: JSONValue) -> [UInt8] {
        var output = JSONOutput(sortsMembers: true)
        output.append(value)
        return output.bytes
    }

    /// The canonical form, but for the members of objects, which keep their order.
    package static func write(keepingOrder value: JSONValue) -> [UInt8] {
        var output = JSONOutput(sortsMembers: false)
        output.append(value)
        return output.bytes
    }
}

private struct JSONOutput {
    let sortsMembers: Bool
    var bytes: [UInt8] = []

    init(sortsMembers: Bool) {
        self.sortsMembers = sortsMembers
        bytes.reserveCapacity(512)
    }

    mutating func append(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .decimal(let value): bytes.append(contentsOf: value.text.utf8)
        case .string(let value): append(value)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            append(sortsMembers ? Self.sorted(object.members) : object.members)
        }
    }

    private mutating func append(_ members: [JSONObject.Member]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(member.key)
            bytes.append(UInt8(ascii: ":"))
            append(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly no text needs an escape: copy it whole, and look at the copy.
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[start...].contains(where: Self.needsEscape) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20:
            bytes.append(contentsOf: (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        default: bytes.append(byte)
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        func precedes(_ left: JSONObject.Member, _ right: JSONObject.Member) -> Bool {
            left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
        // What we wrote ourselves mostly comes back in order, and then no copy is made.
        return zip(members, members.dropFirst()).allSatisfy(precedes) ? members : members.sorted(by: precedes)
    }
}
