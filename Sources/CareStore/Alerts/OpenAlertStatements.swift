package import Care
package import Postgres

/// The open alerts of several charts at once.
package enum OpenAlertStatements {
    package static let list = Statement(
        """
        SELECT member_id, id, finding, since, evidence, words, advice, opened_at, acknowledged_at, snoozed_until,
            escalated_at
        FROM alert WHERE member_id = ANY ($1) AND closed_at IS NULL
        """,
        takes: Types([MemberID].self),
        gives: Types(
            MemberID.self, RowID.self, AlertFinding.self, Instant.self, [RowID].self, String.self, String?.self,
            Instant.self, Instant?.self, Instant?.self, Instant?.self)
    ).map { member, id, finding, since, evidence, words, advice, openedAt, acknowledgedAt, snoozedUntil, escalatedAt in
        (
            member: member,
            alert: Charted(
                id,
                AlertRecord(
                    finding: finding, since: since, evidence: evidence, words: words, advice: advice,
                    openedAt: openedAt, acknowledgedAt: acknowledgedAt, snoozedUntil: snoozedUntil,
                    escalatedAt: escalatedAt))
        )
    }

    package static let all: [any AnyStatement] = [list]
}
