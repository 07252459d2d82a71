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
    package static func encodeArray(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError) {
        guard postgresArrayType != .unsupported, let count = Int32(exactly: elements.count) else {
            throw .valueOutOfRange(type: "array of \(postgresType.name)")
        }
        bytes.append(Int32(elements.isEmpty ? 0 : 1))
        let nullFlagAt = bytes.storage.count
        bytes.append(Int32(0))
        bytes.append(postgresType.oid)
        guard count > 0 else { return }
        bytes.append(count)
        // The lower bound: arrays of SQL count from 1.
        bytes.append(Int32(1))
        var hasNull = false
        for element in elements {
            if element.isPostgresNull { hasNull = true }
            try bytes.appendField(element)
        }
        if hasNull { bytes.replace(1, at: nullFlagAt) }
    }
}

extension PostgresDecodable {
    /// Reads the elements after checking the header: one dimension, and the element type that was declared.
    package static func decodeArray(_ bytes: RawSpan) throws(PostgresError) -> [Self] {
        let type = postgresArrayType
        let dimensions: Int32 = try bytes.integer(at: 0, of: type)
        let elementType: UInt32 = try bytes.integer(at: 8, of: type)
        guard postgresType.isInterchangeable(with: elementType) else { throw .malformedValue(type: type.name) }
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw .valueOutOfRange(type: type.name) }
        let count: Int32 = try bytes.integer(at: 12, of: type)
        var offset = 20
        // Each element has at least its length, so a false count cannot make us reserve more than was sent.
        guard count >= 0, Int(count) <= (bytes.byteCount - offset) / 4 else { throw .malformedValue(type: type.name) }
        var elements: [Self] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            let length: Int32 = try bytes.integer(at: offset, of: type)
            offset += 4
            if length == -1 {
                guard let null = decodedNull else { throw .malformedValue(type: "\(type.name) without nulls") }
                elements.append(null)
                continue
            }
            guard length >= 0, Int(length) <= bytes.byteCount - offset else { throw .malformedValue(type: type.name) }
            elements.append(try decode(bytes.extracting(offset..<(offset + Int(length)))))
            offset += Int(length)
        }
        return elements
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
    /// The bytes as they are.
    package static func decodeArray(_ bytes: RawSpan) -> [UInt8] { bytes.bytes() }
}
