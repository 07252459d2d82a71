package import Care
package import Postgres

/// How the staged rows are made to fit each other and what is in force: what cannot is taken out, and what follows from
/// them is put in.
package enum RosterFittingStatements {
    /// Rows whose number is known as somebody with another birth date and another first or last name, who was covered;
    /// whose they are.
    ///
    /// A number that only a load brought that was taken back is nobody's.
    package static let reused = Statement(
        """
        DELETE FROM roster_row USING covered_person AS person
        WHERE person.sponsor_id = $1 AND person.number = roster_row.number
            AND person.birth_date <> roster_row.birth_date
            AND (person.first_name_key, person.last_name_key)
                IS DISTINCT FROM (roster_row.first_name_key, roster_row.last_name_key)
            AND EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = $1 AND coverage.number = person.number
                    AND coverage.valid_to IS DISTINCT FROM coverage.valid_from
            )
        RETURNING roster_row.line, roster_row.number
        """,
        takes: Types(SponsorID.self), gives: Types(Int32.self, RosterID.self))

    /// Rows of the people $1 that contradict each other: they are of different people, or one plan's cover ends on
    /// different days; whose they are.
    package static let contradicting = Statement(
        """
        DELETE FROM roster_row WHERE number IN (
            SELECT said.number FROM roster_row AS said
            JOIN roster_row AS other ON other.number = said.number AND other.line > said.line
            WHERE said.number = ANY ($1) AND (
                (
                    said.subscriber_number, said.relationship, said.first_name_key, said.last_name_key,
                    said.birth_date
                ) IS DISTINCT FROM (
                    other.subscriber_number, other.relationship, other.first_name_key, other.last_name_key,
                    other.birth_date
                )
                OR said.plan_code = other.plan_code AND said.valid_from = other.valid_from
                    AND said.valid_to IS DISTINCT FROM other.valid_to
            )
        )
        RETURNING line, number
        """,
        takes: Types([RosterID].self), gives: Types(Int32.self, RosterID.self))

    /// Rows of the people $1 whose cover an earlier row has by the same plan; whose they are.
    package static let saidAgain = Statement(
        """
        DELETE FROM roster_row AS again USING roster_row AS said
        WHERE again.number = ANY ($1) AND said.number = again.number AND said.line < again.line
            AND said.plan_code = again.plan_code AND said.valid_from <= again.valid_from
            AND (said.valid_to IS NULL OR said.valid_to >= again.valid_to)
            AND again.ending IS NULL
        RETURNING again.line, again.number
        """,
        takes: Types([RosterID].self), gives: Types(Int32.self, RosterID.self))

    /// Makes the rows of each of the people $1 say together what holds; the one whose cover begins last speaks for the
    /// person.
    package static let putTogether = Statement(
        """
        UPDATE roster_row SET is_first = roster_row.ctid = together.first_row, holds_from = together.holds_from,
            of_plan_only = together.of_plan_only, plans = CASE WHEN together.of_plan_only THEN together.plans END
        FROM (
            SELECT number, (array_agg(ctid ORDER BY valid_from DESC, line))[1] AS first_row,
                min(holds_from) AS holds_from, bool_and(of_plan_only) AS of_plan_only,
                array_agg(plan_code) AS plans
            FROM roster_row WHERE number = ANY ($1) GROUP BY number
        ) AS together
        WHERE roster_row.number = together.number
        """,
        takes: Types([RosterID].self))

    /// Rows of people for whom nothing is in force that one of their rows could end, for the reason $2; whose they are.
    ///
    /// Cover that begins on a child's birthday or later ends too.
    package static let endless = Statement(
        """
        DELETE FROM roster_row WHERE number IN (
            SELECT said.number FROM roster_row AS said
            WHERE said.ending = $2 AND NOT EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = $1 AND coverage.number = said.number
                    AND ($2 <> 'plan' OR coverage.plan_code = said.plan_code)
                    AND ($2 = 'age' OR coverage.valid_from < said.valid_from)
                    AND coverage.valid_to IS DISTINCT FROM coverage.valid_from
                    AND (coverage.valid_to IS NULL OR coverage.valid_to >= said.valid_from)
            )
        )
        RETURNING line, number
        """,
        takes: Types(SponsorID.self, RosterRow.Ending.self), gives: Types(Int32.self, RosterID.self))

    /// In a delta: ends the cover of dependants whose subscriber's is ended by it, those aside of whom it says something.
    ///
    /// They stand on the subscriber's line.
    // The names of columns below are ours, not from input.
    package static let endFamilies = Statement(
        """
        WITH ended AS (
            SELECT number, min(subscriber_number) AS family, min(line) AS line, bool_or(of_plan_only) AS of_plan_only,
                max(coalesce(valid_to, 'infinity')) AS until
            FROM roster_row
            WHERE relationship = 'self'
            GROUP BY number
            HAVING max(coalesce(valid_to, 'infinity')) < 'infinity'
        )
        INSERT INTO roster_row (\(StagedRosterStatements.allColumns))
        SELECT DISTINCT ON (person.number) ended.line, person.number, true, ended.until, false, 'family',
            \(StagedRosterStatements.columns(of: "person")), ended.until, ended.until, 'any plan', NULL
        FROM ended
        JOIN covered_person AS person ON person.sponsor_id = $1 AND person.subscriber_number = ended.family
            AND person.relationship <> 'self'
        WHERE NOT EXISTS (SELECT FROM roster_row AS said WHERE said.number = person.number)
            AND NOT EXISTS (SELECT FROM unnest($2) AS faulty (number) WHERE faulty.number = person.number)
            AND EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = $1 AND coverage.number = person.number
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, ended.until))
            )
            -- It is this file that ends the subscriber's cover, and no other plan of theirs goes on.
            AND EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = $1 AND coverage.number = ended.number
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, ended.until))
            )
            AND NOT (
                ended.of_plan_only AND EXISTS (
                    SELECT FROM coverage
                    WHERE coverage.sponsor_id = $1 AND coverage.number = ended.number
                        AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, ended.until))
                        AND NOT EXISTS (
                            SELECT FROM roster_row AS own
                            WHERE own.number = coverage.number AND own.plan_code = coverage.plan_code
                        )
                )
            )
        ORDER BY person.number, ended.until DESC
        """,
        takes: Types(SponsorID.self, [RosterID].self))

    /// In a delta: rows that make a dependant of a subscriber whose dependants it leaves where they are; whose they are.
    package static let demoted = Statement(
        """
        DELETE FROM roster_row USING covered_person AS person
        WHERE person.sponsor_id = $1 AND person.number = roster_row.number
            AND person.relationship = 'self' AND roster_row.relationship <> 'self'
            AND EXISTS (
                SELECT FROM covered_person AS dependent
                JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = dependent.number
                WHERE dependent.sponsor_id = $1 AND dependent.subscriber_number = person.subscriber_number
                    AND dependent.relationship <> 'self'
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2))
                    AND NOT EXISTS (SELECT FROM roster_row AS said WHERE said.number = dependent.number)
            )
        RETURNING roster_row.line, roster_row.number
        """,
        takes: Types(SponsorID.self, LocalDay.self), gives: Types(Int32.self, RosterID.self))

    package static let all: [any AnyStatement] = [
        reused, contradicting, saidAgain, putTogether, endless, endFamilies, demoted,
    ]
}
