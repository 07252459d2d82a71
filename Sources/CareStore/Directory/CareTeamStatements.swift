package import Care
package import Postgres

/// A period in which a practitioner looks after a member.
package struct CareTeamPeriod: Hashable, Sendable {
    package var role: CareTeamRole
    package var from: Instant
    /// The first moment without access; nil while no end is set.
    package var until: Instant?

    package init(role: CareTeamRole, from: Instant, until: Instant?) {
        self.role = role
        self.from = from
        self.until = until
    }
}

/// Who looks after a member, and when.
package enum CareTeamStatements {
    /// All periods of one practitioner with one member, oldest first.
    package static let periods = Statement(
        """
        SELECT role, valid_from, valid_to FROM care_team_member WHERE member_id = $1 AND practitioner_id = $2
        ORDER BY valid_from
        """,
        takes: Types(MemberID.self, PractitionerID.self),
        gives: Types(CareTeamRole.self, Instant.self, Instant?.self)
    ).map { role, from, until in CareTeamPeriod(role: role, from: from, until: until) }

    /// Sets when a period ends; a period that ends as it begins has never been.
    package static let end = Statement(
        """
        UPDATE care_team_member SET valid_to = $4, changed_by = pg_current_xact_id()
        WHERE member_id = $1 AND practitioner_id = $2 AND valid_from = $3
        """,
        takes: Types(MemberID.self, PractitionerID.self, Instant.self, Instant.self))

    /// Adds a period, in place of one that was to begin at the same moment.
    package static let put = Statement(
        """
        INSERT INTO care_team_member (member_id, practitioner_id, role, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (member_id, practitioner_id, valid_from)
        DO UPDATE SET role = EXCLUDED.role, valid_to = EXCLUDED.valid_to, changed_by = pg_current_xact_id()
        """,
        takes: Types(MemberID.self, PractitionerID.self, CareTeamRole.self, Instant.self, Instant?.self))

    /// Waits for the commits to a member's chart that are under way, and lets none begin until this transaction has ended.
    ///
    /// A commit marks the places that it finds. One that was given meanwhile would be passed by: a panel that is read between
    /// the two commits sees the place with the chart as it was, and nothing of the place changes after that. The other half
    /// is in `ChartStatements.lock`.
    package static let holdCommits = Statement(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))::text", takes: Types(MemberID.self),
        gives: Types(String.self))

    package static let all: [any AnyStatement] = [periods, end, put, holdCommits]
}
