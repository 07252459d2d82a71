package import Care

/// `GET /v1/escalations`: the members of whom something waits for too long, for operators, who see no chart.
package struct Escalations: Hashable, Sendable, Codable {
    /// The most urgent first, and then whoever has waited longest.
    package var escalations: [Escalation]

    package init(escalations: [Escalation]) { self.escalations = escalations }
}

/// One member, and who could look; what was found is not said.
package struct Escalation: Hashable, Sendable, Codable {
    /// Somebody who is on the member's care team now.
    package struct Place: Hashable, Sendable, Codable {
        package var name: Label
        package var role: CareTeamRole

        package init(name: Label, role: CareTeamRole) {
            self.name = name
            self.role = role
        }
    }

    package var member: MemberID
    package var memberName: String
    /// Where the member is: a PT needs a licence there.
    package var state: USState
    /// The highest of what waits.
    package var level: AlertLevel
    /// Since when the first of it has waited, and when that was too long.
    package var openedAt: Instant
    package var escalatedAt: Instant
    /// How many alerts wait.
    package var count: Int
    /// Empty where nobody looks after the member.
    package var careTeam: [Place]

    package init(
        member: MemberID, memberName: String, state: USState, level: AlertLevel, openedAt: Instant,
        escalatedAt: Instant,
        count: Int, careTeam: [Place]
    ) {
        self.member = member
        self.memberName = memberName
        self.state = state
        self.level = level
        self.openedAt = openedAt
        self.escalatedAt = escalatedAt
        self.count = count
        self.careTeam = careTeam
    }
}
