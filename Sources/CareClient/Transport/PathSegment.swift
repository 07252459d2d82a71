/// A value as one segment of a path, so that an id with a slash in it cannot name another resource.
///
/// Written into a path by interpolation: `"/v1/members/\(PathSegment(member))"`.
public struct PathSegment: Hashable, Sendable, CustomStringConvertible {
    /// The value, percent-encoded.
    public let description: String

    /// Encodes everything but the unreserved characters of RFC 3986.
    public init(_ value: some CustomStringConvertible) {
        description = percentEncoded(value.description)
    }
}

/// The text with every byte but `A-Z a-z 0-9 - . _ ~` as `%XX` (RFC 3986 §2.3): a space is `%20`, and a plus `%2B`.
func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded += byte < 16 ? "%0" : "%"
            encoded += String(byte, radix: 16, uppercase: true)
        }
    }
    return encoded
}

/// `?name=value&…`, or nothing for no parameters.
func queryText(_ query: [(String, String)]) -> String {
    guard !query.isEmpty else { return "" }
    return "?" + query.map { "\(percentEncoded($0.0))=\(percentEncoded($0.1))" }.joined(separator: "&")
}
