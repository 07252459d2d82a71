package import Care
package import Foundation
package import Postgres

/// How an applied load is taken back; under the sponsor's lock.
///
/// A row that names the load was last changed by it. What it was before lies in `coverage_before` and `person_before`, or
/// nowhere when the load made it.
package enum LoadUndoStatements {
    /// What the transaction of an undoing runs with.
    ///
    /// Statistics know nothing of the rows that one load left behind, so the planner believes that there is one, and
    /// compares every period of the sponsor with each of them in turn. Joined by hashes they cost the same few seconds
    /// whatever it believes.
    package static let settings = ["enable_nestloop": "off"]

    /// The later loads that changed what a load had changed, oldest first.
    package static let laterLoads = Statement(
        """
        SELECT load_id FROM eligibility_load AS later
        WHERE sponsor_id = $1 AND load_id IN (
            SELECT load_id FROM coverage_before WHERE sponsor_id = $1 AND prior_load_id = $2
            UNION
            SELECT load_id FROM person_before WHERE sponsor_id = $1 AND prior_load_id = $2
        )
        ORDER BY position
        """,
        takes: Types(SponsorID.self, UUID.self), gives: Types(UUID.self))

    /// How many people would be covered again, and how many not any more, on the day $3 or after it; how many are changed
    /// otherwise; and of how many of those the last day comes nearer, to the day $4 or before it.
    package static let effects = Statement(
        """
        WITH met AS (
            SELECT DISTINCT number FROM coverage WHERE sponsor_id = $1 AND load_id = $2
        ),
        judged AS (
            SELECT
                met.number,
                bool_or(coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $3)) AS was_live,
                bool_or(
                    CASE
                        WHEN coverage.load_id <> $2
                            THEN coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $3)
                        WHEN before.number IS NULL THEN false
                        ELSE before.valid_to IS NULL OR before.valid_to > greatest(before.valid_from, $3)
                    END
                ) AS is_live,
                max(coalesce(coverage.valid_to, 'infinity')) FILTER (
                    WHERE coverage.valid_to IS DISTINCT FROM coverage.valid_from
                ) AS was_until,
                max(
                    CASE
                        WHEN coverage.load_id <> $2 THEN coalesce(coverage.valid_to, 'infinity')
                        WHEN before.number IS NOT NULL THEN coalesce(before.valid_to, 'infinity')
                    END
                ) FILTER (
                    WHERE CASE WHEN coverage.load_id <> $2 THEN coverage.valid_to ELSE before.valid_to END
                        IS DISTINCT FROM coverage.valid_from
                ) AS is_until
            FROM met
            JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = met.number
            LEFT JOIN coverage_before AS before
                ON before.sponsor_id = $1 AND before.load_id = $2 AND before.number = coverage.number
                AND before.valid_from = coverage.valid_from AND before.plan_code = coverage.plan_code
            GROUP BY met.number
        )
        SELECT
            count(*) FILTER (WHERE is_live AND NOT was_live),
            count(*) FILTER (WHERE was_live AND NOT is_live),
            count(*) FILTER (WHERE was_live = is_live),
            count(*) FILTER (WHERE was_live AND is_live AND is_until < was_until AND is_until <= $4)
        FROM judged
        """,
        takes: Types(SponsorID.self, UUID.self, LocalDay.self, LocalDay.self),
        gives: Types(Int.self, Int.self, Int.self, Int.self))

    /// What the load made covers no day any more; the row stays.
    package static let emptyMade = Statement(
        """
        UPDATE coverage SET valid_to = valid_from, end_reason = 'load_undone', load_id = $3
        WHERE sponsor_id = $1 AND load_id = $2
            AND NOT EXISTS (
                SELECT FROM coverage_before AS before
                WHERE before.sponsor_id = $1 AND before.load_id = $2 AND before.number = coverage.number
                    AND before.valid_from = coverage.valid_from AND before.plan_code = coverage.plan_code
            )
        """,
        takes: Types(SponsorID.self, UUID.self, UUID.self))

    package static let restorePeriods = Statement(
        """
        UPDATE coverage SET valid_to = before.valid_to, end_reason = before.end_reason,
            load_id = before.prior_load_id
        FROM coverage_before AS before
        WHERE before.sponsor_id = $1 AND before.load_id = $2 AND coverage.sponsor_id = $1
            AND coverage.number = before.number AND coverage.valid_from = before.valid_from
            AND coverage.plan_code = before.plan_code
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let restorePeople = Statement(
        """
        UPDATE covered_person AS person SET
            subscriber_number = before.subscriber_number, relationship = before.relationship,
            first_name = before.first_name, last_name = before.last_name, first_name_key = before.first_name_key,
            last_name_key = before.last_name_key, birth_date = before.birth_date, sex = before.sex,
            email = before.email, phone = before.phone, zip = before.zip, state = before.state,
            group_id = before.group_id, language = before.language, load_id = before.prior_load_id
        FROM person_before AS before
        WHERE before.sponsor_id = $1 AND before.load_id = $2 AND person.sponsor_id = $1
            AND person.number = before.number
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let forgetPeriods = Statement(
        "DELETE FROM coverage_before WHERE sponsor_id = $1 AND load_id = $2", takes: Types(SponsorID.self, UUID.self))
    package static let forgetPeople = Statement(
        "DELETE FROM person_before WHERE sponsor_id = $1 AND load_id = $2", takes: Types(SponsorID.self, UUID.self))

    package static let all: [any AnyStatement] = [
        laterLoads, effects, emptyMade, restorePeriods, restorePeople, forgetPeriods, forgetPeople,
    ]
}
