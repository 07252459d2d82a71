package import Foundation

extension UUID: PostgresEncodable, PostgresDecodable {
    /// `uuid`.
    package static var postgresType: PostgresType { .uuid }

    /// The sixteen bytes.
    package func encode(into bytes: inout PostgresBytes) {
        let b = uuid
        bytes.append(contentsOf: [
            b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7, b.8, b.9, b.10, b.11, b.12, b.13, b.14, b.15,
        ])
    }

    /// The sixteen bytes.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> UUID {
        guard bytes.byteCount == 16 else { throw .malformedValue(type: PostgresType.uuid.name) }
        let b = bytes
        return UUID(
            uuid: (
                b[byte: 0], b[byte: 1], b[byte: 2], b[byte: 3], b[byte: 4], b[byte: 5], b[byte: 6], b[byte: 7],
                b[byte: 8], b[byte: 9], b[byte: 10], b[byte: 11], b[byte: 12], b[byte: 13], b[byte: 14], b[byte: 15]
            ))
    }
}
