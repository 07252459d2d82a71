/// A value that can be a parameter of a statement, in the server's binary format.
///
/// An enum with a raw value needs no code: declaring the conformance is enough.
package protocol PostgresEncodable: PostgresTyped {
    /// Whether to send NULL instead of bytes.
    var isPostgresNull: Bool { get }

    /// Appends the value's bytes; nothing may be appended when it throws.
    func encode(into bytes: inout PostgresBytes) throws(PostgresError)
    /// Appends an array of such values.
    static func encodeArray(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError)
    /// Appends an array of such values with a NULL for each that is missing.
    static func encodeArray(optional elements: [Self?], into bytes: inout PostgresBytes) throws(PostgresError)
}

extension PostgresEncodable {
    /// False: only an optional can be null.
    package var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's bytes.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        try rawValue.encode(into: &bytes)
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// Whether there is nothing.
    package var isPostgresNull: Bool { self?.isPostgresNull ?? true }
    /// The bytes of the value, if there is one.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) { try self?.encode(into: &bytes) }
    /// As the values' type does it, which knows them.
    package static func encodeArray(_ elements: [Wrapped?], into bytes: inout PostgresBytes) throws(PostgresError) {
        try Wrapped.encodeArray(optional: elements, into: &bytes)
    }
}

/// Bytes on their way to the server, in network byte order.
package struct PostgresBytes: Sendable {
    var storage: [UInt8] = []

    init() {}

    /// No bytes yet, with room for some.
    init(reserving count: Int) { storage.reserveCapacity(count) }

    /// Appends bytes as they are.
    package mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        storage.append(contentsOf: bytes)
    }

    /// Appends an integer, most significant byte first.
    package mutating func append(_ integer: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: integer.bigEndian) { bytes in unsafe storage.append(contentsOf: bytes) }
    }

    /// Appends a text as UTF-8; one with U+0000 is refused, before it reaches the server.
    package mutating func append(text: String) throws(PostgresError) {
        let start = storage.count
        storage.append(contentsOf: text.utf8)
        guard !storage[start...].contains(0) else {
            storage.removeSubrange(start...)
            throw .textContainsNUL
        }
    }

    /// Writes an integer over the bytes from an offset on.
    mutating func replace(_ integer: Int32, at offset: Int) {
        unsafe withUnsafeBytes(of: integer.bigEndian) { bytes in
            for index in 0..<4 { unsafe storage[offset + index] = bytes[index] }
        }
    }

    /// Appends a length of 32 bits and then the value, or the length -1 for NULL.
    mutating func appendField<Value: PostgresEncodable>(_ value: Value) throws(PostgresError) {
        if value.isPostgresNull {
            appendNull()
            return
        }
        let field = beginField()
        try value.encode(into: &self)
        try endField(field, of: Value.postgresType)
    }

    /// Appends the place of a field's length, and says where it is.
    package mutating func beginField() -> Int {
        append(0 as Int32)
        return storage.count - 4
    }

    /// Writes the length of what was appended since the field began.
    package mutating func endField(_ lengthAt: Int, of type: PostgresType) throws(PostgresError) {
        guard let length = Int32(exactly: storage.count - lengthAt - 4) else { throw .valueOutOfRange(type: type.name) }
        replace(length, at: lengthAt)
    }

    /// Appends the field that is NULL.
    package mutating func appendNull() { append(-1 as Int32) }
}
