package import Care
package import Postgres

/// A file's good rows in a temporary table, which is gone when the transaction ends, whichever way.
///
/// `roster_row` names the temporary table wherever there is one, and else the empty table that gives it its shape.
package enum StagedRosterStatements {
    package static let create = "CREATE TEMPORARY TABLE roster_row (LIKE roster_row) ON COMMIT DROP"

    /// Without it the comparison with what is in force would be planned for a handful of rows.
    package static let analyze = "ANALYZE roster_row"

    /// Takes the good rows.
    package static let copy = CopyStatement(
        """
        COPY roster_row (
            line, number, subscriber_number, relationship, first_name, last_name, first_name_key, last_name_key,
            birth_date, sex, email, phone, zip, state, group_id, language, valid_from, valid_to, plan_code, end_reason
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            Int32.self, RosterID.self, RosterID.self, RosterRow.Relationship.self, Label.self, Label.self, NameKey.self,
            NameKey.self, LocalDay.self, RosterRow.Sex?.self, Label?.self, Label?.self, Label?.self, USState?.self,
            Label?.self, Label?.self, LocalDay.self, LocalDay?.self, Label.self, Label?.self))

    /// Where the rows of `copy` go.
    package typealias Writer = CopyWriter<
        Int32, RosterID, RosterID, RosterRow.Relationship, Label, Label, NameKey, NameKey, LocalDay, RosterRow.Sex?,
        Label?, Label?, Label?, USState?, Label?, Label?, LocalDay, LocalDay?, Label, Label?
    >

    /// Takes rows out again, by their lines, and says whose they were.
    package static let withdraw = Statement(
        "DELETE FROM roster_row WHERE line = ANY ($1) RETURNING number", takes: Types([Int32].self),
        gives: Types(RosterID.self))

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

    /// What the staged rows would do to the people they name, as (added, changed, reinstated, terminated, unchanged).
    ///
    /// A row says what holds from its first day on: what earlier files said of that time is replaced, and what they
    /// said of the time before stays.
    // The names of columns below are ours, not from input.
    package static let effects = Statement(
        """
        WITH cover AS (
            SELECT
                roster_row.number,
                bool_or(
                    coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2)
                ) AS was_live,
                bool_or(
                    coverage.valid_from < roster_row.valid_from AND roster_row.valid_from > $2
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest(coverage.valid_from, $2))
                ) AS older_stays_live,
                bool_or(
                    coverage.valid_from <> roster_row.valid_from AND (
                        coverage.valid_to IS NULL
                        OR coverage.valid_to > greatest(coverage.valid_from, roster_row.valid_from)
                    )
                ) AS is_replaced,
                bool_or(
                    coverage.valid_from = roster_row.valid_from
                    AND (coverage.valid_to, coverage.plan_code, coverage.end_reason)
                        IS NOT DISTINCT FROM (roster_row.valid_to, roster_row.plan_code, roster_row.end_reason)
                ) AS is_same
            FROM roster_row
            JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = roster_row.number
            GROUP BY roster_row.number
        ),
        compared AS (
            SELECT
                person.number IS NULL AS is_new,
                coalesce(cover.was_live, false) AS was_live,
                coalesce(cover.older_stays_live, false) OR roster_row.valid_to IS NULL
                    OR roster_row.valid_to > greatest(roster_row.valid_from, $2) AS is_live,
                coalesce(cover.is_same, false) AND NOT coalesce(cover.is_replaced, false)
                    AND (\(columns(of: "person"))) IS NOT DISTINCT FROM (\(columns(of: "roster_row"))) AS is_same
            FROM roster_row
            LEFT JOIN covered_person AS person ON person.sponsor_id = $1 AND person.number = roster_row.number
            LEFT JOIN cover ON cover.number = roster_row.number
        )
        SELECT
            count(*) FILTER (WHERE is_new),
            count(*) FILTER (WHERE NOT is_new AND was_live = is_live AND NOT is_same),
            count(*) FILTER (WHERE NOT is_new AND NOT was_live AND is_live),
            count(*) FILTER (WHERE NOT is_new AND was_live AND NOT is_live),
            count(*) FILTER (WHERE NOT is_new AND was_live = is_live AND is_same)
        FROM compared
        """,
        takes: Types(SponsorID.self, LocalDay.self), gives: Types(Int.self, Int.self, Int.self, Int.self, Int.self)
    ).map { added, changed, reinstated, terminated, unchanged in
        var effects = RosterEffects()
        effects.added = added
        effects.changed = changed
        effects.reinstated = reinstated
        effects.terminated = terminated
        effects.unchanged = unchanged
        return effects
    }

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

    /// The columns that a person has in a roster and in `covered_person`.
    static func columns(of table: String) -> String {
        [
            "subscriber_number", "relationship", "first_name", "last_name", "first_name_key", "last_name_key",
            "birth_date", "sex", "email", "phone", "zip", "state", "group_id", "language",
        ].map { "\(table).\($0)" }.joined(separator: ", ")
    }

    package static let all: [any AnyStatement] = [withdraw, knownSubscribers, inForce, effects, absent]
}
