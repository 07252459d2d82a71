/// Where a request is going: path segments and query items, each percent-decoded exactly once.
///
/// Decoding happens after splitting, and a target whose decoded form could be read in two ways is refused: an encoded
/// `/`, `\`, `.` or `?` in the path, an encoded control character anywhere, dot segments, and text that is not UTF-8.
package struct RequestTarget: Hashable, Sendable {
    /// One `name=value` of a query; a name without `=` has the empty value.
    package struct QueryItem: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Why a target was refused.
    package enum Refusal: String, Error, Sendable {
        case notOriginForm = "the target does not begin with '/'"
        case forbiddenByte = "the target has a byte that must be percent-encoded"
        case badEscape = "a '%' in the target is not followed by two hexadecimal digits"
        case ambiguousEscape = "the path encodes '/', '\\', '.' or '?'"
        case controlCharacter = "the target encodes a control character"
        case dotSegment = "the path has a '.' or '..' segment"
        case notUTF8 = "the target does not decode to UTF-8"
    }

    package let path: [String]
    package let query: [QueryItem]

    /// Reads a target in origin form, such as `/v1/members/7?after=3`.
    ///
    /// A `+` stays a `+` (RFC 3986): only `%20` is a space.
    package init(parsing raw: String) throws(Refusal) {
        let bytes = Array(raw.utf8)
        guard bytes.first == UInt8(ascii: "/") else { throw .notOriginForm }
        guard bytes.allSatisfy(Self.isAllowed) else { throw .forbiddenByte }
        let parts = bytes.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        path = try Self.segments(parts[0].dropFirst())
        query = parts.count > 1 ? try Self.items(parts[1]) : []
    }

    private static func segments(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [String] {
        if bytes.isEmpty { return [] }
        var segments: [String] = []
        for part in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let segment = try text(part, refusing: [0x2F, 0x5C, 0x2E, 0x3F])
            guard segment != ".", segment != ".." else { throw .dotSegment }
            segments.append(segment)
        }
        return segments
    }

    private static func items(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [QueryItem] {
        var items: [QueryItem] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            items.append(
                QueryItem(try text(pair[0], refusing: []), pair.count > 1 ? try text(pair[1], refusing: []) : ""))
        }
        return items
    }

    /// Decodes one part, and refuses escapes of these bytes and of control characters.
    private static func text(_ bytes: ArraySlice<UInt8>, refusing refused: Set<UInt8>) throws(Refusal) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                throw .badEscape
            }
            let value = high << 4 | low
            guard value >= 0x20, value != 0x7F else { throw .controlCharacter }
            guard !refused.contains(value) else { throw .ambiguousEscape }
            decoded.append(value)
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// Visible ASCII without the characters that no URI has unescaped and that other software reads in its own way.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x7E:
            ![UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">")].contains(
                byte)
        default: false
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
