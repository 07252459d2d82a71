package import Care

/// `GET /v1/messages`: what the members of a panel wrote and nobody of their care team has read, the oldest first.
package struct UnreadMessages: Hashable, Sendable, Codable {
    package var messages: [UnreadMessage]

    package init(messages: [UnreadMessage]) { self.messages = messages }

    /// How many an answer holds at most.
    package static let maximumCount = 1_000
}

package struct UnreadMessage: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var id: RowID
    package var at: Instant
    package var text: Note

    package init(member: MemberID, name: String, id: RowID, at: Instant, text: Note) {
        self.member = member
        self.name = name
        self.id = id
        self.at = at
        self.text = text
    }
}

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
