/// What one period came to for a sponsor: made once, and never again.
package struct SponsorReport: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let measure: ReportMeasure
        package let count: ReportedCount

        package init(_ measure: ReportMeasure, _ count: ReportedCount) {
            self.measure = measure
            self.count = count
        }
    }

    package let period: ReportPeriod
    /// How many people the sponsor's own roster has covered since its first report; exact, where it is not a few.
    package let covered: ReportedCount
    /// Those of them who were covered on every day, by every roster that a report was made from.
    package let settled: Int
    /// One for each measure, in their order; none where nothing more can be told.
    package let rows: [Row]

    package init(period: ReportPeriod, covered: ReportedCount, settled: Int, rows: [Row]) {
        self.period = period
        self.covered = covered
        self.settled = settled
        self.rows = rows
    }

    /// Whether it says nothing, as too few of those are left who were covered when the reports began.
    package var isWithheld: Bool { rows.isEmpty }

    package func count(_ measure: ReportMeasure) -> ReportedCount? { rows.first { $0.measure == measure }?.count }

    /// Makes the report of a period from what happened and from all that the sponsor has been told before.
    ///
    /// A count that is not part of what it should be part of is cut down to it, so that a slip in counting cannot break what
    /// ``CountRounding`` rests on.
    package init(of period: ReportPeriod, _ tally: ReportTally, smallestCell: Int, after earlier: [SponsorReport]) {
        let last = earlier.max { $0.period < $1.period }
        let settled = min(tally.settled, last?.settled ?? tally.settled, tally.covered)
        self.period = period
        self.settled = settled
        covered =
            tally.covered < CountRounding.step
            ? ReportedCount(atLeast: 0, atMost: CountRounding.step - 1)
            : ReportedCount(atLeast: tally.covered, atMost: tally.covered)
        let told = earlier.flatMap(\.rows)
        guard !earlier.contains(where: \.isWithheld), !CountRounding.isSpent(settled: settled, told: told.map(\.count))
        else {
            rows = []
            return
        }
        let rounding = CountRounding(smallestCell: smallestCell, population: tally.covered, settled: settled)
        var counts: [ReportMeasure: Int] = [:]
        rows = ReportMeasure.allCases.map { measure in
            let whole = measure.whole.flatMap { counts[$0] } ?? tally.covered
            let count = min(tally.counts[measure] ?? 0, whole)
            counts[measure] = count
            return Row(measure, rounding.told(count, before: measure.isSoFar ? last?.count(measure) : nil))
        }
    }

    /// The share of those assessed who have meaningfully less pain, in percent.
    package var improvedShare: PercentRange? {
        guard let part = count(.improved), let whole = count(.assessed) else { return nil }
        return PercentRange(of: [part], in: whole)
    }

    /// The average of the members' adherence, as they report it themselves.
    ///
    /// From how many reached each fifth: between 20 % for each fifth reached and 20 % more.
    package var averageAdherence: PercentRange? {
        guard let whole = count(.prescribed) else { return nil }
        let fifths = ReportMeasure.adherence.compactMap(count)
        guard fifths.count == ReportMeasure.adherence.count else { return nil }
        return PercentRange(of: fifths, in: whole, parts: 5)
    }
}

/// A percentage that follows from ranges, and is therefore a range.
package struct PercentRange: Hashable, Sendable {
    /// 0–100.
    package let atLeast: Int
    package let atMost: Int

    package init(atLeast: Int, atMost: Int) {
        self.atLeast = atLeast
        self.atMost = atMost
    }

    /// Nil where the whole may be of fewer than eleven, of whom there is no average.
    ///
    /// With several parts, each is worth an equal step of the whole, and a person may be anywhere within the last step they reached.
    init?(of counts: [ReportedCount], in whole: ReportedCount, parts: Int = 1) {
        guard whole.atLeast >= CountRounding.step else { return nil }
        let least = counts.reduce(0) { $0 + $1.atLeast }
        atLeast = whole.atMost.map { least * 100 / (parts * $0) } ?? 0
        let most = counts.reduce(0 as Int?) { sum, count in sum.flatMap { sum in count.atMost.map { sum + $0 } } }
        let within = parts == 1 ? 0 : 100 / parts
        atMost =
            most.map { min(100, ($0 * 100 + parts * whole.atLeast - 1) / (parts * whole.atLeast) + within) } ?? 100
    }

    package var text: String { "\(atLeast) to \(atMost) %" }
}
