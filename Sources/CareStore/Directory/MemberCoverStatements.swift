package import Care
package import Postgres

/// By which rosters a member is covered, as row-level security lets the actor see.
package enum MemberCoverStatements {
    /// Each period of cover with the name of who pays; one row without them for a member who never had any.
    package static let ofMember = Statement(
        """
        SELECT member.time_zone, cover.name, cover.plan_code, cover.valid_from, cover.valid_to, cover.member_cost_cents
        FROM member
        LEFT JOIN LATERAL (
            SELECT sponsor.name, coverage.plan_code, coverage.valid_from, coverage.valid_to, coverage.member_cost_cents
            FROM (
                SELECT member.sponsor_id, member.sponsor_number
                UNION ALL
                SELECT further.sponsor_id, further.number
                FROM further_cover AS further WHERE further.member_id = member.member_id
            ) AS roster (sponsor_id, number)
            JOIN sponsor USING (sponsor_id)
            JOIN coverage USING (sponsor_id, number)
            WHERE coverage.valid_to IS NULL OR coverage.valid_to > coverage.valid_from
        ) AS cover ON true
        WHERE member.member_id = $1
        ORDER BY cover.valid_from, cover.name, cover.plan_code
        """,
        takes: Types(MemberID.self),
        gives: Types(TimeZoneName.self, Label?.self, Label?.self, LocalDay?.self, LocalDay?.self, Int32?.self)
    ).map { timeZone, sponsor, planCode, from, until, cents in
        var cover: (sponsor: Label, coverage: Coverage)?
        // A constraint keeps the end from lying before the beginning.
        if let sponsor, let planCode, let from, let period = CoveragePeriod(from: from, until: until) {
            cover = (sponsor, Coverage(planCode: planCode, period: period, memberCostCents: Int(cents ?? 0)))
        }
        return (timeZone: timeZone, cover: cover)
    }

    /// A member's own birth date and days: what somebody must be born on to be the same person.
    package static let person = Statement(
        "SELECT birth_date, time_zone FROM member WHERE member_id = $1", takes: Types(MemberID.self),
        gives: Types(LocalDay.self, TimeZoneName.self)
    ).map { (birthDate: $0, timeZone: $1) }

    /// Another roster for a member; nothing happens for one that they have.
    package static let link = Statement(
        """
        INSERT INTO further_cover (member_id, sponsor_id, number, linked_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """,
        takes: Types(MemberID.self, SponsorID.self, String.self, Instant.self))

    package static let all: [any AnyStatement] = [ofMember, person, link]
}
