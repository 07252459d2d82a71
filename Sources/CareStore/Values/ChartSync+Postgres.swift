package import ChartSync
package import Postgres

// The names of kinds, operations and outcomes are enum types in the database; they travel as text and are cast there.

extension RowKind: PostgresEncodable, PostgresDecodable {}
extension RowOperation: PostgresEncodable, PostgresDecodable {}
extension Outcome.Status: PostgresEncodable, PostgresDecodable {}
extension SetAside.Status: PostgresEncodable, PostgresDecodable {}
extension SetAside.Resolution.Decision: PostgresEncodable, PostgresDecodable {}
extension SetAsideReason: PostgresEncodable, PostgresDecodable {}

extension ChartChecksum: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { [UInt8].postgresType }

    package func encode(into buffer: inout PostgresBytes) throws(PostgresError) { try bytes.encode(into: &buffer) }

    /// - Throws: `PostgresError` unless there are 16 bytes.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> ChartChecksum {
        guard let checksum = ChartChecksum(bytes: try [UInt8].decode(bytes)) else {
            throw .malformedValue(type: "ChartChecksum")
        }
        return checksum
    }
}
