/// Where somebody stands with their cover on a day, by all their rosters together.
///
/// It follows from dates alone: nothing is written on the day that cover begins or ends.
package struct CoverStanding: Hashable, Sendable, Codable {
    package let day: LocalDay
    /// The coverage that answers for the day; nil when none does.
    package let coverage: Coverage?
    /// The last day without a gap from `day` on; nil while no end is known, and when the day is not covered.
    package let through: LocalDay?
    /// The next day on which cover begins; nil for who is covered, and where no beginning is known.
    package let nextFrom: LocalDay?
    /// The last day that was covered before `day`; nil for who is covered, and who never was.
    package let endedOn: LocalDay?

    package var isCovered: Bool { coverage != nil }

    /// Takes coverages in whatever order: of several sponsors, overlapping, one after the other.
    package init(on day: LocalDay, among coverages: [Coverage]) {
        self.day = day
        coverage = CoverageAnswer(on: day, among: coverages).coverage
        let periods = coverages.map(\.period).filter { !$0.isEmpty }
        guard coverage != nil else {
            through = nil
            nextFrom = periods.map(\.from).filter { $0 > day }.min()
            endedOn = periods.compactMap(\.until).filter { $0 <= day }.max()?.adding(days: -1)
            return
        }
        nextFrom = nil
        endedOn = nil
        var end = day
        // Each turn moves the end on, and there is one end for each period at most.
        while true {
            let running = periods.filter { $0.contains(end) }
            guard !running.contains(where: { $0.until == nil }) else {
                through = nil
                return
            }
            guard let next = running.compactMap(\.until).max(), next > end else { break }
            end = next
        }
        through = end.adding(days: -1)
    }
}
