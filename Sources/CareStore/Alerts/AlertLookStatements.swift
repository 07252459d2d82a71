package import Care
package import Postgres

/// Which charts are to be looked at for alerts, and when.
package enum AlertLookStatements {
    /// Has a chart looked at soon; at once where it is urgent.
    ///
    /// Never later than it was to be looked at anyway.
    package static let mark = Statement(
        """
        INSERT INTO alert_look (member_id, due_at, is_urgent)
        VALUES ($1, clock_timestamp() + CASE WHEN $2 THEN interval '0' ELSE interval '2 seconds' END, $2)
        ON CONFLICT (member_id) DO UPDATE SET due_at = least(alert_look.due_at, excluded.due_at),
            is_urgent = alert_look.is_urgent OR excluded.is_urgent
        """,
        takes: Types(MemberID.self, Bool.self))

    /// The charts that are due, the urgent ones first and then those that have waited longest.
    ///
    /// By the time at which the statement began: what may change while it runs can enter no index.
    package static let due = Statement(
        "SELECT member_id, due_at FROM alert_look WHERE due_at <= statement_timestamp() ORDER BY is_urgent DESC, due_at LIMIT $1",
        takes: Types(Int.self), gives: Types(MemberID.self, Instant.self))

    /// Takes a chart for a minute, unless another process has taken it or it was marked anew; whoever takes it and dies
    /// leaves it due again.
    package static let take = Statement(
        """
        UPDATE alert_look SET due_at = clock_timestamp() + interval '1 minute'
        WHERE member_id = $1 AND due_at <= clock_timestamp()
        """,
        takes: Types(MemberID.self))

    /// Says when a chart that was just looked at is to be looked at next; a year from now where time alone changes nothing.
    package static let next = Statement(
        """
        INSERT INTO alert_look (member_id, due_at, is_urgent)
        VALUES ($1, coalesce($2, clock_timestamp() + interval '1 year'), false)
        ON CONFLICT (member_id) DO UPDATE SET due_at = excluded.due_at, is_urgent = false
        """,
        takes: Types(MemberID.self, Instant?.self))

    /// When the member was last heard of by one of their devices, and when they enrolled.
    package static let contact = Statement(
        """
        SELECT member.enrolled_at, (
            SELECT max(progress.seen_at) FROM device_progress AS progress JOIN device USING (member_id, device_id)
            WHERE progress.member_id = $1
        )
        FROM member WHERE member.member_id = $1
        """,
        takes: Types(MemberID.self), gives: Types(Instant.self, Instant?.self))

    package static let all: [any AnyStatement] = [mark, due, take, next, contact]
}
