/// What comes out of an interchange, in the order of its segments.
package enum InterchangeEvent: Hashable, Sendable {
    case setBegan(SetHeader, Guide)
    case segment(PlacedSegment)
    /// The set is over; the first are faults that its end brought to light.
    case setEnded(owed: [SegmentFault], SetOutcome)
}

/// A segment of a transaction set, and where it stands.
package struct PlacedSegment: Hashable, Sendable {
    package let segment: Segment
    /// In the set, ST being 1.
    package let position: Int
    /// In the file, ISA being 1.
    package let filePosition: Int
    package let loop: String
    /// The loops that it begins, the outermost first.
    package let opened: [String]
    /// What was missing before it.
    package let owed: [SegmentFault]
    /// What is wrong with the segment itself.
    package let faults: [SegmentFault]
}
