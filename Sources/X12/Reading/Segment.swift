/// One segment as it was sent: an identifier and elements, which are counted from 1.
package struct Segment: Hashable, Sendable {
    package let id: String
    package let delimiters: Delimiters
    private let bytes: [UInt8]
    /// Where each part ends in `bytes`, the identifier first.
    private let ends: [Int]

    /// Takes the bytes of all parts without what stood between them.
    init(bytes: [UInt8], ends: [Int], delimiters: Delimiters) {
        self.bytes = bytes
        self.ends = ends
        self.delimiters = delimiters
        id = String(decoding: bytes[..<(ends.first ?? 0)], as: UTF8.self)
    }

    /// How many elements follow the identifier, empty ones included.
    package var elementCount: Int { ends.count - 1 }

    /// The element's bytes; empty where the segment ends before it.
    package func bytes(_ element: Int) -> ArraySlice<UInt8> {
        guard element >= 1, element < ends.count else { return [] }
        return bytes[ends[element - 1]..<ends[element]]
    }

    /// The element's text; empty where the segment ends before it.
    package func text(_ element: Int) -> String { String(decoding: bytes(element), as: UTF8.self) }

    package func isEmpty(_ element: Int) -> Bool { bytes(element).isEmpty }

    /// The texts of an element that may repeat; none where it is empty.
    package func repetitions(_ element: Int) -> [String] {
        bytes(element).split(separator: delimiters.repetition).map { String(decoding: $0, as: UTF8.self) }
    }
}
