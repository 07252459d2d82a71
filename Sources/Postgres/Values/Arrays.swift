extension Array: PostgresTyped where Element: PostgresTyped {
    /// The array type of the elements; `[UInt8]` is `bytea`.
    package static var postgresType: PostgresType { Element.postgresArrayType }
}

/// Arrays are values of their own type, with one dimension; elements may be optional.
extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// The elements, in the format of their type.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        try Element.encodeArray(self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// The elements, in order.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> [Element] {
        try Element.decodeArray(bytes)
    }
}

extension PostgresEncodable {
    /// Appends a header with the element type and the count, then each element with its length.
    package static func encodeArray(
        _ elements: [Self], into bytes: inout PostgresBytes
    ) throws(PostgresError) {
        try bytes.beginArray(of: postgresType, count: elements.count, hasNull: false)
        for element in elements { try bytes.appendField(element) }
    }

    /// The same, and says in the header whether any is missing.
    package static func encodeArray(
        optional elements: [Self?], into bytes: inout PostgresBytes
    ) throws(PostgresError) {
        let hasNull = elements.contains { $0?.isPostgresNull ?? true }
        try bytes.beginArray(of: postgresType, count: elements.count, hasNull: hasNull)
        for element in elements {
            if let element { try bytes.appendField(element) } else { bytes.appendNull() }
        }
    }
}

extension PostgresBytes {
    /// Appends the header of an array of one dimension, or all of an empty one.
    package mutating func beginArray(
        of type: PostgresType, count: Int, hasNull: Bool
    ) throws(PostgresError) {
        guard type.arrayOID != 0, let length = Int32(exactly: count) else {
            throw .valueOutOfRange(type: "array of \(type.name)")
        }
        append(Int32(length == 0 ? 0 : 1))
        append(Int32(hasNull ? 1 : 0))
        append(type.oid)
        guard length > 0 else { return }
        append(length)
        // The lower bound: arrays of SQL count from 1.
        append(Int32(1))
    }
}

extension PostgresDecodable {
    /// Reads the elements after checking the header: one dimension, and the element type that was declared.
    package static func decodeArray(_ bytes: RawSpan) throws(PostgresError) -> [Self] {
        let count = try ArrayHeader.count(of: postgresType, in: bytes)
        var elements: [Self] = []
        elements.reserveCapacity(count)
        var offset = ArrayHeader.byteCount
        for _ in 0..<count {
            if let element = try ArrayHeader.element(at: &offset, of: postgresType, in: bytes) {
                elements.append(try decode(bytes.extracting(element)))
            } else {
                guard let null = decodedNull else { throw ArrayHeader.unexpectedNull(of: postgresType) }
                elements.append(null)
            }
        }
        return elements
    }
}

/// What stands before the elements of an array.
enum ArrayHeader {
    /// The dimensions, whether there are nulls, the element type, and the count and lower bound of one dimension.
    static let byteCount = 20

    /// The number of elements, after checking the header: one dimension, and the element type that was declared.
    static func count(of type: PostgresType, in bytes: RawSpan) throws(PostgresError) -> Int {
        guard bytes.byteCount >= 12 else { throw .malformedValue(type: type.array.name) }
        let dimensions: Int32 = try bytes.integer(at: 0, of: type)
        let elementType: UInt32 = try bytes.integer(at: 8, of: type)
        guard type.isInterchangeable(with: elementType) else { throw .malformedValue(type: type.array.name) }
        guard dimensions != 0 else { return 0 }
        guard dimensions == 1 else { throw .valueOutOfRange(type: type.array.name) }
        guard bytes.byteCount >= byteCount else { throw .malformedValue(type: type.array.name) }
        let count: Int32 = try bytes.integer(at: 12, of: type)
        // Each element has at least its length, so a false count cannot make us reserve more than was sent.
        guard count >= 0, Int(count) <= (bytes.byteCount - byteCount) / 4 else {
            throw .malformedValue(type: type.array.name)
        }
        return Int(count)
    }

    /// Where the bytes of the element at an offset lie, which moves on to the next; nil for NULL.
    static func element(
        at offset: inout Int, of type: PostgresType, in bytes: RawSpan
    ) throws(PostgresError) -> Range<Int>? {
        guard bytes.byteCount - offset >= 4 else { throw .malformedValue(type: type.array.name) }
        let length: Int32 = try bytes.integer(at: offset, of: type)
        offset += 4
        guard length != -1 else { return nil }
        guard length >= 0, Int(length) <= bytes.byteCount - offset else {
            throw .malformedValue(type: type.array.name)
        }
        defer { offset += Int(length) }
        return offset..<(offset + Int(length))
    }

    static func unexpectedNull(of type: PostgresType) -> PostgresError {
        .malformedValue(type: "\(type.array.name) without nulls")
    }
}

/// A byte is PostgreSQL's one-byte type `"char"`, and an array of bytes is `bytea`.
extension UInt8: PostgresEncodable, PostgresDecodable {
    /// `"char"`, the one-byte type of the system catalogs.
    package static var postgresType: PostgresType { .char }
    /// `bytea`.
    package static var postgresArrayType: PostgresType { .bytea }
    /// The byte itself.
    package func encode(into bytes: inout PostgresBytes) { bytes.append(self) }
    /// The byte itself.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> UInt8 { try bytes.wholeInteger(of: .char) }
    /// The bytes as they are.
    package static func encodeArray(_ elements: [UInt8], into bytes: inout PostgresBytes) {
        bytes.append(contentsOf: elements)
    }
    /// The bytes as they are, since `bytea` has no NULL in it.
    package static func encodeArray(optional elements: [UInt8?], into bytes: inout PostgresBytes) throws(PostgresError)
    {
        guard !elements.contains(nil) else { throw .valueOutOfRange(type: PostgresType.bytea.name) }
        encodeArray(elements.compactMap(\.self), into: &bytes)
    }
    /// The bytes as they are.
    package static func decodeArray(_ bytes: RawSpan) -> [UInt8] { bytes.bytes() }
}
