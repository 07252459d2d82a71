import Care
import X12

/// Reads an 834 as a roster: each member is a row, or several with several coverages, and a member whose segments are at
/// fault is a refused one.
///
/// A file whose 999 rejects it is no roster. A row's line is the position of the member's INS segment in the file.
struct EnrolmentRoster: RosterReading {
    private let fields: RosterFields
    private let settings: RosterSettings
    private var reader = EnrolmentReader()
    private var admission: RosterAdmission
    private(set) var declared = RosterDeclaration()
    private var problem: RosterFileProblem?

    init(_ settings: RosterSettings) {
        fields = RosterFields(settings)
        self.settings = settings
        admission = RosterAdmission(settings)
    }

    /// How the interchange was received so far, which its 999 says.
    var interchange: InterchangeOutcome? { reader.outcome }

    var counts: RosterCounts { admission.counts }

    var refusedMemberIDs: Set<RosterID> { admission.refusedMemberIDs }

    var repeatedMemberIDs: Set<RosterID> { admission.repeatedMemberIDs }

    var unresolvedSubscriberIDs: [RosterID] { admission.unresolvedSubscriberIDs }

    mutating func settle(knownSubscribers: Set<RosterID>) -> [RosterEvent] {
        admission.settle(knownSubscribers: knownSubscribers) { $0.rawValue }
    }

    mutating func parse(_ chunk: [UInt8]) throws(RosterFileProblem) -> [RosterEvent] {
        if let problem { throw problem }
        let events: [EnrolmentEvent]
        do throws(InterchangeProblem) {
            events = try reader.read(chunk)
        } catch {
            throw stop(Self.unreadable(error))
        }
        return try rows(of: events)
    }

    mutating func endOfFile() throws(RosterFileProblem) -> [RosterEvent] {
        if let problem { throw problem }
        let events: [EnrolmentEvent]
        do throws(InterchangeProblem) {
            events = try reader.finish()
        } catch {
            throw stop(Self.unreadable(error))
        }
        let rows = try rows(of: events)
        let verdict = reader.outcome?.verdict
        guard verdict == .accepted || verdict == .acceptedWithErrors else {
            throw stop(
                RosterFileProblem(
                    code: .interchangeRejected,
                    message: "The envelope or the beginning of the file is at fault; its 999 says where."))
        }
        return rows
    }

    private static func unreadable(_ problem: InterchangeProblem) -> RosterFileProblem {
        RosterFileProblem(
            code: .interchangeUnreadable, message: "Segment \(problem.segment) of the file: \(problem.message)")
    }

    private mutating func stop(_ problem: RosterFileProblem) -> RosterFileProblem {
        self.problem = problem
        return problem
    }

    private mutating func rows(of events: [EnrolmentEvent]) throws(RosterFileProblem) -> [RosterEvent] {
        var rows: [RosterEvent] = []
        for event in events {
            switch event {
            case .header(let header):
                if reader.outcome?.header.isTest == true {
                    throw stop(
                        RosterFileProblem(
                            code: .interchangeIsTest,
                            message: "The file is marked as a test (ISA15 is T). Send it with P to load it."))
                }
                declared.isFull = header.action?.isFull
                if declared.sender == nil, let sender = reader.outcome?.header.sender {
                    declared.sender = "\(sender.qualifier)*\(sender.id) \(header.sponsorID)"
                }
                declared.madeOn = LocalDay(compact: header.day)
                // Tomorrow, for whoever's day begins before ours.
                if let madeOn = declared.madeOn, madeOn > settings.asOf.adding(days: 1) {
                    throw stop(
                        RosterFileProblem(
                            code: .madeInFuture,
                            message: "The file says that it was made on \(madeOn) (BGN03), which is still to come."))
                }
            case .member(let member): rows += self.rows(of: member)
            case .end(let totals, _): declare(totals)
            }
        }
        return rows
    }

    private mutating func rows(of member: EnrolledMember) -> [RosterEvent] {
        admission.countMember(isSubscriber: member.isSubscriber)
        guard member.faults.isEmpty else {
            let errors = member.faults.map { fault in
                RowError(
                    line: member.position, column: fault.segmentID, code: .segmentAtFault,
                    message: "In the transaction set, \(fault).")
            }
            return [admission.refuse(errors, of: member.rosterNumber)]
        }
        guard member.coverages.isEmpty || member.insuresHealth else {
            return [
                admission.refuseOutsider(
                    RowError(
                        line: member.position, column: "HD", code: .noHealthBenefit,
                        message:
                            "None of the member's benefits insures health, under which physical therapy is covered."))
            ]
        }
        return fields.read(
            member.rosterRows(settings.endDateMeaning, isWhole: settings.isWhole), into: &admission)
    }

    /// Several sets in one file are one roster.
    private mutating func declare(_ totals: EnrolmentTotals) {
        func sum(_ total: inout Int?, _ more: Int?) {
            if let more { total = (total ?? 0) + more }
        }
        sum(&declared.subscribers, totals.declaredSubscribers)
        sum(&declared.dependents, totals.declaredDependents)
        sum(&declared.people, totals.declaredTotal)
    }
}
