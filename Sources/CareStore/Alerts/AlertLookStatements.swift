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

    /// Takes charts that are due for a minute, at most so many, the urgent ones first and then those that have waited longest;
    /// whoever takes them and dies leaves them due again.
    ///
    /// One transaction for many of them. A chart that another process takes, or that a commit marks at this moment, is passed
    /// over. By the time at which the statement began: what may change while it runs can enter no index.
    private static let takeDue = Statement(
        """
        WITH urgent AS MATERIALIZED (
            SELECT member_id, due_at FROM alert_look WHERE is_urgent AND due_at <= statement_timestamp()
            ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), others AS MATERIALIZED (
            SELECT member_id, due_at FROM alert_look WHERE NOT is_urgent AND due_at <= statement_timestamp()
            ORDER BY due_at LIMIT $1 - (SELECT count(*) FROM urgent) FOR UPDATE SKIP LOCKED
        ), due AS (
            SELECT member_id, true AS is_urgent, due_at FROM urgent UNION ALL SELECT member_id, false, due_at FROM others
        )
        UPDATE alert_look SET due_at = clock_timestamp() + interval '1 minute'
        FROM due WHERE alert_look.member_id = due.member_id
        RETURNING alert_look.member_id, due.is_urgent, due.due_at
        """,
        takes: Types(Int.self), gives: Types(MemberID.self, Bool.self, Instant.self))

    /// The charts that are taken, in the order in which they are to be looked at.
    package static func takeDue(atMost count: Int) -> Call<[MemberID]> {
        takeDue.all(count).map { taken in
            taken.sorted { ($0.1 ? 0 : 1, $0.2) < ($1.1 ? 0 : 1, $1.2) }.map(\.0)
        }
    }

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

    package static let all: [any AnyStatement] = [mark, takeDue, next, contact]
}
