import CZlib

/// Why a compressed body was refused.
enum GzipError: Error, Equatable {
    /// It would be larger than allowed, by size or by ratio.
    case tooLarge
    /// It is not one complete gzip member.
    case malformed
    /// zlib has no memory.
    case outOfMemory
}

/// Compresses and decompresses whole bodies; each call owns its zlib stream, and no pointer outlives the call.
enum Gzip {
    /// Output is taken in pieces, so that a bomb is stopped early.
    private static let pieceBytes = 32 * 1024

    /// Inflates one gzip member, with nothing behind it.
    ///
    /// - Parameters:
    ///   - limitBytes: the most the result may have.
    ///   - ratio: the most the result may be as a multiple of the input.
    static func inflate(_ input: [UInt8], limitBytes: Int, ratio: Int) throws(GzipError) -> [UInt8] {
        let (byRatio, overflow) = input.count.multipliedReportingOverflow(by: ratio)
        // Below one piece a high ratio harms nobody, and short texts of one letter have one.
        let limit = min(limitBytes, overflow ? .max : max(byRatio, pieceBytes))
        var stream = try ZlibStream(.inflating)
        let (output, end) = stream.run(input, finish: false, limit: limit)
        switch end {
        case .complete: return output
        case .overLimit: throw .tooLarge
        case .failed: throw .malformed
        }
    }

    /// Compresses a body; nil if zlib cannot, and then the body travels as it is.
    static func deflate(_ input: [UInt8]) -> [UInt8]? {
        guard var stream = try? ZlibStream(.deflating) else { return nil }  // Only for want of memory.
        let (output, end) = stream.run(input, finish: true, limit: .max)
        return end == .complete ? output : nil
    }

    enum End {
        case complete
        case overLimit
        case failed
    }

    enum Direction {
        case inflating
        case deflating
    }

    /// One zlib stream, released exactly once.
    ///
    /// zlib keeps a pointer back to the `z_stream` it was given, so the structure lives at one address on the heap.
    @safe private struct ZlibStream: ~Copyable {
        private let stream: UnsafeMutablePointer<z_stream>
        private let direction: Direction

        init(_ direction: Direction) throws(GzipError) {
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            unsafe stream.initialize(to: z_stream())
            let result =
                switch direction {
                case .inflating: unsafe soleus_inflate_gzip(stream)
                // Level 4: JSON shrinks nearly as well as at 6, for half the time.
                case .deflating: unsafe soleus_deflate_gzip(stream, 4)
                }
            guard result == Z_OK else {
                unsafe stream.deallocate()
                throw .outOfMemory
            }
            unsafe self.stream = stream
            self.direction = direction
        }

        deinit {
            switch direction {
            case .inflating: _ = unsafe inflateEnd(stream)  // It fails only for a stream that never was.
            case .deflating: _ = unsafe deflateEnd(stream)  // Says so if output was pending, which was unwanted then.
            }
            unsafe stream.deallocate()
        }

        mutating func run(_ input: [UInt8], finish: Bool, limit: Int) -> (output: [UInt8], end: End) {
            var input = input
            var output: [UInt8] = []
            guard let count = UInt32(exactly: input.count) else { return (output, .overLimit) }
            let end = unsafe input.withUnsafeMutableBufferPointer { source -> End in
                unsafe stream.pointee.next_in = source.baseAddress
                unsafe stream.pointee.avail_in = count
                while true {
                    var result = Z_OK
                    let piece = unsafe [UInt8](unsafeUninitializedCapacity: Gzip.pieceBytes) { buffer, filled in
                        unsafe stream.pointee.next_out = buffer.baseAddress
                        unsafe stream.pointee.avail_out = UInt32(Gzip.pieceBytes)
                        result =
                            switch direction {
                            case .inflating: unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                            case .deflating: unsafe CZlib.deflate(stream, finish ? Z_FINISH : Z_NO_FLUSH)
                            }
                        filled = unsafe Gzip.pieceBytes - Int(stream.pointee.avail_out)
                    }
                    guard output.count + piece.count <= limit else { return .overLimit }
                    output += piece
                    if result == Z_STREAM_END { return unsafe stream.pointee.avail_in == 0 ? .complete : .failed }
                    // Z_OK without output would never end: the input is used up and the member is not complete.
                    guard result == Z_OK, !piece.isEmpty else { return .failed }
                }
            }
            return (output, end)
        }
    }
}
