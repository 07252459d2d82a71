/// How a count of people is told to somebody who may not learn anything about any of them.
///
/// A count is told as the step of 11 that it lies on, or as one of a few steps together: 0–10 as `<11`, 11–21, 22–32, and from a
/// **ceiling** on only "at least so many". Nothing else is ever told. The ceiling lies at least ten people below the
/// **settled**, those who have been covered on every day since the first report; it depends on the roster alone, which the
/// sponsor knows anyway.
///
/// Why that is safe, over all reports of a sponsor together. Let every count be one of people, each with something that the
/// sponsor does not know (when they enrolled, whether they are better). What it does know are the roster, which counts are
/// part of which others, that a count "so far" never falls, and the ranges.
///
/// 1. Take any ten people. There is a world that fits everything told, in which these ten never enrolled. Put the
///    settled others in a row and let the first *n* of them make up a count whose range begins at *n*. There are enough of them,
///    by the ceiling. A count that is part of another has no larger *n*, so that each is part of it in this world too.
/// 2. Now give the ten whatever they may really have, each their own. Every count rises by ten at most, and stays in its range,
///    since all ranges hold at least eleven values above their beginning. So that world fits as well.
///
/// So of any ten people, whoever they are, everything is possible that was possible without the reports. In particular the size
/// of any group, of its complement and of any difference between counts takes eleven values at least, or as many as
/// the roster allows by itself. Percentages and averages are worked out from the ranges, and say nothing more than they do.
///
/// What nobody can keep from a sponsor is what it learns elsewhere; a roster that is padded with people who do not exist is a
/// breach that no arithmetic sees.
package struct CountRounding: Hashable, Sendable {
    /// The smallest cell of all (domain guide §7.2), and what every range begins and ends on.
    package static let step = 11

    /// How many values a range holds: the sponsor's own smallest cell, in whole steps.
    package let width: Int
    /// Where "at least" begins.
    package let ceiling: Int
    private let population: Int

    /// Takes the sponsor's smallest cell (11 or more), how many people it has covered so far, and how many of them on every day.
    package init(smallestCell: Int, population: Int, settled: Int) {
        width = max(1, (smallestCell + Self.step - 1) / Self.step) * Self.step
        ceiling = max(0, settled - (width - 1)) / width * width
        self.population = population
    }

    /// What is told of a count; of a count "so far", never less than was told before.
    package func told(_ count: Int, before: ReportedCount? = nil) -> ReportedCount {
        let known = before?.atLeast ?? 0
        let count = max(count, known)
        guard population >= width || known > 0 else { return ReportedCount(atLeast: 0, atMost: width - 1) }
        let floor = count / width * width
        guard floor < ceiling else { return ReportedCount(atLeast: max(ceiling, known), atMost: nil) }
        return ReportedCount(atLeast: max(floor, known), atMost: floor + width - 1)
    }

    /// Whether nothing more can be told, because too few are left who have been covered all along for what was told already.
    package static func isSpent(settled: Int, told: [ReportedCount]) -> Bool {
        let most = told.map(\.atLeast).max() ?? 0
        return most > 0 && settled < most + step - 1
    }
}
