/// What must hold between the rows of one roster, whatever its format: each family with its subscriber, and of each id
/// whether it is on several rows.
///
/// It holds the ids of all rows and nothing else of them.
package struct RosterAdmission {
    private var memberIDs: Set<RosterID> = []
    private var familyIDs: Set<RosterID> = []
    private var waiting: [(line: Int, subscriber: RosterID)] = []
    package private(set) var counts = RosterCounts()
    /// Whom the refused rows name, as far as that can be read; withdrawn rows aside.
    package private(set) var refusedMemberIDs: Set<RosterID> = []
    /// Who has several rows that are no coverages of one turn: it takes all of them to see whether they fit together.
    package private(set) var repeatedMemberIDs: Set<RosterID> = []

    private let settings: RosterSettings

    package init(_ settings: RosterSettings) { self.settings = settings }

    /// Counts a row that has just begun; every row is counted before it is admitted or refused.
    package mutating func countRow() { counts.rows += 1 }

    /// The same for a member of an 834, whose file may say how many there are of either kind.
    package mutating func countMember(isSubscriber: Bool) {
        counts.rows += 1
        if isSubscriber { counts.listedSubscribers += 1 } else { counts.listedDependents += 1 }
    }

    /// Refuses the row of somebody who is on the file for what the service has no part in.
    ///
    /// It names nobody: in a whole roster they are as absent as anybody else.
    package mutating func refuseOutsider(_ error: RowError) -> RosterEvent {
        counts.refused += 1
        counts.outside += 1
        return .refused([error])
    }

    /// Refuses the row for what is wrong with it by itself.
    ///
    /// - Parameter isOneRow: whether it cannot hold other rows, of whoever stands between two stray quotes.
    package mutating func refuse(
        _ errors: [RowError], of id: RosterID? = nil, isOneRow: Bool = true
    ) -> RosterEvent {
        counts.refused += 1
        if let id { refusedMemberIDs.insert(id) }
        if id == nil || !isOneRow { counts.unattributed += 1 }
        return .refused(errors)
    }

    /// Takes the row, unless another subscriber has its family.
    ///
    /// A further row of somebody speaks of another coverage of
    /// theirs; a refused row claims no id.
    ///
    /// - Parameter name: what the file calls a column, for errors.
    package mutating func admit(_ row: RosterRow, name: (RosterColumn) -> String) -> RosterEvent {
        var row = row
        endAtAgeLimit(&row)
        if let error = misfit(row, name) { return refuse([error], of: row.sponsorMemberID) }
        let isRepeated = memberIDs.contains(row.sponsorMemberID)
        if isRepeated {
            repeatedMemberIDs.insert(row.sponsorMemberID)
            row.isFirst = false
        }
        switch row.recordType {
        case .subscriber:
            guard isRepeated || familyIDs.insert(row.subscriberID).inserted else {
                return refuse(row, .duplicateSubscriber, row.subscriberID, in: name(.subscriberID))
            }
            counts.subscribers += 1
        case .dependent:
            if !familyIDs.contains(row.subscriberID) { waiting.append((row.line, row.subscriberID)) }
            counts.dependents += 1
        }
        memberIDs.insert(row.sponsorMemberID)
        counts.accepted += 1
        return .row(row)
    }

    /// Takes the coverages of one person, who may have several, or none of them.
    ///
    /// A child's coverages that begin at the age limit or later are left out, as long as there are others.
    package mutating func admit(_ rows: [RosterRow], name: (RosterColumn) -> String) -> [RosterEvent] {
        var kept: [RosterRow] = []
        for row in rows {
            guard let same = kept.first(where: { $0.planCode == row.planCode && $0.period.from == row.period.from })
            else {
                kept.append(row)
                continue
            }
            guard same.period == row.period, same.endReason == row.endReason else {
                return [
                    refuse(
                        [
                            RowError(
                                line: row.line, column: name(.planCode), code: .duplicateCoverage,
                                maskedValue: RowError.mask(row.planCode.description),
                                message:
                                    "The person has two coverages by this plan from one day on, which end differently."
                            )
                        ], of: row.sponsorMemberID)
                ]
            }
        }
        var rest = kept.filter { cut($0) != nil }
        if rest.isEmpty { rest = Array(kept.prefix(1)) }
        guard let first = rest.first, let holdsFrom = rest.map(\.period.from).min() else { return [] }
        let event = admit(first, name: name)
        guard case .row(var admitted) = event else { return [event] }
        // Of a child who has reached the age limit only the end is left, and that holds from its own day on.
        guard admitted.ending != .age else { return [event] }
        admitted.holdsFrom = holdsFrom
        return [.row(admitted)]
            + rest.dropFirst().map { row in
                var row = row
                row.isFirst = false
                row.holdsFrom = holdsFrom
                row.period = cut(row) ?? row.period
                return .row(row)
            }
    }

    /// The row's period, of a child without what lies after the age limit; nil when nothing is left.
    private func cut(_ row: RosterRow) -> CoveragePeriod? {
        guard row.ending == nil, row.relationship == .child, let limit = settings.dependentAgeLimit else {
            return row.period
        }
        return row.period.cut(at: row.birthDate.birthday(limit))
    }

    /// The subscribers that dependants name and the file does not hold, each once, in a fixed order.
    package var unresolvedSubscriberIDs: [RosterID] {
        Set(waiting.lazy.map(\.subscriber).filter { !familyIDs.contains($0) }).sorted()
    }

    /// Withdraws the dependants whose subscriber is neither in the file nor among `knownSubscribers`.
    ///
    /// A dependant is nobody's subscriber, so that chains and circles of dependants end here.
    package mutating func settle(
        knownSubscribers: Set<RosterID>, name: (RosterColumn) -> String
    ) -> [RosterEvent] {
        let orphans = waiting.filter { !familyIDs.contains($0.subscriber) && !knownSubscribers.contains($0.subscriber) }
        waiting = []
        counts.accepted -= orphans.count
        counts.dependents -= orphans.count
        counts.refused += orphans.count
        return orphans.map { orphan in
            let isDependent = memberIDs.contains(orphan.subscriber)
            return .withdrawn(
                RowError(
                    line: orphan.line, column: name(.subscriberID),
                    code: isDependent ? .subscriberIsDependent : .subscriberUnknown,
                    maskedValue: RowError.mask(orphan.subscriber.description),
                    message: isDependent
                        ? "The value must be the id of a subscriber, and the file makes that person a dependant."
                        : "The value must be the id of a subscriber whose row is accepted."))
        }
    }

    /// Cuts a child's cover to the age limit; of cover that begins on that birthday or later only the end is left, of what
    /// is in force.
    private func endAtAgeLimit(_ row: inout RosterRow) {
        if let period = cut(row) {
            row.period = period
        } else if let limit = settings.dependentAgeLimit {
            let birthday = row.birthDate.birthday(limit)
            guard let end = CoveragePeriod(from: birthday, until: birthday) else { return }
            row.period = end
            row.holdsFrom = birthday
            row.ending = .age
            row.isOfPlanOnly = false
        }
    }

    /// What keeps the row from being the feed's.
    private func misfit(_ row: RosterRow, _ name: (RosterColumn) -> String) -> RowError? {
        if !settings.groups.isEmpty, row.groupID.map({ !settings.groups.contains($0) }) ?? true {
            return RowError(
                line: row.line, column: name(.groupID), code: .groupUnknown,
                maskedValue: RowError.mask(row.groupID?.description ?? ""),
                message: "The value must be one of the groups that the feed names.")
        }
        return nil
    }

    private mutating func refuse(
        _ row: RosterRow, _ code: RowError.Code, _ id: RosterID, in column: String
    ) -> RosterEvent {
        refuse(
            [
                RowError(
                    line: row.line, column: column, code: code, maskedValue: RowError.mask(id.description),
                    message: "The value is on an earlier row, which stands.")
            ], of: row.sponsorMemberID)
    }
}
