import Care
import Crypto
package import StrictJSON

/// A 128-bit sum over the rows of a scope, by which two copies prove that they are equal.
///
/// Each row adds the first 16 bytes, read as a big-endian number, of
/// SHA-256(`kind` 0x00 `id` 0x00 `version in decimal` 0x00 `canonical JSON of the body`); the sum wraps at 2^128.
/// A sum, because a write can then keep it up to date from the rows that it touches, in whatever order.
package struct ChartChecksum: Hashable, Sendable, CustomStringConvertible {
    private var value: UInt128

    package static let empty = ChartChecksum(value: 0)

    private init(value: UInt128) { self.value = value }

    /// The sum over some rows.
    package init(of rows: some Sequence<WireRow>) {
        self = .empty
        for row in rows { add(row) }
    }

    /// Nil unless 16 bytes, big-endian.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// Nil unless 32 hexadecimal digits.
    package init?(_ text: some StringProtocol) {
        // A sign, which UInt128 would take, is no digit.
        guard text.utf8.count == 32, text.allSatisfy(\.isHexDigit), let value = UInt128(text, radix: 16) else {
            return nil
        }
        self.value = value
    }

    package var bytes: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: value >> (8 * (15 - $0))) } }

    package var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    package mutating func add(_ row: WireRow) { value &+= Self.digest(of: row) }

    package mutating func remove(_ row: WireRow) { value &-= Self.digest(of: row) }

    /// Adds a row that has not been made to travel.
    package mutating func add(_ row: ChartRowState) throws(JSONProblem) { value &+= try Self.digest(of: row) }

    /// Takes such a row away.
    package mutating func remove(_ row: ChartRowState) throws(JSONProblem) { value &-= try Self.digest(of: row) }

    private static func digest(of row: WireRow) -> UInt128 {
        digest(kind: row.kind, id: row.id, version: row.version, body: JSONWriter.write(row.body))
    }

    private static func digest(of row: ChartRowState) throws(JSONProblem) -> UInt128 {
        var body = JSONOutput(.canonical)
        try row.content.write(to: &body)
        return digest(
            kind: row.content.kind.rawValue, id: row.id.description, version: row.version, body: body.bytes)
    }

    private static func digest(kind: String, id: String, version: Int64, body: [UInt8]) -> UInt128 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128 + body.count)
        for part in [kind, id, String(version)] {
            bytes.append(contentsOf: part.utf8)
            bytes.append(0)
        }
        bytes += body
        return SHA256.hash(data: bytes).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
