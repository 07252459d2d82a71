package import Care
package import Postgres

package enum CoverageListingStatements {
    /// The coverages of a person by their own number, the earliest first; one that was taken back is none, and who has none
    /// at all is one nil.
    package static let ofNumber = Statement(
        """
        SELECT
            person.number, person.subscriber_number, person.relationship, person.group_id, coverage.valid_from,
            coverage.valid_to, coverage.plan_code, coverage.member_cost_cents
        FROM covered_person AS person
        LEFT JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = $2
            AND coverage.valid_to IS DISTINCT FROM coverage.valid_from
        WHERE person.sponsor_id = $1 AND person.number = $2
        ORDER BY coverage.valid_from, coverage.plan_code
        """,
        takes: Types(SponsorID.self, RosterID.self),
        gives: Types(
            RosterID.self, RosterID.self, RosterRow.Relationship.self, Label?.self, LocalDay?.self, LocalDay?.self,
            Label?.self, Int32?.self)
    ).map { number, subscriber, relationship, group, from, until, plan, cents -> CoverageListing? in
        // A constraint keeps the end from lying before the beginning.
        guard let from, let plan, let period = CoveragePeriod(from: from, until: until) else { return nil }
        return CoverageListing(
            number: number, subscriberNumber: subscriber, relationship: relationship, groupID: group,
            coverage: Coverage(planCode: plan, period: period, memberCostCents: Int(cents ?? 0)))
    }

    package static let sponsorName = Statement(
        "SELECT slug, name FROM sponsor WHERE sponsor_id = $1",
        takes: Types(SponsorID.self), gives: Types(Slug.self, Label.self))

    package static let all: [any AnyStatement] = [ofNumber, sponsorName]
}
