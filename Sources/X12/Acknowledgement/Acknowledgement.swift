/// The answer to an interchange: a 999 for each of its groups, and a TA1 where the envelope is at fault or the sender
/// asks for one.
///
/// Where the envelope is at fault nothing of the file is taken, and no 999 says otherwise: then only groups are answered
/// that are rejected themselves. No value of the file is repeated, as 999s travel and stay where the file itself should not.
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
            from: header.receiver.addressable, to: header.sender.addressable, isTest: header.isTest, stamp: stamp)
        let fault = Self.envelopeFault(of: outcome)
        if fault != nil || header.asksForAcknowledgement {
            writer.write(
                "TA1",
                [
                    .value(header.controlNumber), .value(header.date), .value(header.time),
                    .value(fault == nil ? "A" : "R"), .value(fault?.rawValue ?? "000"),
                ])
        }
        for group in outcome.groups where fault == nil || group.verdict == .rejected {
            Self.write(group, of: header, &writer)
        }
        bytes = writer.end()
    }

    /// Why nothing of the interchange is taken, whatever its groups are.
    private static func envelopeFault(of outcome: InterchangeOutcome) -> InterchangeFault? {
        if let fault = outcome.faults.first { return fault }
        if outcome.problem != nil { return .controlStructure }
        return outcome.groups.isEmpty ? .content : nil
    }

    private static func write(
        _ group: GroupOutcome, of interchange: InterchangeHeader, _ writer: inout InterchangeWriter
    ) {
        let header = group.header
        writer.beginGroup(
            "FA", from: code(header.receiver, or: interchange.receiver),
            to: code(header.sender, or: interchange.sender),
            version: version)
        writer.beginSet("999", version: version)
        writer.segment(
            "AK1",
            [
                .value(header.group),
                .value(
                    group.faults.contains(.controlNumber)
                        ? InterchangeWriter.fitted(header.controlNumber, 1...9, digitsOnly: true)
                        : header.controlNumber), .value(header.version),
            ])
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
        let number =
            set.faults.contains(.controlNumber)
            ? InterchangeWriter.fitted(set.header.controlNumber, 4...9) : set.header.controlNumber
        writer.segment("AK2", [.value(set.header.set), .value(number), .value(set.header.version)])
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

    /// The application's name of the group, or where that is none, of the interchange.
    private static func code(_ text: String, or party: InterchangeHeader.Party) -> String {
        (2...15).contains(text.utf8.count) ? text : InterchangeWriter.fitted(party.id, 2...15)
    }

    private static func unique(_ codes: [String]) -> [InterchangeWriter.Part] {
        var seen: Set<String> = []
        return codes.filter { seen.insert($0).inserted }.prefix(maximumCodes).map { .value($0) }
    }
}

extension InterchangeHeader.Party {
    /// The party under a qualifier that an interchange may carry: what is none cannot be sent back.
    fileprivate var addressable: Self {
        EnvelopeRules.partyQualifiers.contains(qualifier) ? self : Self(qualifier: "ZZ", id: id)
    }
}
