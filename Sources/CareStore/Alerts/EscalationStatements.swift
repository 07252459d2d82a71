package import Care
package import Postgres

/// An alert that nobody looked at in time, beside one of those who are on the member's care team now.
package struct EscalatedAlert: Sendable {
    package let member: MemberID
    package let memberName: String
    package let state: USState
    package let alert: RowID
    package let level: AlertLevel
    package let openedAt: Instant
    package let escalatedAt: Instant
    /// Nil where nobody is.
    package let place: (name: Label, role: CareTeamRole)?
}

/// The alerts that nobody looked at in time, as the whole practice may know of them.
package enum EscalationStatements {
    /// Each with everybody who is on the member's care team now; without a practitioner where nobody is.
    package static let list = Statement(
        """
        SELECT escalation.member_id, escalation.alert_id, member.first_name, member.last_name, member.state, escalation.level,
            escalation.opened_at, escalation.escalated_at, practitioner.name, place.role
        FROM alert_escalation AS escalation
        JOIN member USING (member_id)
        LEFT JOIN care_team_member AS place ON place.member_id = escalation.member_id
            AND place.valid_from <= now() AND (place.valid_to IS NULL OR place.valid_to > now())
        LEFT JOIN practitioner USING (practitioner_id)
        ORDER BY escalation.opened_at, escalation.member_id, place.valid_from, place.practitioner_id
        """,
        gives: Types(
            MemberID.self, RowID.self, Label.self, Label.self, USState.self, AlertLevel.self, Instant.self,
            Instant.self,
            Label?.self, CareTeamRole?.self)
    ).map { member, alert, firstName, lastName, state, level, openedAt, escalatedAt, practitioner, role in
        EscalatedAlert(
            member: member, memberName: "\(firstName) \(lastName)", state: state, alert: alert, level: level,
            openedAt: openedAt, escalatedAt: escalatedAt,
            place: practitioner.flatMap { name in role.map { (name, $0) } })
    }

    package static let all: [any AnyStatement] = [list]
}
