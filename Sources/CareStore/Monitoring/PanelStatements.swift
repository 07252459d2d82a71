package import Care
package import Postgres

/// Questions over a whole panel, each one statement however many members there are.
package enum PanelStatements {
    /// A practitioner's members at this moment.
    package static let members = Statement(
        """
        SELECT DISTINCT ON (member.last_name, member.first_name, member.member_id)
            member.member_id, member.first_name, member.last_name, member.birth_date, member.state, member.time_zone,
            place.role
        FROM care_team_member AS place JOIN member USING (member_id)
        WHERE place.practitioner_id = $1 AND place.valid_from <= now()
            AND (place.valid_to IS NULL OR place.valid_to > now())
        ORDER BY member.last_name, member.first_name, member.member_id, place.valid_from
        """,
        takes: Types(PractitionerID.self),
        gives: Types(
            MemberID.self, Label.self, Label.self, LocalDay.self, USState.self, TimeZoneName.self, CareTeamRole.self)
    ).map { id, firstName, lastName, birthDate, state, timeZone, role in
        (
            member: Member(
                id: id, firstName: firstName, lastName: lastName, birthDate: birthDate, state: state,
                timeZone: timeZone),
            role: role
        )
    }

    /// The latest of each: revision, program, pain during activity, day of a session, exchange of a device; and the
    /// revision's last day, and whether one of the member's devices has pulled it.
    package static let latest = Statement(
        """
        SELECT asked.member_id, plan.number, plan.program,
            (
                SELECT report.pain
                FROM (
                    SELECT at, pain FROM check_in
                    WHERE check_in.member_id = asked.member_id AND check_in.about = 'during'
                    UNION ALL
                    SELECT at, pain_during FROM session_log
                    WHERE session_log.member_id = asked.member_id AND session_log.pain_during IS NOT NULL
                    UNION ALL
                    SELECT at, pain_during FROM run_log
                    WHERE run_log.member_id = asked.member_id AND run_log.pain_during IS NOT NULL
                ) AS report
                ORDER BY report.at DESC LIMIT 1
            ),
            (SELECT max(day) FROM session_log WHERE session_log.member_id = asked.member_id),
            (SELECT max(seen_at) FROM device_progress WHERE device_progress.member_id = asked.member_id),
            plan.until,
            EXISTS (
                SELECT FROM device_progress AS progress JOIN device USING (member_id, device_id)
                WHERE progress.member_id = asked.member_id AND progress.pulled_version >= plan.version
            )
        FROM unnest($1::uuid[]) AS asked (member_id)
        LEFT JOIN LATERAL (
            SELECT number, program, until, version FROM plan_revision
            WHERE plan_revision.member_id = asked.member_id ORDER BY number DESC LIMIT 1
        ) AS plan ON true
        """,
        takes: Types([MemberID].self),
        gives: Types(
            MemberID.self, Int32?.self, Slug?.self, PainScore?.self, LocalDay?.self, Instant?.self, LocalDay?.self,
            Bool.self))

    /// The worst pain during activity of each day with a report, on the days from $2 to $3.
    package static let during = Statement(
        """
        SELECT report.member_id, report.day, max(report.pain)
        FROM (
            SELECT member_id, day, pain FROM check_in
            WHERE member_id = ANY ($1) AND about = 'during' AND day BETWEEN $2 AND $3
            UNION ALL
            SELECT member_id, day, pain_during FROM session_log
            WHERE member_id = ANY ($1) AND pain_during IS NOT NULL AND day BETWEEN $2 AND $3
            UNION ALL
            SELECT member_id, day, pain_during FROM run_log
            WHERE member_id = ANY ($1) AND pain_during IS NOT NULL AND day BETWEEN $2 AND $3
        ) AS report
        GROUP BY report.member_id, report.day
        """,
        takes: Types([MemberID].self, LocalDay.self, LocalDay.self),
        gives: Types(MemberID.self, LocalDay.self, PainScore.self))

    /// What every revision prescribes, as far as adherence asks.
    package static let prescribed = Statement(
        """
        SELECT revision.member_id, revision.number, revision.effective_from, revision.until, item.block, item.exercise,
            item.per_day, item.per_week
        FROM plan_revision AS revision
        LEFT JOIN plan_item AS item ON item.member_id = revision.member_id AND item.revision_id = revision.id
        WHERE revision.member_id = ANY ($1)
        ORDER BY revision.member_id, revision.number, item.position
        """,
        takes: Types([MemberID].self),
        gives: Types(
            MemberID.self, Int32.self, LocalDay.self, LocalDay?.self, PlanItem.Block?.self, Slug?.self, Int16?.self,
            Int16?.self))

    /// The exercises logged with at least one set, on the days from $2 to $3.
    package static let logged = Statement(
        """
        SELECT session.member_id, session.plan_revision, session.at, session.time_zone, session.day, item.exercise
        FROM session_log AS session
        CROSS JOIN LATERAL unnest(session.exercises) WITH ORDINALITY AS item (exercise, place)
        WHERE session.member_id = ANY ($1) AND session.day BETWEEN $2 AND $3
            AND item.place - 1 = ANY (session.set_exercises)
        """,
        takes: Types([MemberID].self, LocalDay.self, LocalDay.self),
        gives: Types(
            MemberID.self, Int32?.self, Instant.self, TimeZoneName.self, LocalDay.self, Slug.self))

    package static let all: [any AnyStatement] = [members, latest, during, prescribed, logged]
}
