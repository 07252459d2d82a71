package import Care
package import Foundation
package import Postgres

/// How the staged rows become what is in force; in this order, under the sponsor's lock.
package enum CoverageChangeStatements {
    /// Keeps what is said of people whom `updatePeople` will change.
    // The names of columns below are ours, not from input.
    package static let keepPeople = Statement(
        """
        INSERT INTO person_before (
            sponsor_id, load_id, number, subscriber_number, relationship, first_name, last_name, first_name_key,
            last_name_key, birth_date, sex, email, phone, zip, state, group_id, language, prior_load_id
        )
        SELECT $1, $2, person.number, \(StagedRosterStatements.columns(of: "person")), person.load_id
        FROM roster_row
        JOIN covered_person AS person ON person.sponsor_id = $1 AND person.number = roster_row.number
        WHERE roster_row.is_first AND (\(StagedRosterStatements.columns(of: "person")))
            IS DISTINCT FROM (\(StagedRosterStatements.columns(of: "roster_row")))
        """,
        takes: Types(SponsorID.self, UUID.self))

    /// Keeps the periods that `replaceLater` and `updateSame` will change.
    // What is put in below is ours, not from input.
    package static let keepPeriods = Statement(
        """
        INSERT INTO coverage_before (
            sponsor_id, load_id, number, valid_from, valid_to, plan_code, end_reason, prior_load_id
        )
        SELECT $1, $2, coverage.number, coverage.valid_from, coverage.valid_to, coverage.plan_code,
            coverage.end_reason, coverage.load_id
        FROM roster_row
        JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = roster_row.number
        LEFT JOIN roster_row AS said
            ON said.number = coverage.number AND said.valid_from = coverage.valid_from
            AND said.plan_code = coverage.plan_code
        WHERE roster_row.is_first AND
            CASE
                WHEN said.number IS NOT NULL
                    THEN (coverage.valid_to, coverage.end_reason) IS DISTINCT FROM (said.valid_to, said.end_reason)
                ELSE \(StagedRosterStatements.isSpokenOf) AND (
                    coverage.valid_to IS NULL
                    OR coverage.valid_to > greatest(coverage.valid_from, roster_row.holds_from)
                )
            END
        """,
        takes: Types(SponsorID.self, UUID.self))

    /// Keeps the periods that `endAbsent` will end.
    package static let keepAbsent = Statement(
        """
        INSERT INTO coverage_before (
            sponsor_id, load_id, number, valid_from, valid_to, plan_code, end_reason, prior_load_id
        )
        SELECT $1, $2, coverage.number, coverage.valid_from, coverage.valid_to, coverage.plan_code,
            coverage.end_reason, coverage.load_id
        FROM coverage
        WHERE sponsor_id = $1 AND (valid_to IS NULL OR valid_to > greatest(valid_from, $3))
            AND NOT EXISTS (SELECT FROM roster_row WHERE roster_row.number = coverage.number)
            AND NOT EXISTS (SELECT FROM unnest($4) AS faulty (number) WHERE faulty.number = coverage.number)
        """,
        takes: Types(SponsorID.self, UUID.self, LocalDay.self, [RosterID].self))

    // The names of columns below are ours, not from input.
    package static let updatePeople = Statement(
        """
        UPDATE covered_person AS person SET
            subscriber_number = roster_row.subscriber_number, relationship = roster_row.relationship,
            first_name = roster_row.first_name, last_name = roster_row.last_name,
            first_name_key = roster_row.first_name_key, last_name_key = roster_row.last_name_key,
            birth_date = roster_row.birth_date, sex = roster_row.sex, email = roster_row.email,
            phone = roster_row.phone, zip = roster_row.zip, state = roster_row.state, group_id = roster_row.group_id,
            language = roster_row.language, load_id = $2
        FROM roster_row
        WHERE roster_row.is_first AND person.sponsor_id = $1 AND person.number = roster_row.number
            AND (\(StagedRosterStatements.columns(of: "person")))
                IS DISTINCT FROM (\(StagedRosterStatements.columns(of: "roster_row")))
        """,
        takes: Types(SponsorID.self, UUID.self))

    // The names of columns below are ours, not from input.
    package static let insertPeople = Statement(
        """
        INSERT INTO covered_person (
            sponsor_id, number, subscriber_number, relationship, first_name, last_name, first_name_key, last_name_key,
            birth_date, sex, email, phone, zip, state, group_id, language, load_id
        )
        SELECT $1, roster_row.number, \(StagedRosterStatements.columns(of: "roster_row")), $2
        FROM roster_row
        WHERE roster_row.is_first AND NOT EXISTS (
            SELECT FROM covered_person AS person WHERE person.sponsor_id = $1 AND person.number = roster_row.number
        )
        """,
        takes: Types(SponsorID.self, UUID.self))

    /// What earlier files said ends where the person's first day in this one begins.
    ///
    /// What would have begun after it covers no day any more. What this one says again stays, and so does what it does not
    /// speak of.
    // What is put in below is ours, not from input.
    package static let replaceLater = Statement(
        """
        UPDATE coverage SET valid_to = greatest(coverage.valid_from, roster_row.holds_from), load_id = $2
        FROM roster_row
        WHERE roster_row.is_first AND coverage.sponsor_id = $1 AND coverage.number = roster_row.number
            AND (
                coverage.valid_to IS NULL
                OR coverage.valid_to > greatest(coverage.valid_from, roster_row.holds_from)
            )
            AND NOT EXISTS (
                SELECT FROM roster_row AS said
                WHERE said.number = coverage.number AND said.valid_from = coverage.valid_from
                    AND said.plan_code = coverage.plan_code
            )
            AND \(StagedRosterStatements.isSpokenOf)
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let updateSame = Statement(
        """
        UPDATE coverage SET valid_to = roster_row.valid_to, end_reason = roster_row.end_reason, load_id = $2
        FROM roster_row
        WHERE coverage.sponsor_id = $1 AND coverage.number = roster_row.number
            AND coverage.valid_from = roster_row.valid_from AND coverage.plan_code = roster_row.plan_code
            AND (coverage.valid_to, coverage.end_reason)
                IS DISTINCT FROM (roster_row.valid_to, roster_row.end_reason)
        """,
        takes: Types(SponsorID.self, UUID.self))

    package static let insertNew = Statement(
        """
        INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, end_reason, load_id)
        SELECT $1, roster_row.number, roster_row.valid_from, roster_row.valid_to, roster_row.plan_code,
            roster_row.end_reason, $2
        FROM roster_row
        WHERE roster_row.ending IS NULL AND NOT EXISTS (
            SELECT FROM coverage
            WHERE coverage.sponsor_id = $1 AND coverage.number = roster_row.number
                AND coverage.valid_from = roster_row.valid_from AND coverage.plan_code = roster_row.plan_code
        )
        """,
        takes: Types(SponsorID.self, UUID.self))

    /// In a full file: who is absent is not covered from that day on, those aside whom it names in faulty rows.
    package static let endAbsent = Statement(
        """
        UPDATE coverage SET valid_to = greatest(valid_from, $3), end_reason = 'absent_from_file', load_id = $2
        WHERE sponsor_id = $1 AND (valid_to IS NULL OR valid_to > greatest(valid_from, $3))
            AND NOT EXISTS (SELECT FROM roster_row WHERE roster_row.number = coverage.number)
            AND NOT EXISTS (SELECT FROM unnest($4) AS faulty (number) WHERE faulty.number = coverage.number)
        """,
        takes: Types(SponsorID.self, UUID.self, LocalDay.self, [RosterID].self))

    package static let all: [any AnyStatement] = [
        keepPeople, keepPeriods, keepAbsent, updatePeople, insertPeople, replaceLater, updateSame, insertNew, endAbsent,
    ]
}
