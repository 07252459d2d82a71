/// Why a file cannot be read as an interchange any further; nothing after the position is known.
package struct InterchangeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The file does not begin with an ISA segment of 106 bytes.
        case notAnInterchange = "x12.not_an_interchange"
        case unknownVersion = "x12.unknown_version"
        case delimiters = "x12.delimiters"
        /// Wrong terminators and binary files end here.
        case segmentTooLong = "x12.segment_too_long"
        case tooManyElements = "x12.too_many_elements"
        case tooManySets = "x12.too_many_sets"
        /// The file ends in the middle of a segment.
        case truncated = "x12.truncated"
        case contentAfterEnd = "x12.content_after_end"
    }

    package let code: Code
    /// The number of the segment at fault in the file, ISA being 1.
    package let segment: Int
    /// What is wrong, without any value of the file.
    package let message: String

    package var description: String { "segment \(segment): \(code.rawValue): \(message)" }
}
