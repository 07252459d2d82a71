/// The parameters of one execution, in the order of their numbers.
struct EncodedParameters: Sendable {
    private var bytes = PostgresBytes(reserving: 256)
    /// Where each parameter begins and ends; nil is NULL.
    private var fields: [Range<Int>?] = []

    var count: Int { fields.count }

    mutating func append(_ value: some PostgresEncodable) throws(PostgresError) {
        if value.isPostgresNull {
            fields.append(nil)
            return
        }
        let start = bytes.storage.count
        try value.encode(into: &bytes)
        guard bytes.storage.count - start <= Int(Int32.max) else {
            throw .valueOutOfRange(type: type(of: value).postgresType.name)
        }
        fields.append(start..<bytes.storage.count)
    }

    /// Calls the body with what `PQsendQueryPrepared` takes: values, lengths and formats, which live as long as the call.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        let lengths = fields.map { Int32($0?.count ?? 0) }
        // 1 is the binary format.
        let formats = [Int32](repeating: 1, count: fields.count)
        // One byte more, so that an empty value at the end has an address too: without one it would be NULL.
        let padded = bytes.storage + [0]
        return unsafe padded.withUnsafeBytes { buffer in
            let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress
            let values = unsafe fields.map { field -> UnsafePointer<CChar>? in
                guard let field, let start = unsafe start else { return nil }
                return unsafe start + field.lowerBound
            }
            return unsafe values.withUnsafeBufferPointer { values in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
