package import Care

/// `GET /v1/alerts` and `GET /v1/members/{member}/alerts`: what is open, the most urgent first.
package struct AlertList: Hashable, Sendable, Codable {
    package var alerts: [AlertEntry]

    package init(alerts: [AlertEntry]) { self.alerts = alerts }
}

/// An open alert, with whose it is.
package struct AlertEntry: Hashable, Sendable, Codable {
    package var id: RowID
    package var member: MemberID
    package var memberName: String
    package var rule: AlertRule
    package var level: AlertLevel
    package var alert: AlertRecord

    package init(id: RowID, member: MemberID, memberName: String, alert: AlertRecord) {
        self.id = id
        self.member = member
        self.memberName = memberName
        rule = alert.rule
        level = alert.level
        self.alert = alert
    }
}

/// `POST /v1/members/{member}/alerts/{alert}/acknowledgement`: somebody of the care team has looked at it as it is.
package struct AlertWord: Hashable, Sendable, Codable {
    /// For how long the alert is to be out of sight, up to 14 days; critical alerts stay.
    package var snoozeHours: Int?
    package var note: Note?
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(snoozeHours: Int? = nil, note: Note? = nil, dryRun: Bool? = nil) {
        self.snoozeHours = snoozeHours
        self.note = note
        self.dryRun = dryRun
    }
}

/// `POST /v1/members/{member}/clearances`: the member may exercise again.
package struct ClearanceRequest: Hashable, Sendable, Codable {
    /// Made by the caller; a repeat adds nothing.
    package var id: RowID
    /// The reports that the PT had before them.
    package var seen: [RowID]
    package var note: Note
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(id: RowID, seen: [RowID], note: Note, dryRun: Bool? = nil) {
        self.id = id
        self.seen = seen
        self.note = note
        self.dryRun = dryRun
    }
}
