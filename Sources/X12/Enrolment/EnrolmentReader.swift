/// What comes out of an 834, in the order of its segments.
package enum EnrolmentEvent: Hashable, Sendable {
    /// The header of a set is read, and members follow.
    case header(EnrolmentHeader)
    case member(EnrolledMember)
    /// A set is over; where it is rejected, its members do not stand.
    case end(EnrolmentTotals, SetOutcome)
}

/// What an 834 says before its members.
package struct EnrolmentHeader: Hashable, Sendable {
    /// What the file is for (BGN08).
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case change = "2"
        case verify = "4"
        case replace = "RX"

        /// Whether members who are not in the file have left.
        package var isFull: Bool { self != .change }
    }

    package internal(set) var action: Action?
    package internal(set) var reference = ""
    /// CCYYMMDD.
    package internal(set) var day = ""
    package internal(set) var sponsorName = ""
    package internal(set) var sponsorID = ""
    package internal(set) var payerName = ""
    package internal(set) var payerID = ""
    package internal(set) var masterPolicy = ""
}

/// How many lives a set has, counted and as its sender counted them (QTY); nil where they were not.
package struct EnrolmentTotals: Hashable, Sendable {
    package internal(set) var subscribers = 0
    package internal(set) var dependents = 0
    package internal(set) var declaredSubscribers: Int?
    package internal(set) var declaredDependents: Int?
    package internal(set) var declaredTotal: Int?

    /// Whether any declared total is another than the counted one.
    package var disagree: Bool {
        [
            (declaredSubscribers, subscribers), (declaredDependents, dependents),
            (declaredTotal, subscribers + dependents),
        ].contains { declared, counted in declared.map { $0 != counted } ?? false }
    }
}

/// Reads 834s out of an interchange as it arrives, and holds one member at a time.
package struct EnrolmentReader {
    private var reader = InterchangeReader([.enrolment])
    private var header = EnrolmentHeader()
    private var totals = EnrolmentTotals()
    private var member: EnrolledMember?

    /// Before the first byte.
    package init() {}

    /// How the interchange was received so far.
    package var outcome: InterchangeOutcome? { reader.outcome }

    /// The members that end in this chunk.
    package mutating func read(_ chunk: [UInt8]) throws(InterchangeProblem) -> [EnrolmentEvent] {
        events(of: try reader.read(chunk))
    }

    /// The rest, now that nothing follows.
    package mutating func finish() throws(InterchangeProblem) -> [EnrolmentEvent] { events(of: try reader.finish()) }

    /// Segments whose faults make a member unfit; faults of others are acknowledged, and the member stands.
    private static let needed: [String: Set<String>] = [
        "2000": ["INS", "REF", "DTP"], "2100A": ["NM1", "DMG"], "2300": ["HD", "DTP", "REF"],
    ]

    private mutating func events(of interchange: [InterchangeEvent]) -> [EnrolmentEvent] {
        var events: [EnrolmentEvent] = []
        for event in interchange {
            switch event {
            case .setBegan:
                header = EnrolmentHeader()
                totals = EnrolmentTotals()
                member = nil
            case .segment(let placed):
                take(placed, &events)
            case .setEnded(let owed, let outcome):
                endMember(owed, &events)
                events.append(.end(totals, outcome))
            }
        }
        return events
    }

    private mutating func take(_ placed: PlacedSegment, _ events: inout [EnrolmentEvent]) {
        if placed.opened.contains("2000") {
            if member == nil { events.append(.header(header)) }
            endMember(placed.owed, &events)
            member = EnrolledMember(position: placed.filePosition)
        } else {
            note(placed.owed)
        }
        note(placed.faults)
        // What has no place says nothing that we could rely on.
        guard !placed.faults.contains(where: { $0.code == .unexpected || $0.code == .notInSet }) else { return }
        let segment = placed.segment
        guard member != nil else {
            readHeader(segment, placed.loop)
            return
        }
        if placed.opened.contains("2000") {
            if segment.text(1) == "Y" { totals.subscribers += 1 } else { totals.dependents += 1 }
        }
        member?.read(segment, in: placed.loop, at: placed.filePosition)
    }

    private mutating func endMember(_ owed: [SegmentFault], _ events: inout [EnrolmentEvent]) {
        note(owed)
        if let member { events.append(.member(member)) }
        member = nil
    }

    private mutating func note(_ faults: [SegmentFault]) {
        for fault in faults where Self.needed[fault.loop]?.contains(fault.segmentID) == true {
            member?.faults.append(fault)
        }
    }

    private mutating func readHeader(_ segment: Segment, _ loop: String) {
        switch (segment.id, loop, segment.text(1)) {
        case ("BGN", _, _):
            header.action = EnrolmentHeader.Action(rawValue: segment.text(8))
            header.reference = segment.text(2)
            header.day = segment.text(3)
        case ("REF", "", "38"): header.masterPolicy = segment.text(2)
        case ("QTY", _, "ET"): totals.declaredSubscribers = Int(segment.text(2))
        case ("QTY", _, "DT"): totals.declaredDependents = Int(segment.text(2))
        case ("QTY", _, "TO"): totals.declaredTotal = Int(segment.text(2))
        case ("N1", "1000A", _):
            header.sponsorName = segment.text(2)
            header.sponsorID = segment.text(4)
        case ("N1", "1000B", _):
            header.payerName = segment.text(2)
            header.payerID = segment.text(4)
        default: break
        }
    }
}

extension EnrolledMember {
    fileprivate mutating func read(_ segment: Segment, in loop: String, at position: Int) {
        switch (loop, segment.id) {
        case ("2000", "INS"):
            isSubscriber = segment.text(1) == "Y"
            relationship = segment.text(2)
            maintenanceType = segment.text(3)
            maintenanceReason = segment.text(4)
            employmentStatus = segment.text(8)
        case ("2000", "REF"): references.append(Reference(segment))
        case ("2000", "DTP"): dates.append(Date(segment))
        case ("2100A", "NM1"):
            lastName = segment.text(3)
            firstName = segment.text(4)
            idQualifier = segment.text(8)
            id = segment.text(9)
        case ("2100A", "PER"):
            for element in [3, 5, 7] where !segment.isEmpty(element) {
                contacts.append(Reference(qualifier: segment.text(element), value: segment.text(element + 1)))
            }
        case ("2100A", "N4"):
            state = segment.text(2)
            postalCode = segment.text(3)
        case ("2100A", "DMG"):
            birthDate = segment.text(2)
            gender = segment.text(3)
        case ("2100A", "LUI"): if language.isEmpty, segment.text(1) == "LE" { language = segment.text(2) }
        case ("2300", "HD"):
            coverages.append(
                Coverage(
                    position: position, maintenanceType: segment.text(1), insuranceLine: segment.text(3),
                    plan: segment.text(4),
                    level: segment.text(5)))
        case ("2300", "DTP"): changeLastCoverage { $0.dates.append(Date(segment)) }
        case ("2300", "REF"): changeLastCoverage { $0.references.append(Reference(segment)) }
        default: break
        }
    }

    private mutating func changeLastCoverage(_ change: (inout Coverage) -> Void) {
        guard let last = coverages.indices.last else { return }
        change(&coverages[last])
    }
}

extension EnrolledMember.Reference {
    fileprivate init(_ segment: Segment) { self.init(qualifier: segment.text(1), value: segment.text(2)) }
}

extension EnrolledMember.Date {
    fileprivate init(_ segment: Segment) {
        self.init(qualifier: segment.text(1), format: segment.text(2), value: segment.text(3))
    }
}
