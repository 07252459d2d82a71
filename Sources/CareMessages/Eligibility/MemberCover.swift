package import Care

/// `GET /v1/cover` and the answer of `POST /v1/cover`: where a member stands with their cover today.
///
/// It follows from dates: nothing tells a device on the day, so that it asks when it shows this.
package struct MemberCover: Hashable, Sendable, Codable {
    package var on: LocalDay
    /// Whether new sessions count today.
    ///
    /// The record itself stays open whatever this says.
    package var isCovered: Bool
    /// The last day without a gap; absent while no end is known.
    package var coveredThrough: LocalDay?
    /// The day on which cover begins, for who is not covered.
    package var nextFrom: LocalDay?
    /// The last day that was covered, for who is not covered.
    package var endedOn: LocalDay?
    /// What the member pays today, in cents: 0; absent for who is not covered.
    package var memberCostCents: Int?
    package var periods: [Period]

    /// One period of one payer.
    package struct Period: Hashable, Sendable, Codable {
        package var sponsor: Label
        package var planCode: Label
        package var from: LocalDay
        /// The last covered day; absent while no end is known.
        package var through: LocalDay?
    }

    package init(on day: LocalDay, _ covers: [(sponsor: Label, coverage: Coverage)]) {
        let standing = CoverStanding(on: day, among: covers.map(\.coverage))
        on = day
        isCovered = standing.isCovered
        coveredThrough = standing.through
        nextFrom = standing.nextFrom
        endedOn = standing.endedOn
        memberCostCents = standing.coverage?.memberCostCents
        periods = covers.map {
            Period(
                sponsor: $0.sponsor, planCode: $0.coverage.planCode, from: $0.coverage.period.from,
                through: $0.coverage.period.until?.adding(days: -1))
        }
    }

    /// In words, for a member.
    package var words: String {
        if isCovered {
            guard let coveredThrough else { return "covered, with no end known" }
            return "covered through \(coveredThrough)"
        }
        if let nextFrom { return "not covered; cover begins on \(nextFrom)" }
        return endedOn.map { "not covered since \($0); your record stays yours" } ?? "not covered"
    }
}
