/// The parameters of one execution, in the order of their numbers.
struct EncodedParameters: Sendable {
    /// The values one after the other, and a byte more, so that an empty value at the end has an address too: without one
    /// it would be NULL.
    private var bytes = PostgresBytes(reserving: 256)
    /// Where each parameter begins; -1 for NULL.
    private var starts: [Int32] = []
    private var lengths: [Int32] = []

    init() { bytes.append(0 as UInt8) }

    var count: Int { lengths.count }

    mutating func append(_ value: some PostgresEncodable) throws(PostgresError) {
        if value.isPostgresNull {
            starts.append(-1)
            lengths.append(0)
            return
        }
        let start = bytes.storage.count - 1
        bytes.storage.removeLast()
        do throws(PostgresError) {
            try value.encode(into: &bytes)
        } catch {
            bytes.append(0 as UInt8)
            throw error
        }
        let length = bytes.storage.count - start
        bytes.append(0 as UInt8)
        // libpq counts in 32 bits, and so does a message to the server.
        guard let end = Int32(exactly: bytes.storage.count) else {
            throw .valueOutOfRange(type: type(of: value).postgresType.name)
        }
        starts.append(end - 1 - Int32(length))
        lengths.append(Int32(length))
    }

    /// Binary, of every parameter; enough of them for any statement of ours.
    private static let binaryFormats = [Int32](repeating: 1, count: 64)

    /// Calls the body with what `PQsendQueryPrepared` takes: values, lengths and formats, which live as long as the call.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        let formats = count <= Self.binaryFormats.count ? Self.binaryFormats : [Int32](repeating: 1, count: count)
        return unsafe bytes.storage.withUnsafeBytes { buffer in
            let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress
            return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                for (index, offset) in starts.enumerated() {
                    unsafe values.initializeElement(
                        at: index, to: offset < 0 ? nil : start.map { unsafe $0 + Int(offset) })
                }
                return unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(UnsafePointer(values.baseAddress), lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
