/// A value that can be a column of a result, in the server's binary format.
///
/// An enum with a raw value needs no code: declaring the conformance is enough.
package protocol PostgresDecodable: PostgresTyped {
    /// Reads the value; the bytes are exactly the column's.
    static func decode(_ bytes: RawSpan) throws(PostgresError) -> Self
    /// The value of NULL, or nil where the column may not be null.
    static var decodedNull: Self? { get }
    /// Reads an array of such values.
    static func decodeArray(_ bytes: RawSpan) throws(PostgresError) -> [Self]
}

/// A value that travels both ways.
package typealias PostgresCodable = PostgresEncodable & PostgresDecodable

extension PostgresDecodable {
    /// Nil: only an optional can be null.
    package static var decodedNull: Self? { nil }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// The case with that raw value; an unknown one is an error, never a default.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(bytes)) else {
            throw .malformedValue(type: String(describing: Self.self))
        }
        return value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// The value, since these bytes are not NULL.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Wrapped? {
        try Wrapped.decode(bytes)
    }
    /// Nothing, which is a value of its own here.
    package static var decodedNull: Wrapped?? { .some(nil) }
}

extension RawSpan {
    /// The integer that starts at an offset, most significant byte first.
    func integer<I: FixedWidthInteger>(at offset: Int = 0, of type: PostgresType) throws(PostgresError) -> I {
        let size = I.bitWidth / 8
        guard offset >= 0, byteCount - offset >= size else { throw .malformedValue(type: type.name) }
        var value: I = 0
        for index in offset..<(offset + size) { value = value << 8 | I(truncatingIfNeeded: self[byte: index]) }
        return value
    }

    /// The integer that these bytes are, all of them.
    func wholeInteger<I: FixedWidthInteger>(of type: PostgresType) throws(PostgresError) -> I {
        guard byteCount == I.bitWidth / 8 else { throw .malformedValue(type: type.name) }
        return try integer(of: type)
    }

    subscript(byte offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    func bytes(from offset: Int = 0) -> [UInt8] {
        guard offset < byteCount else { return [] }
        return unsafe withUnsafeBytes { buffer in unsafe [UInt8](buffer[offset...]) }
    }
}
