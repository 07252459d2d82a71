/// What the segments around transaction sets take, and which fault a wrong element of theirs is.
enum EnvelopeRules {
    private static let controlNumber9 = DataElement.controlNumber(9...9)

    static let interchange = SegmentRule(
        "ISA", 1,
        [
            .must(.code(0, 2...2), "00 03"), .must(.text(0, 10...10)), .must(.code(0, 2...2), "00 01"),
            .must(.text(0, 10...10)), .must(.code(0, 2...2), partyQualifierList), .must(.text(0, 15...15)),
            .must(.code(0, 2...2), partyQualifierList), .must(.text(0, 15...15)), .must(.shortDay), .must(.shortTime),
            .must(.text(0, 1...1)), .must(.code(0, 5...5)), .must(controlNumber9), .must(.code(0, 1...1), "0 1"),
            .must(.code(0, 1...1), "P T"), .must(.text(0, 1...1)),
        ])

    static let group = SegmentRule(
        "GS", 1,
        [
            .must(.code(479, 2...2)), .must(.text(142, 2...15)), .must(.text(124, 2...15)), .must(.day), .must(.time),
            .must(.controlNumber(1...9)), .must(.code(455, 1...2), "X"), .must(.text(480, 1...12)),
        ])

    static let set = SegmentRule(
        "ST", 1, [.must(.code(143, 3...3)), .must(.text(329, 4...9)), .must(.text(1705, 1...35))])

    /// What may say what a party's name is.
    static let partyQualifiers: Set = ["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"]
    private static let partyQualifierList = partyQualifiers.sorted().joined(separator: " ")

    /// The faults of an ISA segment.
    static func faults(ofInterchange isa: Segment) -> [InterchangeFault] {
        // The delimiters themselves are elements 11 and 16, and cannot be checked as values.
        ElementCheck(rule: interchange, segment: isa).faults.compactMap { fault in
            switch fault.element {
            case 1: .authorizationQualifier
            case 2: .authorization
            case 3: .securityQualifier
            case 4: .security
            case 5: .senderQualifier
            case 6: .senderID
            case 7: .receiverQualifier
            case 8: .receiverID
            case 9: .date
            case 10: .time
            case 11, 16: nil
            case 13: .controlNumber
            case 14: .acknowledgementRequested
            case 15: .testIndicator
            default: .controlStructure
            }
        }
    }

    /// The faults of a GS segment, which the guide says how to read, and whether something else in it is wrong.
    static func faults(ofGroup gs: Segment, guides: [Guide]) -> (group: [GroupFault], hasOthers: Bool) {
        var faults: [GroupFault] = []
        let elements = ElementCheck(rule: group, segment: gs).faults
        if !guides.contains(where: { $0.group == gs.text(1) }) {
            faults.append(.groupNotSupported)
        } else if !guides.contains(where: { $0.group == gs.text(1) && $0.version == gs.text(8) }) {
            faults.append(.versionNotSupported)
        }
        if elements.contains(where: { $0.element == 6 }) { faults.append(.controlNumber) }
        return (faults, elements.contains { ![1, 6, 8].contains($0.element) })
    }

    /// The faults of an ST segment.
    static func faults(ofSet st: Segment, guide: Guide?) -> [SetFault] {
        var faults: [SetFault] = []
        if st.isEmpty(1) {
            faults.append(.setMissing)
        } else if st.text(1) != guide?.set {
            faults.append(.setNotSupported)
        }
        if st.text(3) != guide?.version { faults.append(.versionNotSupported) }
        let elements = ElementCheck(rule: set, segment: st).faults
        if elements.contains(where: { $0.element == 2 }) { faults.append(.controlNumber) }
        if elements.contains(where: { $0.element > 3 }) { faults.append(.segmentsAtFault) }
        return faults
    }
}

extension DataElement {
    fileprivate static func controlNumber(_ length: ClosedRange<Int>) -> DataElement {
        numbered("28", .integer, length)
    }
    fileprivate static let shortDay = numbered("I08", .day, 6...6)
    fileprivate static let shortTime = numbered("I09", .time, 4...4)
}
