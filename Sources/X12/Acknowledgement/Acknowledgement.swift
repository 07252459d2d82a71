/// The answer to an interchange: a 999 for each of its groups, and a TA1 where the envelope is at fault or the sender
/// asks for one.
///
/// No value of the file is repeated in it, as 999s travel and stay where the file itself should not.
package struct Acknowledgement: Hashable, Sendable {
    /// The guide of the 999.
    static let version = "005010X231A1"
    /// As many codes as one segment of a 999 takes.
    private static let maximumCodes = 5

    package let bytes: [UInt8]

    /// Takes the stamp of the answer; sender and receiver change places.
    package init(of outcome: InterchangeOutcome, stamp: InterchangeWriter.Stamp) {
        let header = outcome.header
        var writer = InterchangeWriter(
            from: header.receiver, to: header.sender, isTest: header.isTest, stamp: stamp)
        if let fault = outcome.faults.first {
            let verdict = outcome.groups.isEmpty || outcome.problem != nil ? "R" : "E"
            writer.write(
                "TA1",
                [
                    .value(header.controlNumber), .value(header.date), .value(header.time), .value(verdict),
                    .value(fault.rawValue),
                ])
        }
        for group in outcome.groups { Self.write(group, &writer) }
        bytes = writer.end()
    }

    private static func write(_ group: GroupOutcome, _ writer: inout InterchangeWriter) {
        let header = group.header
        writer.beginGroup("FA", from: header.receiver, to: header.sender, version: version)
        writer.beginSet("999", version: version)
        writer.segment("AK1", [.value(header.group), .value(header.controlNumber), .value(header.version)])
        for set in group.sets { write(set, &writer) }
        let codes = unique(group.faults.map(\.rawValue))
        writer.segment(
            "AK9",
            [
                .value(group.verdict.rawValue), .value(String(group.declaredSets ?? group.sets.count)),
                .value(String(group.sets.count)),
                .value(String(group.verdict == .rejected ? 0 : group.acceptedSets)),
            ] + codes)
        writer.endSet()
        writer.endGroup()
    }

    private static func write(_ set: SetOutcome, _ writer: inout InterchangeWriter) {
        writer.segment(
            "AK2", [.value(set.header.set), .value(set.header.controlNumber), .value(set.header.version)])
        for fault in set.segmentFaults { write(fault, &writer) }
        var codes = set.faults.map(\.rawValue)
        if set.detailFaultCount + set.headerFaultCount > 0 { codes.append(SetFault.segmentsAtFault.rawValue) }
        writer.segment("IK5", [.value(set.verdict.rawValue)] + unique(codes))
    }

    private static func write(_ fault: SegmentFault, _ writer: inout InterchangeWriter) {
        writer.segment(
            "IK3",
            [
                // What is no identifier cannot be named as one.
                .value(fault.code == .unrecognizedID ? "ZZZ" : fault.segmentID), .value(String(fault.position)),
                // The loop without the letter that tells its uses apart: the element takes four characters.
                .value(String(fault.loop.prefix(4))), .value(fault.code.rawValue),
            ])
        for element in fault.elements {
            let place = [
                String(element.element), element.component.map { String($0) } ?? "",
                element.repetition.map { String($0) } ?? "",
            ]
            writer.segment(
                "IK4", [.composite(place), .value(element.dataElement ?? ""), .value(element.code.rawValue)])
        }
    }

    private static func unique(_ codes: [String]) -> [InterchangeWriter.Part] {
        var seen: Set<String> = []
        return codes.filter { seen.insert($0).inserted }.prefix(maximumCodes).map { .value($0) }
    }
}
