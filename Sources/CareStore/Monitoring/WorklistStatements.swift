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

    package static let all: [any AnyStatement] = [asides, undecided, plans]
}
