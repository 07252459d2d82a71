/// One benefit record of one person.
package struct Coverage: Hashable, Sendable, Codable {
    package var planCode: Label
    package var period: CoveragePeriod
    /// What the member pays, in cents: 0 for everybody (ankle-pain article; domain guide §2.16).
    package var memberCostCents: Int

    package init(planCode: Label, period: CoveragePeriod, memberCostCents: Int = 0) {
        self.planCode = planCode
        self.period = period
        self.memberCostCents = memberCostCents
    }
}

/// Whether a person may use the service on one day, or at all in some period.
package struct CoverageAnswer: Hashable, Sendable, Codable {
    package let day: LocalDay
    /// The coverage in force on that day; nil when the person is not covered.
    package let coverage: Coverage?

    package var isCovered: Bool { coverage != nil }

    /// Answers for a day from all of a person's coverages, in whatever order: gaps, overlaps, future starts and re-hires
    /// are normal.
    ///
    /// Of overlapping coverages the one answers that costs the member least, then the one that began last, then the one
    /// that ends last, so that the same coverages always give the same answer (choice).
    package init(on day: LocalDay, among coverages: [Coverage]) {
        self.day = day
        coverage = coverages.filter { $0.period.contains(day) }.min { $0.answersBefore($1) }
    }

    /// Answers for a period: for the first day in it on which the person is covered, and for its first day where they are
    /// on none (choice).
    package init(in period: CoveragePeriod, among coverages: [Coverage]) {
        let days = coverages.compactMap { $0.period.firstDay(in: period) }
        self.init(on: days.min() ?? period.from, among: coverages)
    }
}

extension Coverage {
    fileprivate func answersBefore(_ other: Coverage) -> Bool {
        if memberCostCents != other.memberCostCents { return memberCostCents < other.memberCostCents }
        if period.from != other.period.from { return period.from > other.period.from }
        if period.until != other.period.until {
            guard let until = period.until else { return true }
            return other.period.until.map { until > $0 } ?? false
        }
        return planCode.description < other.planCode.description
    }
}
