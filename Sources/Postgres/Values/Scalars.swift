extension Bool: PostgresEncodable, PostgresDecodable {
    /// `boolean`.
    package static var postgresType: PostgresType { .bool }
    /// One byte, 0 or 1.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(UInt8(self ? 1 : 0)) }
    /// True for 1 and false for 0.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Bool {
        switch try bytes.wholeInteger(of: .bool) as UInt8 {
        case 0: return false
        case 1: return true
        default: throw .malformedValue(type: PostgresType.bool.name)
        }
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    /// `smallint`.
    package static var postgresType: PostgresType { .int2 }
    /// Two bytes.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }
    /// Two bytes.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Int16 { try bytes.wholeInteger(of: .int2) }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    /// `integer`.
    package static var postgresType: PostgresType { .int4 }
    /// Four bytes.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }
    /// Four bytes.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Int32 { try bytes.wholeInteger(of: .int4) }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    /// `bigint`.
    package static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }
    /// Eight bytes.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Int64 { try bytes.wholeInteger(of: .int8) }
}

extension Int: PostgresEncodable, PostgresDecodable {
    /// `bigint`, whatever the machine.
    package static var postgresType: PostgresType { .int8 }
    /// Eight bytes.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(Int64(self)) }
    /// Eight bytes, if they fit this machine's integer.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Int {
        guard let value = Int(exactly: try bytes.wholeInteger(of: .int8) as Int64) else {
            throw .valueOutOfRange(type: PostgresType.int8.name)
        }
        return value
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    /// `double precision`.
    package static var postgresType: PostgresType { .float8 }
    /// The eight bytes of IEEE 754.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(bitPattern) }
    /// The eight bytes of IEEE 754.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Double {
        Double(bitPattern: try bytes.wholeInteger(of: .float8))
    }
}

extension String: PostgresEncodable, PostgresDecodable {
    /// `text`; columns of type `varchar` and `char` are read as well.
    package static var postgresType: PostgresType { .text }

    /// The text as UTF-8; a text with U+0000 is refused here, before it reaches the server.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        try bytes.append(text: self)
    }

    /// The text, if its bytes are UTF-8: nothing is repaired.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> String {
        let text = unsafe bytes.withUnsafeBytes { buffer in
            unsafe String(validating: buffer, as: UTF8.self)
        }
        guard let text else { throw .textIsNotUTF8 }
        return text
    }
}
