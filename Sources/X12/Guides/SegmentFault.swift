/// What is wrong with one segment, or with its absence, as a 999 says it.
package struct SegmentFault: Hashable, Sendable, CustomStringConvertible {
    /// The codes of IK304.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// No identifier of two or three capitals and digits.
        case unrecognizedID = "1"
        /// Known, and not possible where it stands.
        case unexpected = "2"
        case missing = "3"
        /// The loop that it begins comes too often.
        case loopTooOften = "4"
        case tooOften = "5"
        case notInSet = "6"
        /// `elements` says which.
        case elements = "8"
    }

    package let segmentID: String
    /// Where it stands in the transaction set, ST being 1; what is missing would have stood there.
    package let position: Int
    /// The loop, such as `2100A`; empty in front of all loops.
    package let loop: String
    package let code: Code
    package let elements: [ElementFault]

    package var description: String {
        let place = loop.isEmpty ? "" : " in loop \(loop)"
        let details = elements.map { ", \(segmentID)\($0)" }.joined()
        return "segment \(position), \(segmentID)\(place): \(code.text)\(details)"
    }
}

extension SegmentFault.Code {
    /// In words, for people.
    package var text: String {
        switch self {
        case .unrecognizedID: "is no segment"
        case .unexpected: "cannot stand here"
        case .missing: "is missing"
        case .loopTooOften: "begins its loop too often"
        case .tooOften: "comes too often"
        case .notInSet: "is not part of this transaction set"
        case .elements: "has elements at fault"
        }
    }
}

/// What is wrong with one element of a segment.
package struct ElementFault: Hashable, Sendable, CustomStringConvertible {
    /// The codes of IK403.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case missing = "1"
        case conditionMissing = "2"
        case tooManyElements = "3"
        case tooShort = "4"
        case tooLong = "5"
        case invalidCharacter = "6"
        case invalidCode = "7"
        case invalidDate = "8"
        case invalidTime = "9"
        case exclusion = "10"
        case tooManyRepetitions = "12"
        case tooManyComponents = "13"
        /// The guide leaves the element out.
        case notUsed = "I10"
    }

    /// From 1.
    package let element: Int
    /// Of a composite element, from 1.
    package let component: Int?
    /// Of an element that repeats, from 1.
    package let repetition: Int?
    /// The number of the data element in the standard's dictionary, where the place has one.
    package let dataElement: String?
    package let code: Code

    package var description: String {
        let place = (element < 10 ? "0" : "") + String(element) + (component.map { "-\($0)" } ?? "")
        return "\(place) \(code.text)"
    }
}

extension ElementFault.Code {
    /// In words, for people.
    package var text: String {
        switch self {
        case .missing: "is missing"
        case .conditionMissing: "is missing beside another element"
        case .tooManyElements: "is one element too many"
        case .tooShort: "is too short"
        case .tooLong: "is too long"
        case .invalidCharacter: "holds a character that may not stand there"
        case .invalidCode: "is none of the codes that may stand there"
        case .invalidDate: "is no date"
        case .invalidTime: "is no time"
        case .exclusion: "may not stand beside another element"
        case .tooManyRepetitions: "repeats too often"
        case .tooManyComponents: "has too many components"
        case .notUsed: "is not used here"
        }
    }
}
