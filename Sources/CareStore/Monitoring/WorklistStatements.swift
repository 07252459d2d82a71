package import Care
package import Postgres

/// What waits for a human, over a whole panel: each one statement however many members there are.
package enum WorklistStatements {
    /// How many records could not be applied and wait for a decision.
    package static let asides = Statement(
        "SELECT member_id, count(*) FROM set_aside WHERE member_id = ANY ($1) AND decision IS NULL GROUP BY member_id",
        takes: Types([MemberID].self), gives: Types(MemberID.self, Int64.self))

    /// The members with a suggestion that nobody has decided, and since when they are members.
    package static let undecided = Statement(
        """
        SELECT member_id, enrolled_at FROM member
        WHERE member_id = ANY ($1) AND EXISTS (
            SELECT FROM suggestion WHERE suggestion.member_id = member.member_id AND suggestion.decision IS NULL
        )
        """,
        takes: Types([MemberID].self), gives: Types(MemberID.self, Instant.self))

    /// The last day of the latest revision, where it has one, and whether one of the member's devices has pulled it.
    package static let plans = Statement(
        """
        SELECT plan.member_id, plan.number, plan.until, plan.authored_at, EXISTS (
            SELECT FROM device_progress AS progress JOIN device USING (member_id, device_id)
            WHERE progress.member_id = plan.member_id AND progress.pulled_version >= plan.version
        )
        FROM unnest($1::uuid[]) AS asked (member_id)
        JOIN LATERAL (
            SELECT member_id, number, until, authored_at, version FROM plan_revision
            WHERE plan_revision.member_id = asked.member_id ORDER BY number DESC LIMIT 1
        ) AS plan ON true
        """,
        takes: Types([MemberID].self),
        gives: Types(MemberID.self, Int32.self, LocalDay?.self, Instant.self, Bool.self))

    /// How many messages of each member nobody of their care team has read, and when the first of them was written; no row
    /// for a member of whom everything was read.
    package static let unread = Statement(
        """
        SELECT asked.member_id, unread.count, unread.first_at
        FROM unnest($1::uuid[]) AS asked (member_id)
        CROSS JOIN LATERAL (
            SELECT count(*), min(at) AS first_at FROM message
            WHERE message.member_id = asked.member_id AND message.author_id IS NULL AND NOT message.id = ANY (ARRAY(
                SELECT unnest(reading.messages) FROM message_reading AS reading
                WHERE reading.member_id = asked.member_id AND reading.reader_id IS NOT NULL
            ))
        ) AS unread
        WHERE unread.first_at IS NOT NULL
        """,
        takes: Types([MemberID].self), gives: Types(MemberID.self, Int64.self, Instant.self))

    /// Those messages themselves, the oldest first, at most so many.
    package static let unreadMessages = Statement(
        """
        SELECT unread.member_id, unread.id, unread.at, unread.text
        FROM unnest($1::uuid[]) AS asked (member_id)
        CROSS JOIN LATERAL (
            SELECT member_id, id, at, text FROM message
            WHERE message.member_id = asked.member_id AND message.author_id IS NULL AND NOT message.id = ANY (ARRAY(
                SELECT unnest(reading.messages) FROM message_reading AS reading
                WHERE reading.member_id = asked.member_id AND reading.reader_id IS NOT NULL
            ))
        ) AS unread
        ORDER BY unread.at, unread.id LIMIT $2
        """,
        takes: Types([MemberID].self, Int.self), gives: Types(MemberID.self, RowID.self, Instant.self, Note.self))

    /// The visits that are planned, and of which nobody has said yet what became of them, the earliest first.
    package static let plannedVisits = Statement(
        """
        SELECT planned.member_id, planned.id, planned.at, planned.time_zone, planned.day, planned.practitioner_id,
            planned.mode, planned.place
        FROM unnest($1::uuid[]) AS asked (member_id)
        JOIN LATERAL (
            SELECT member_id, id, at, time_zone, day, practitioner_id, mode, place FROM visit
            WHERE visit.member_id = asked.member_id AND visit.status = 'planned'
        ) AS planned ON true
        ORDER BY planned.at, planned.id
        """,
        takes: Types([MemberID].self),
        gives: Types(
            MemberID.self, RowID.self, Instant.self, TimeZoneName.self, LocalDay.self, PractitionerID.self,
            Visit.Mode.self, Label?.self)
    ).map { member, id, at, timeZone, day, practitioner, mode, place in
        (
            member: member, id: id,
            visit: Visit(
                moment: LocalMoment(at: at, timeZone: timeZone, day: day), practitioner: practitioner, mode: mode,
                place: place)
        )
    }

    /// Who has looked into the charts in an emergency since an instant, the latest first.
    package static let emergencies = Statement(
        """
        SELECT looked.member_id, looked.practitioner_id, looked.reason, looked.begins_at, looked.ends_at
        FROM unnest($1::uuid[]) AS asked (member_id)
        JOIN LATERAL (
            SELECT member_id, practitioner_id, reason, begins_at, ends_at FROM emergency_access AS access
            WHERE access.member_id = asked.member_id AND access.begins_at > $2
        ) AS looked ON true
        ORDER BY looked.begins_at DESC, looked.practitioner_id
        """,
        takes: Types([MemberID].self, Instant.self),
        gives: Types(MemberID.self, PractitionerID.self, Note.self, Instant.self, Instant.self)
    ).map { member, practitioner, reason, from, until in
        var access = EmergencyAccess(practitioner: practitioner, reason: reason, from: from)
        access.until = until
        return (member: member, access: access)
    }

    package static let all: [any AnyStatement] = [
        asides, undecided, plans, unread, unreadMessages, plannedVisits, emergencies,
    ]
}
