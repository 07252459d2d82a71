package import Care
package import Postgres

/// A person who might be meant by a question, with one of their coverages.
package struct CoverageCandidate: Hashable, Sendable {
    /// The place of the question among those that were asked.
    package var place: Int
    package var number: RosterID
    package var subscriberNumber: RosterID
    package var firstNameKey: NameKey
    package var lastNameKey: NameKey
    package var birthDate: LocalDay
    package var groupID: Label?
    /// Nil for a person without any.
    package var coverage: Coverage?
}

package enum CoverageQuestionStatements {
    /// Everybody whose own or family number was asked for, a row for each of their coverages.
    package static let candidates = Statement(
        """
        WITH question AS (
            SELECT place, number FROM unnest($2::integer[], $3::text[]) AS question (place, number)
        ),
        candidate AS (
            SELECT question.place, person.*
            FROM question
            JOIN covered_person AS person ON person.sponsor_id = $1 AND person.number = question.number
            UNION ALL
            SELECT question.place, person.*
            FROM question
            JOIN covered_person AS person ON person.sponsor_id = $1 AND person.subscriber_number = question.number
                AND person.number <> question.number
        )
        SELECT
            candidate.place, candidate.number, candidate.subscriber_number, candidate.first_name_key,
            candidate.last_name_key, candidate.birth_date, candidate.group_id, coverage.valid_from,
            coverage.valid_to, coverage.plan_code, coverage.member_cost_cents
        FROM candidate
        LEFT JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = candidate.number
        """,
        takes: Types(SponsorID.self, [Int32].self, [RosterID].self),
        gives: Types(
            Int32.self, RosterID.self, RosterID.self, NameKey.self, NameKey.self, LocalDay.self, Label?.self,
            LocalDay?.self, LocalDay?.self, Label?.self, Int32?.self)
    ).map { place, number, subscriberNumber, firstName, lastName, birthDate, group, from, until, planCode, cents in
        var coverage: Coverage?
        // A constraint keeps the end from lying before the beginning.
        if let from, let planCode, let period = CoveragePeriod(from: from, until: until) {
            coverage = Coverage(planCode: planCode, period: period, memberCostCents: Int(cents ?? 0))
        }
        return CoverageCandidate(
            place: Int(place), number: number, subscriberNumber: subscriberNumber, firstNameKey: firstName,
            lastNameKey: lastName, birthDate: birthDate, groupID: group, coverage: coverage)
    }

    package static let all: [any AnyStatement] = [candidates]
}
