/// A JSON document as text, stored as `jsonb`.
///
/// The server gives back an equal document, not the same text: it sorts keys and drops white space.
package struct JSONText: Hashable, Sendable {
    /// The document.
    package let text: String

    /// Takes a document; the server refuses what is not JSON.
    package init(_ text: String) { self.text = text }
}

extension JSONText: PostgresEncodable, PostgresDecodable {
    /// `jsonb`.
    package static var postgresType: PostgresType { .jsonb }

    /// The format's version, 1, and then the text.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        guard !text.utf8.contains(0) else { throw .textContainsNUL }
        bytes.append(UInt8(1))
        bytes.append(contentsOf: text.utf8)
    }

    /// The text after the format's version, which must be 1.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> JSONText {
        guard bytes.byteCount > 0, bytes[byte: 0] == 1 else { throw .malformedValue(type: PostgresType.jsonb.name) }
        return JSONText(try String.decode(bytes.extracting(1..<bytes.byteCount)))
    }
}
