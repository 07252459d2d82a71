package import Care
package import Foundation
package import Postgres

/// A file's good rows in a temporary table, which is gone when the transaction ends, whichever way.
///
/// `roster_row` names the temporary table wherever there is one, and else the empty table that gives it its shape.
package enum StagedRosterStatements {
    package static let create = "CREATE TEMPORARY TABLE roster_row (LIKE roster_row) ON COMMIT DROP"

    /// Makes the rows ready for being compared with what is in force.
    ///
    /// Without statistics the comparison would be planned for a handful of rows. Of a sponsor who is new to `coverage` the
    /// planner believes that it has none there, and looks up every period's person in the file: without an index that
    /// would be a million looks at a million rows.
    ///
    /// Who speaks of some plans alone has all of them beside each row: the comparison looks at the first one only.
    package static let settle = """
        CREATE INDEX ON roster_row (number);
        UPDATE roster_row SET plans = (
            SELECT array_agg(own.plan_code) FROM roster_row AS own WHERE own.number = roster_row.number
        )
        WHERE of_plan_only;
        ANALYZE roster_row
        """

    /// Takes the good rows.
    package static let copy = CopyStatement(
        """
        COPY roster_row (
            line, number, subscriber_number, relationship, first_name, last_name, first_name_key, last_name_key,
            birth_date, sex, email, phone, zip, state, group_id, language, valid_from, valid_to, plan_code, end_reason,
            is_first, holds_from, of_plan_only, ending
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            Int32.self, RosterID.self, RosterID.self, RosterRow.Relationship.self, Label.self, Label.self, NameKey.self,
            NameKey.self, LocalDay.self, RosterRow.Sex?.self, Label?.self, Label?.self, Label?.self, USState?.self,
            Label?.self, Label?.self, LocalDay.self, LocalDay?.self, Label.self, Label?.self, Bool.self, LocalDay.self,
            Bool.self, RosterRow.Ending?.self))

    /// Where the rows of `copy` go.
    package typealias Writer = CopyWriter<
        Int32, RosterID, RosterID, RosterRow.Relationship, Label, Label, NameKey, NameKey, LocalDay, RosterRow.Sex?,
        Label?, Label?, Label?, USState?, Label?, Label?, LocalDay, LocalDay?, Label, Label?, Bool, LocalDay, Bool,
        RosterRow.Ending?
    >

    /// Takes people out again, by the lines on which they begin, and says who they were.
    package static let withdraw = Statement(
        """
        DELETE FROM roster_row WHERE number IN (SELECT number FROM roster_row WHERE line = ANY ($1)) RETURNING number
        """, takes: Types([Int32].self), gives: Types(RosterID.self))

    /// Which of some family numbers belong to a subscriber whom an earlier file brought, and whom this one does not make
    /// a dependant.
    package static let knownSubscribers = Statement(
        """
        SELECT DISTINCT subscriber_number FROM covered_person AS person
        WHERE sponsor_id = $1 AND subscriber_number = ANY ($2) AND relationship = 'self'
            AND NOT EXISTS (
                SELECT FROM roster_row WHERE roster_row.number = person.number AND roster_row.relationship <> 'self'
            )
        """,
        takes: Types(SponsorID.self, [RosterID].self), gives: Types(RosterID.self))

    /// How many people have cover on a day or after it.
    package static let inForce = Statement(
        """
        SELECT count(DISTINCT number) FROM coverage
        WHERE sponsor_id = $1 AND (valid_to IS NULL OR valid_to > greatest(valid_from, $2))
        """,
        takes: Types(SponsorID.self, LocalDay.self), gives: Types(Int.self))

    /// Whether `coverage` is what the person's rows speak of.
    static let isSpokenOf = "(roster_row.plans IS NULL OR coverage.plan_code = ANY (roster_row.plans))"

    /// What the staged rows would do to the people they name: `compared (number, line, effect)`, on the day $2.
    ///
    /// A row says what holds from its first day on, unless it speaks of its own plan alone: what earlier files said of that time is replaced, and what they
    /// said of the time before stays. Somebody who never was covered for a day, as after a load that was taken back, is new.
    // The names of columns below are ours, not from input.
    private static let compared = """
        WITH period AS (
            SELECT
                roster_row.number,
                bool_or(
                    roster_row.valid_to IS NULL OR roster_row.valid_to > greatest(roster_row.valid_from, $2)
                ) AS is_live,
                max(coalesce(roster_row.valid_to, 'infinity')) FILTER (
                    WHERE roster_row.valid_to IS DISTINCT FROM roster_row.valid_from
                ) AS is_until,
                bool_and(
                    -- What only ends something is as before when nothing is left to end.
                    coverage.number IS NULL AND roster_row.ending IS NOT NULL
                    OR coverage.number IS NOT NULL AND (coverage.valid_to, coverage.end_reason)
                        IS NOT DISTINCT FROM (roster_row.valid_to, roster_row.end_reason)
                ) AS is_same
            FROM roster_row
            LEFT JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = roster_row.number
                AND coverage.valid_from = roster_row.valid_from AND coverage.plan_code = roster_row.plan_code
            GROUP BY roster_row.number
        ),
        cover AS (
            SELECT
                roster_row.number,
                bool_or(
                    coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2)
                ) AS was_live,
                bool_or(coverage.valid_to IS DISTINCT FROM coverage.valid_from) AS was_ever,
                max(coalesce(coverage.valid_to, 'infinity')) FILTER (
                    WHERE coverage.valid_to IS DISTINCT FROM coverage.valid_from
                ) AS was_until,
                max(
                    CASE
                        WHEN said.number IS NOT NULL OR coverage.valid_to = coverage.valid_from THEN NULL
                        WHEN NOT \(isSpokenOf) THEN coalesce(coverage.valid_to, 'infinity')
                        WHEN coverage.valid_from < roster_row.holds_from
                            THEN least(coalesce(coverage.valid_to, 'infinity'), roster_row.holds_from)
                    END
                ) AS stays_until,
                bool_or(
                    said.number IS NULL AND \(isSpokenOf) AND (
                        coverage.valid_to IS NULL
                        OR coverage.valid_to > greatest(coverage.valid_from, roster_row.holds_from)
                    )
                ) AS is_replaced
            FROM roster_row
            JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = roster_row.number
            LEFT JOIN roster_row AS said
                ON said.number = coverage.number AND said.valid_from = coverage.valid_from
                AND said.plan_code = coverage.plan_code
            WHERE roster_row.is_first
            GROUP BY roster_row.number
        ),
        judged AS (
            SELECT
                roster_row.number,
                roster_row.line,
                NOT coalesce(cover.was_ever, false) AS is_new,
                coalesce(cover.was_live, false) AS was_live,
                coalesce(cover.stays_until > $2, false) OR period.is_live AS is_live,
                cover.was_until,
                greatest(period.is_until, cover.stays_until) AS is_until,
                period.is_same AND NOT coalesce(cover.is_replaced, false)
                    AND (\(columns(of: "person"))) IS NOT DISTINCT FROM (\(columns(of: "roster_row"))) AS is_same
            FROM roster_row
            JOIN period USING (number)
            LEFT JOIN covered_person AS person ON person.sponsor_id = $1 AND person.number = roster_row.number
            LEFT JOIN cover ON cover.number = roster_row.number
            WHERE roster_row.is_first
        ),
        compared AS (
            SELECT number, line,
                CASE
                    WHEN is_new AND NOT is_same THEN 'added'
                    WHEN was_live AND NOT is_live THEN 'terminated'
                    WHEN is_live AND NOT was_live THEN 'reinstated'
                    WHEN is_same THEN 'unchanged'
                    ELSE 'changed'
                END AS effect,
                was_live AND is_live AND is_until < was_until AS ends_sooner,
                is_until
            FROM judged
        )
        """

    /// How many people each effect meets, and of how many who stay covered on the day $2 the last day comes nearer, to
    /// before the day $3.
    package static let effects = Statement(
        compared + """

            SELECT
                count(*) FILTER (WHERE effect = 'added'),
                count(*) FILTER (WHERE effect = 'changed'),
                count(*) FILTER (WHERE effect = 'reinstated'),
                count(*) FILTER (WHERE effect = 'terminated'),
                count(*) FILTER (WHERE effect = 'unchanged'),
                count(*) FILTER (WHERE ends_sooner AND is_until <= $3)
            FROM compared
            """,
        takes: Types(SponsorID.self, LocalDay.self, LocalDay.self),
        gives: Types(Int.self, Int.self, Int.self, Int.self, Int.self, Int.self)
    ).map { added, changed, reinstated, terminated, unchanged, endingSoon in
        var effects = RosterEffects()
        effects.added = added
        effects.changed = changed
        effects.reinstated = reinstated
        effects.terminated = terminated
        effects.unchanged = unchanged
        return (effects, endingSoon)
    }

    /// Keeps what the rows would do, person by person, for whoever decides about the load $3.
    package static let keepChanges = Statement(
        compared + """

            INSERT INTO staged_change (sponsor_id, load_id, effect, number) SELECT $1, $3, effect, number FROM compared
            """,
        takes: Types(SponsorID.self, LocalDay.self, UUID.self))

    /// How many people with cover on a day or after it are not in the file, those aside whom it names in faulty rows.
    package static let absent = Statement(
        """
        SELECT count(DISTINCT coverage.number) FROM coverage
        WHERE coverage.sponsor_id = $1
            AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2))
            AND NOT EXISTS (SELECT FROM roster_row WHERE roster_row.number = coverage.number)
            AND NOT EXISTS (SELECT FROM unnest($3) AS faulty (number) WHERE faulty.number = coverage.number)
        """,
        takes: Types(SponsorID.self, LocalDay.self, [RosterID].self), gives: Types(Int.self))

    /// Keeps whose cover a full file would end by their absence.
    package static let keepAbsences = Statement(
        """
        INSERT INTO staged_change (sponsor_id, load_id, effect, number)
        SELECT DISTINCT $1, $3::uuid, 'terminated', coverage.number FROM coverage
        WHERE coverage.sponsor_id = $1
            AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2))
            AND NOT EXISTS (SELECT FROM roster_row WHERE roster_row.number = coverage.number)
            AND NOT EXISTS (SELECT FROM unnest($4) AS faulty (number) WHERE faulty.number = coverage.number)
        """,
        takes: Types(SponsorID.self, LocalDay.self, UUID.self, [RosterID].self))

    // The names of columns below are ours, not from input.
    package static let keepRows = Statement(
        """
        INSERT INTO staged_row (sponsor_id, load_id, \(allColumns)) SELECT $1, $2, \(allColumns) FROM roster_row
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let keepNamed = Statement(
        """
        INSERT INTO staged_named (sponsor_id, load_id, number)
        SELECT DISTINCT $1, $2::uuid, faulty.number FROM unnest($3) AS faulty (number)
        """,
        takes: Types(SponsorID.self, UUID.self, [RosterID].self))

    // The names of columns below are ours, not from input.
    package static let takeUpRows = Statement(
        """
        INSERT INTO roster_row (\(allColumns))
        SELECT \(allColumns) FROM staged_row WHERE sponsor_id = $1 AND load_id = $2
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let named = Statement(
        "SELECT number FROM staged_named WHERE sponsor_id = $1 AND load_id = $2",
        takes: Types(SponsorID.self, UUID.self), gives: Types(RosterID.self))

    package static let dropRows = Statement(
        "DELETE FROM staged_row WHERE sponsor_id = $1 AND load_id = $2", takes: Types(SponsorID.self, UUID.self))
    package static let dropNamed = Statement(
        "DELETE FROM staged_named WHERE sponsor_id = $1 AND load_id = $2", takes: Types(SponsorID.self, UUID.self))
    package static let dropChanges = Statement(
        "DELETE FROM staged_change WHERE sponsor_id = $1 AND load_id = $2", takes: Types(SponsorID.self, UUID.self))

    /// A page of what a load that waits would do to whom, by number.
    // The names of columns below are ours, not from input.
    package static let changes = Statement(
        """
        SELECT change.effect, change.number, staged_row.line,
            CASE
                WHEN staged_row.number IS NULL OR person.number IS NULL OR change.effect = 'added' THEN ARRAY[]::text[]
                WHEN staged_row.ending IS NOT NULL THEN ARRAY['valid_to']
                ELSE array_remove(ARRAY[\(differences)], NULL)
            END,
            staged_row.plan_code, staged_row.valid_from, staged_row.valid_to
        FROM (
            SELECT effect, number FROM staged_change
            WHERE sponsor_id = $1 AND load_id = $2 AND effect = $3 AND number > $4
            ORDER BY number LIMIT $5
        ) AS change
        LEFT JOIN staged_row
            ON staged_row.sponsor_id = $1 AND staged_row.load_id = $2 AND staged_row.number = change.number
            AND staged_row.is_first
        LEFT JOIN covered_person AS person ON person.sponsor_id = $1 AND person.number = change.number
        LEFT JOIN LATERAL (
            SELECT coverage.valid_from, coverage.valid_to, coverage.plan_code, coverage.end_reason FROM coverage
            WHERE coverage.sponsor_id = $1 AND coverage.number = change.number
                AND coverage.valid_from = staged_row.valid_from
            -- The same plan where there is one; else what the row takes the place of.
            ORDER BY coverage.plan_code = staged_row.plan_code DESC, coverage.valid_to IS NULL DESC, coverage.valid_to DESC
            LIMIT 1
        ) AS coverage ON true
        ORDER BY change.number
        """,
        takes: Types(SponsorID.self, UUID.self, String.self, String.self, Int.self),
        gives: Types(
            String.self, String.self, Int32?.self, [String].self, String?.self, LocalDay?.self, LocalDay?.self))

    private static let personColumns = [
        "subscriber_number", "relationship", "first_name", "last_name", "first_name_key", "last_name_key",
        "birth_date", "sex", "email", "phone", "zip", "state", "group_id", "language",
    ]
    private static let periodColumns = ["valid_from", "valid_to", "plan_code", "end_reason"]
    static let allColumns =
        (["line", "number", "is_first", "holds_from", "of_plan_only", "ending"] + personColumns + periodColumns)
        .joined(separator: ", ")

    private static let differences =
        (personColumns.filter { !$0.hasSuffix("_key") }.map { ("person", $0) } + periodColumns.map { ("coverage", $0) })
        .map { "CASE WHEN \($0).\($1) IS DISTINCT FROM staged_row.\($1) THEN '\($1)' END" }.joined(separator: ", ")

    /// The columns that a person has in a roster and in `covered_person`.
    static func columns(of table: String) -> String {
        personColumns.map { "\(table).\($0)" }.joined(separator: ", ")
    }

    package static let all: [any AnyStatement] = [
        withdraw, knownSubscribers, inForce, effects, absent, keepChanges, keepAbsences, keepRows, keepNamed,
        takeUpRows, named, dropRows, dropNamed, dropChanges, changes,
    ]
}
