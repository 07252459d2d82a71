package import Foundation

extension UUID: PostgresEncodable, PostgresDecodable {
    /// `uuid`.
    package static var postgresType: PostgresType { .uuid }

    /// The sixteen bytes.
    package func encode(into bytes: inout PostgresBytes) {
        unsafe withUnsafeBytes(of: uuid) { buffer in unsafe bytes.storage.append(contentsOf: buffer) }
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
