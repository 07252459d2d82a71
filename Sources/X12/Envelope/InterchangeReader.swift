/// Reads an interchange as it arrives: checks the envelope and every segment, and remembers what an acknowledgement says.
///
/// Call `read` for each chunk and `finish` once. `outcome` is there as soon as the ISA segment was read, and stays true
/// after a problem, so that a file of which only the beginning can be read gets its 999 too.
package struct InterchangeReader {
    /// How many faults of segments are kept in full.
    package static let maximumFaults = 1_000
    /// As many transaction sets as anybody sends in one interchange, and few enough to remember.
    static let maximumSets = 10_000

    package private(set) var outcome: InterchangeOutcome?
    private let guides: [Guide]
    private var reader = SegmentReader()
    private var state = State.beforeInterchange
    private var filePosition = 0
    private var setPosition = 0
    private var setCount = 0
    private var keptFaults = 0
    private var walker: GuideWalker?
    private var hierarchy = HierarchyCheck()
    private var groupControlNumbers: Set<String> = []
    private var setControlNumbers: Set<String> = []

    private enum State {
        case beforeInterchange, inInterchange, inGroup, inSet, afterInterchange
    }

    /// Takes the guides by which sets may be read.
    package init(_ guides: [Guide]) { self.guides = guides }

    /// What the segments that end in this chunk say.
    package mutating func read(_ chunk: [UInt8]) throws(InterchangeProblem) -> [InterchangeEvent] {
        var events: [InterchangeEvent] = []
        do throws(InterchangeProblem) {
            for segment in try reader.read(chunk) { try take(segment, &events) }
        } catch {
            stop(because: error)
            throw error
        }
        return events
    }

    /// What is known now that nothing follows; a missing trailer is a fault of the outcome and no problem.
    package mutating func finish() throws(InterchangeProblem) -> [InterchangeEvent] {
        var events: [InterchangeEvent] = []
        do throws(InterchangeProblem) {
            try reader.finish()
        } catch {
            stop(because: error)
            throw error
        }
        endInterchangeEarly(&events)
        return events
    }

    private mutating func stop(because problem: InterchangeProblem) {
        var events: [InterchangeEvent] = []
        // A file that goes on, and is not read further, has not ended too early.
        endInterchangeEarly(&events, because: problem.code == .tooManySets ? .content : .endOfFile)
        outcome?.problem = problem
    }

    private mutating func endInterchangeEarly(
        _ events: inout [InterchangeEvent], because fault: InterchangeFault = .endOfFile
    ) {
        guard state != .afterInterchange, state != .beforeInterchange else { return }
        endSetEarly(&events)
        endGroupEarly()
        outcome?.faults.append(fault)
        state = .afterInterchange
    }

    private mutating func take(
        _ segment: Segment, _ events: inout [InterchangeEvent]
    ) throws(InterchangeProblem) {
        filePosition += 1
        switch (state, segment.id) {
        case (.beforeInterchange, _):
            outcome = InterchangeOutcome(header: InterchangeHeader(segment))
            outcome?.faults = EnvelopeRules.faults(ofInterchange: segment)
            state = .inInterchange
        case (.afterInterchange, _):
            throw InterchangeProblem(
                code: .contentAfterEnd, segment: filePosition,
                message: "Something follows the end of the interchange; send one interchange in each file.")
        case (.inInterchange, "GS"), (.inGroup, "GS"), (.inSet, "GS"):
            endSetEarly(&events)
            endGroupEarly()
            beginGroup(segment)
        case (.inInterchange, "IEA"), (.inGroup, "IEA"), (.inSet, "IEA"):
            endSetEarly(&events)
            endGroupEarly()
            endInterchange(segment)
        // An acknowledgement of something that was sent the other way.
        case (.inInterchange, "TA1"): break
        case (.inGroup, "ST"), (.inSet, "ST"):
            endSetEarly(&events)
            try beginSet(segment, &events)
        case (.inGroup, "GE"), (.inSet, "GE"):
            endSetEarly(&events)
            endGroup(segment)
        case (.inSet, "SE"): endSet(segment, &events)
        case (.inSet, _): place(segment, &events)
        case (.inInterchange, _), (.inGroup, _): outcome?.faults.append(.controlStructure)
        }
    }

    // MARK: Groups

    private mutating func beginGroup(_ gs: Segment) {
        var group = GroupOutcome(header: GroupHeader(gs))
        let faults = EnvelopeRules.faults(ofGroup: gs, guides: guides)
        group.faults = faults.group
        if faults.hasOthers { outcome?.faults.append(.content) }
        if !groupControlNumbers.insert(group.header.controlNumber).inserted { group.faults.append(.controlNumberTwice) }
        outcome?.groups.append(group)
        setControlNumbers = []
        state = .inGroup
    }

    private mutating func endGroup(_ ge: Segment) {
        changeGroup { group in
            group.declaredSets = Int(ge.text(1))
            if group.declaredSets != group.sets.count || ge.elementCount != 2 { group.faults.append(.setCount) }
            if ge.text(2) != group.header.controlNumber { group.faults.append(.controlNumbersDiffer) }
        }
        state = .inInterchange
    }

    private mutating func endGroupEarly() {
        guard state == .inGroup else { return }
        changeGroup { $0.faults.append(.trailerMissing) }
        state = .inInterchange
    }

    private mutating func endInterchange(_ iea: Segment) {
        let groups = outcome?.groups.count ?? 0
        if Int(iea.text(1)) != groups || iea.elementCount != 2 { outcome?.faults.append(.groupCount) }
        if iea.text(2) != outcome?.header.controlNumber { outcome?.faults.append(.controlNumbersDiffer) }
        state = .afterInterchange
    }

    // MARK: Transaction sets

    private mutating func beginSet(
        _ st: Segment, _ events: inout [InterchangeEvent]
    ) throws(InterchangeProblem) {
        setCount += 1
        guard setCount <= Self.maximumSets else {
            throw InterchangeProblem(
                code: .tooManySets, segment: filePosition,
                message: "The interchange has more than \(Self.maximumSets) transaction sets.")
        }
        let group = outcome?.groups.last?.header
        let guide = guides.first { $0.group == group?.group && $0.version == group?.version }
        var set = SetOutcome(header: SetHeader(st))
        set.faults = EnvelopeRules.faults(ofSet: st, guide: guide)
        if !setControlNumbers.insert(set.header.controlNumber).inserted { set.faults.append(.controlNumberTwice) }
        changeGroup { $0.sets.append(set) }
        // A set of another kind is counted, and not read.
        walker = guide.flatMap { $0.set == set.header.set ? GuideWalker($0) : nil }
        hierarchy = HierarchyCheck()
        setPosition = 1
        state = .inSet
        if let guide, walker != nil { events.append(.setBegan(set.header, guide)) }
    }

    private mutating func place(_ segment: Segment, _ events: inout [InterchangeEvent]) {
        setPosition += 1
        guard let placement = walker?.place(segment), let guide = walker?.guide else { return }
        let position = setPosition
        var owed: [SegmentFault] = []
        var faults: [SegmentFault] = []
        for finding in placement.faults {
            let fault = SegmentFault(
                segmentID: finding.segmentID, position: position, loop: finding.loop, code: finding.code, elements: [])
            if finding.code == .missing { owed.append(fault) } else { faults.append(fault) }
        }
        if let rule = placement.rule {
            let elements = ElementCheck(rule: rule, segment: segment).faults + hierarchy.faults(of: segment)
            if !elements.isEmpty {
                faults.append(
                    SegmentFault(
                        segmentID: segment.id, position: position, loop: placement.loop, code: .elements,
                        elements: elements))
            }
        }
        keep(owed + faults, guide)
        events.append(
            .segment(
                PlacedSegment(
                    segment: segment, position: position, filePosition: filePosition, loop: placement.loop,
                    opened: placement.opened, owed: owed, faults: faults)))
    }

    private mutating func endSet(_ se: Segment, _ events: inout [InterchangeEvent]) {
        let position = setPosition + 1
        changeSet { set in
            if Int(se.text(1)) != position || se.elementCount != 2 { set.faults.append(.segmentCount) }
            if se.text(2) != set.header.controlNumber { set.faults.append(.controlNumbersDiffer) }
        }
        closeSet(&events)
    }

    private mutating func endSetEarly(_ events: inout [InterchangeEvent]) {
        guard state == .inSet else { return }
        changeSet { $0.faults.append(.trailerMissing) }
        closeSet(&events)
    }

    private mutating func closeSet(_ events: inout [InterchangeEvent]) {
        state = .inGroup
        guard let guide = walker?.guide, let findings = walker?.finish() else { return }
        let owed = findings.map { finding in
            SegmentFault(
                segmentID: finding.segmentID, position: setPosition + 1, loop: finding.loop, code: finding.code,
                elements: [])
        }
        keep(owed, guide)
        walker = nil
        if let set = outcome?.groups.last?.sets.last { events.append(.setEnded(owed: owed, set)) }
    }

    private mutating func keep(_ faults: [SegmentFault], _ guide: Guide) {
        guard !faults.isEmpty else { return }
        let kept = faults.prefix(max(0, Self.maximumFaults - keptFaults))
        keptFaults += kept.count
        changeSet { set in
            set.segmentFaults += kept
            for fault in faults {
                // Without its detail loop a set says nothing at all.
                if guide.isDetail(fault) { set.detailFaultCount += 1 } else { set.headerFaultCount += 1 }
            }
        }
    }

    private mutating func changeGroup(_ change: (inout GroupOutcome) -> Void) {
        outcome?.changeLastGroup(change)
    }

    private mutating func changeSet(_ change: (inout SetOutcome) -> Void) {
        changeGroup { $0.changeLastSet(change) }
    }
}
