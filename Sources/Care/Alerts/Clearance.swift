/// A PT's word that a member may exercise again after a red flag or a fall, with the reason for it.
///
/// It covers what happened before it. It also names the reports that the PT had before them, so that one which arrives
/// later with an earlier time is seen to be unseen (choices, domain guide §4.9).
package struct Clearance: Hashable, Sendable, Codable {
    package var moment: LocalMoment
    package var clearedBy: PractitionerID
    /// 1–100 check-ins and falls that the PT had before them.
    package var seen: [RowID]
    package var note: Note

    package init(moment: LocalMoment, clearedBy: PractitionerID, seen: [RowID], note: Note) {
        self.moment = moment
        self.clearedBy = clearedBy
        self.seen = seen
        self.note = note
    }

    /// Whether a report no longer pauses the plan.
    package func covers(_ report: RowID, at: Instant) -> Bool { at < moment.at || seen.contains(report) }

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if !(1...100).contains(seen.count) {
            found.append(FieldViolation(pointer: "/seen", message: "must name 1 to 100 reports"))
        }
        if Set(seen).count != seen.count {
            found.append(FieldViolation(pointer: "/seen", message: "names a report twice"))
        }
        return found
    }
}
