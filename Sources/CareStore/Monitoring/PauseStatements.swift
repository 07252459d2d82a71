package import Care
package import Postgres

/// What pauses plans, and what ends that, over many charts at once: each one statement however many there are.
package enum PauseStatements {
    /// The red flags and falls of all time.
    package static let reports = Statement(
        """
        SELECT member_id, id, at, time_zone, day FROM check_in WHERE member_id = ANY ($1) AND red_flags <> '{}'
        UNION ALL
        SELECT member_id, id, at, time_zone, day FROM fall_report WHERE member_id = ANY ($1) AND kind = 'fall'
        """,
        takes: Types([MemberID].self),
        gives: Types(MemberID.self, RowID.self, Instant.self, TimeZoneName.self, LocalDay.self)
    ).map { member, id, at, timeZone, day in
        (member: member, id: id, moment: LocalMoment(at: at, timeZone: timeZone, day: day))
    }

    package static let clearances = Statement(
        """
        SELECT member_id, id, at, time_zone, day, cleared_by, seen, note FROM clearance WHERE member_id = ANY ($1)
        """,
        takes: Types([MemberID].self),
        gives: Types(
            MemberID.self, RowID.self, Instant.self, TimeZoneName.self, LocalDay.self, PractitionerID.self,
            [RowID].self, Note.self)
    ).map { member, id, at, timeZone, day, clearedBy, seen, note in
        (
            member: member,
            clearance: Charted(
                id,
                Clearance(
                    moment: LocalMoment(at: at, timeZone: timeZone, day: day), clearedBy: clearedBy, seen: seen,
                    note: note))
        )
    }

    package static let all: [any AnyStatement] = [reports, clearances]
}
