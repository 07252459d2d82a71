package import Care

/// `GET /v1/visits`: the visits that are planned with the members of a panel, the earliest first.
///
/// Those whose time has passed are among them until somebody says what became of them.
package struct PlannedVisits: Hashable, Sendable, Codable {
    package var visits: [PlannedVisit]

    package init(visits: [PlannedVisit]) { self.visits = visits }
}

package struct PlannedVisit: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var id: RowID
    package var at: Instant
    /// The member's.
    package var timeZone: TimeZoneName
    package var practitionerName: String
    package var mode: Visit.Mode
    package var place: Label?

    package init(
        member: MemberID, name: String, id: RowID, at: Instant, timeZone: TimeZoneName, practitionerName: String,
        mode: Visit.Mode, place: Label?
    ) {
        self.member = member
        self.name = name
        self.id = id
        self.at = at
        self.timeZone = timeZone
        self.practitionerName = practitionerName
        self.mode = mode
        self.place = place
    }
}
