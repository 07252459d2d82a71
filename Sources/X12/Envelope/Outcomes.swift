/// How a transaction set, a group or an interchange was received: the codes of IK501 and AK901.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case accepted = "A"
    /// What is wrong concerns single turns of the detail loop; the others stand.
    case acceptedWithErrors = "E"
    /// Of a group: not all of its sets are rejected.
    case partlyAccepted = "P"
    case rejected = "R"
}

/// How one transaction set was received.
package struct SetOutcome: Hashable, Sendable {
    package let header: SetHeader
    package internal(set) var faults: [SetFault] = []
    /// The first faults, up to `InterchangeReader.maximumFaults` in the whole interchange.
    package internal(set) var segmentFaults: [SegmentFault] = []
    /// Faults in turns of the detail loop.
    package internal(set) var detailFaultCount = 0
    /// Faults anywhere else.
    package internal(set) var headerFaultCount = 0

    package var verdict: Verdict {
        if !faults.isEmpty || headerFaultCount > 0 { return .rejected }
        return detailFaultCount > 0 ? .acceptedWithErrors : .accepted
    }
}

/// How one functional group was received.
package struct GroupOutcome: Hashable, Sendable {
    package let header: GroupHeader
    /// How many sets the trailer says there are; nil while it is missing or no number.
    package internal(set) var declaredSets: Int?
    package internal(set) var sets: [SetOutcome] = []
    package internal(set) var faults: [GroupFault] = []

    mutating func changeLastSet(_ change: (inout SetOutcome) -> Void) {
        guard let last = sets.indices.last else { return }
        change(&sets[last])
    }

    /// Sets that are not rejected; their group may be.
    package var acceptedSets: Int { sets.count { $0.verdict != .rejected } }

    package var verdict: Verdict {
        if !faults.isEmpty || acceptedSets == 0 { return .rejected }
        if acceptedSets < sets.count { return .partlyAccepted }
        return sets.contains { $0.verdict == .acceptedWithErrors } ? .acceptedWithErrors : .accepted
    }
}

/// How an interchange was received, as far as it was read.
package struct InterchangeOutcome: Hashable, Sendable {
    package let header: InterchangeHeader
    package internal(set) var groups: [GroupOutcome] = []
    package internal(set) var faults: [InterchangeFault] = []
    /// Why reading stopped before the end.
    package internal(set) var problem: InterchangeProblem?

    mutating func changeLastGroup(_ change: (inout GroupOutcome) -> Void) {
        guard let last = groups.indices.last else { return }
        change(&groups[last])
    }

    package var verdict: Verdict {
        let verdicts = groups.map(\.verdict)
        if problem != nil || !faults.isEmpty || verdicts.allSatisfy({ $0 == .rejected }) { return .rejected }
        if verdicts.contains(where: { $0 == .rejected || $0 == .partlyAccepted }) { return .partlyAccepted }
        return verdicts.contains(.acceptedWithErrors) ? .acceptedWithErrors : .accepted
    }
}
