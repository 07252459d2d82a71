/// Cuts an interchange into segments as it arrives, however the file is cut into chunks, and holds one segment at most.
package struct SegmentReader {
    /// Above every segment of the guides we read, and low enough to bound what a wrong terminator swallows.
    static let maximumSegmentBytes = 4_096
    static let maximumElements = 64
    /// The first segment has a fixed length, so that it can declare what separates the others.
    static let openingBytes = 106

    package private(set) var delimiters: Delimiters?
    /// How many segments were read.
    package private(set) var count = 0
    private var opening: [UInt8] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var isBetweenSegments = true

    /// Before the first byte.
    package init() {}

    /// The segments that end in this chunk.
    package mutating func read(_ chunk: [UInt8]) throws(InterchangeProblem) -> [Segment] {
        var segments: [Segment] = []
        guard let delimiters else {
            opening += chunk
            guard opening.count >= Self.openingBytes else { return segments }
            let delimiters = try Self.delimiters(of: opening)
            self.delimiters = delimiters
            for byte in opening { try take(byte, delimiters, &segments) }
            opening = []
            return segments
        }
        for byte in chunk { try take(byte, delimiters, &segments) }
        return segments
    }

    /// Says whether the file ended where a segment did.
    package mutating func finish() throws(InterchangeProblem) {
        guard delimiters != nil else {
            throw InterchangeProblem(
                code: .notAnInterchange, segment: 1,
                message: "The file is shorter than the ISA segment with which an interchange begins.")
        }
        // A line break, and the end mark of old systems (0x1A), may follow the last segment.
        guard !ends.isEmpty || bytes.contains(where: { $0 != 0x20 && $0 != 0x1A }) else { return }
        throw InterchangeProblem(
            code: .truncated, segment: count + 1, message: "The file ends in the middle of a segment.")
    }

    private mutating func take(
        _ byte: UInt8, _ delimiters: Delimiters, _ segments: inout [Segment]
    ) throws(InterchangeProblem) {
        if byte == delimiters.segment {
            ends.append(bytes.count)
            segments.append(Segment(bytes: bytes, ends: ends, delimiters: delimiters))
            count += 1
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            isBetweenSegments = true
            return
        }
        // Many senders put each segment on a line of its own.
        if isBetweenSegments, byte == 0x0A || byte == 0x0D { return }
        isBetweenSegments = false
        if byte == delimiters.element {
            ends.append(bytes.count)
            guard ends.count <= Self.maximumElements else {
                throw InterchangeProblem(
                    code: .tooManyElements, segment: count + 1,
                    message: "The segment has more than \(Self.maximumElements) elements.")
            }
        } else {
            bytes.append(byte)
            guard bytes.count <= Self.maximumSegmentBytes else {
                throw InterchangeProblem(
                    code: .segmentTooLong, segment: count + 1,
                    message: "The segment is longer than \(Self.maximumSegmentBytes) bytes; do all segments end in the "
                        + "terminator that the ISA segment declares?")
            }
        }
    }

    /// Where the elements of an ISA segment begin and end is fixed (X12.5, ISA01 to ISA16).
    private static let isaElementEnds = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]

    private static func delimiters(of opening: [UInt8]) throws(InterchangeProblem) -> Delimiters {
        guard opening.starts(with: Array("ISA".utf8)) else {
            throw InterchangeProblem(
                code: .notAnInterchange, segment: 1, message: "The file does not begin with an ISA segment.")
        }
        let element = opening[3]
        guard isaElementEnds.allSatisfy({ opening[$0] == element }) else {
            throw InterchangeProblem(
                code: .notAnInterchange, segment: 1,
                message: "The elements of the ISA segment do not have the lengths that are fixed for them.")
        }
        guard opening[84..<89].elementsEqual("00501".utf8) else {
            throw InterchangeProblem(
                code: .unknownVersion, segment: 1, message: "ISA12 is not 00501, the version that Soleus reads.")
        }
        guard
            let delimiters = Delimiters(
                element: element, component: opening[104], repetition: opening[82], segment: opening[105])
        else {
            throw InterchangeProblem(
                code: .delimiters, segment: 1,
                message: "The delimiters that the ISA segment declares are not four different marks.")
        }
        return delimiters
    }
}
