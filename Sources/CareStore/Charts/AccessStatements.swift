package import Care
package import Postgres

/// What decides whether a practitioner may act for a member now, and how the member is called.
package enum AccessStatements {
    /// The member, if row-level security lets the actor see them.
    package static let member = Statement(
        """
        SELECT member_id, first_name, last_name, birth_date, state, time_zone FROM member WHERE member_id = $1
        """,
        takes: Types(MemberID.self),
        gives: Types(MemberID.self, Label.self, Label.self, LocalDay.self, USState.self, TimeZoneName.self)
    ).map { Member(id: $0, firstName: $1, lastName: $2, birthDate: $3, state: $4, timeZone: $5) }

    /// The roles that a practitioner has for a member at this moment.
    package static let roles = Statement(
        """
        SELECT role FROM care_team_member
        WHERE member_id = $1 AND practitioner_id = $2 AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())
        """,
        takes: Types(MemberID.self, PractitionerID.self), gives: Types(CareTeamRole.self))

    package static let licences = Statement(
        """
        SELECT state, kind, number, valid_from, valid_through FROM licence WHERE practitioner_id = $1 ORDER BY position
        """,
        takes: Types(PractitionerID.self),
        gives: Types(USState.self, Licence.Kind.self, Label.self, LocalDay.self, LocalDay.self)
    ).map { Licence(state: $0, kind: $1, number: $2, validFrom: $3, validThrough: $4) }

    /// A member's time zone, with each of their periods of cover, by whatever roster; one row without dates for somebody who never had any.
    package static let cover = Statement(
        """
        SELECT member.time_zone, coverage.valid_from, coverage.valid_to
        FROM member
        LEFT JOIN LATERAL (
            SELECT coverage.valid_from, coverage.valid_to
            FROM (
                SELECT member.sponsor_id, member.sponsor_number
                UNION ALL
                SELECT further.sponsor_id, further.number
                FROM further_cover AS further WHERE further.member_id = member.member_id
            ) AS roster (sponsor_id, number)
            JOIN coverage USING (sponsor_id, number)
        ) AS coverage ON true
        WHERE member.member_id = $1
        """,
        takes: Types(MemberID.self), gives: Types(TimeZoneName.self, LocalDay?.self, LocalDay?.self)
    ).map { timeZone, from, until in
        (timeZone: timeZone, period: from.flatMap { CoveragePeriod(from: $0, until: until) })
    }

    package static let practitionerNames = Statement(
        "SELECT practitioner_id, name FROM practitioner WHERE practitioner_id = ANY ($1)",
        takes: Types([PractitionerID].self), gives: Types(PractitionerID.self, String.self))

    package static let devices = Statement(
        """
        SELECT device.device_id, device.name, progress.seen_at, progress.pulled_version
        FROM device LEFT JOIN device_progress AS progress USING (member_id, device_id)
        WHERE device.member_id = $1 ORDER BY device.enrolled_at
        """,
        takes: Types(MemberID.self), gives: Types(DeviceID.self, Label.self, Instant?.self, Int64?.self))

    package static let all: [any AnyStatement] = [
        member, roles, licences, cover, practitionerNames, devices,
    ]
}
