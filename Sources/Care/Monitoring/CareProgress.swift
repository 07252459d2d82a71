/// How a member's care went over a window of days, as far as people would rather look than read: what pictures are drawn
/// from.
///
/// Like every figure here it is self-reported.
package struct CareProgress: Hashable, Sendable, Codable {
    /// One of the variants that a ladder is made of.
    package struct Rung: Hashable, Sendable, Codable {
        /// 1 is the easiest.
        package let number: Int
        package let exercise: Slug
        package let name: Label
    }

    /// What a revision prescribed of one ladder, from the day on which that changed.
    package struct Step: Hashable, Sendable, Codable {
        package let from: LocalDay
        package let planRevision: Int
        /// By number; empty when the revision left the ladder.
        package let rungs: [Int]
    }

    /// Where a member stands on one ladder, and how they got there.
    package struct Standing: Hashable, Sendable, Codable {
        package let ladder: Slug
        /// The easiest first.
        package let rungs: [Rung]
        /// The oldest first, and never empty.
        ///
        /// The last is where the member stands today.
        package let steps: [Step]
    }

    /// A run beside the longest of the 30 days before it.
    package struct Run: Hashable, Sendable, Codable {
        package let day: LocalDay
        package let comparison: RunGuard
    }

    /// A pair of shoes and how far it has been run in.
    package struct Pair: Hashable, Sendable, Codable {
        package let label: Label
        package let wear: ShoeWear
        package let retiredOn: LocalDay?
    }

    package let trend: Trend
    /// The ladders that were prescribed in the window or are today, in alphabetical order.
    package let standings: [Standing]
    /// The runs of the window, by day.
    package let runs: [Run]
    /// For each day of the window how far a run may go, 110 % of the longest of the 30 days before; nil without one.
    package let ceilingsMeters: [Int?]
    /// Those in use first, then the most worn.
    package let shoes: [Pair]

    /// Reads what a member recorded; `runs` may be older than the window, since both shoes and the guard look further back.
    package init(
        trend: Trend, plan: PlanTimeline, runs: [RunLog], shoes: [Charted<Shoe>], exercises: [Exercise]
    ) {
        let window = trend.window
        self.trend = trend
        standings = Self.standings(over: window, plan: plan, exercises: exercises)
        self.runs = runs.filter { window.contains($0.moment.day) }
            .sorted { ($0.moment.at, $0.distanceMeters) < ($1.moment.at, $1.distanceMeters) }
            .map {
                Run(
                    day: $0.moment.day,
                    comparison: RunGuard(distanceMeters: $0.distanceMeters, on: $0.moment.day, among: runs))
            }
        ceilingsMeters = window.days.map { day in
            // The distance does not matter for what the ceiling is.
            RunGuard(distanceMeters: 0, on: day, among: runs).ceilingMeters
        }
        self.shoes = shoes.map {
            Pair(
                label: $0.value.label, wear: ShoeWear($0.value, id: $0.id, runs: runs), retiredOn: $0.value.retiredOn)
        }.sorted {
            ($0.retiredOn == nil ? 0 : 1, -$0.wear.meters, $0.label.description)
                < ($1.retiredOn == nil ? 0 : 1, -$1.wear.meters, $1.label.description)
        }
    }

    private static func standings(
        over window: DayWindow, plan: PlanTimeline, exercises: [Exercise]
    ) -> [Standing] {
        let places = Dictionary(exercises.map { ($0.slug, $0.ladder) }) { first, _ in first }.compactMapValues(\.self)
        var steps: [Slug: [Step]] = [:]
        var revision: Int?
        // Today is looked at as well: a revision that begins today is where the member stands.
        for day in window.days + [window.last.adding(days: 1)] {
            let inForce = plan.inForce(on: day)
            guard let inForce, inForce.number != revision else { continue }
            revision = inForce.number
            let rungs = Dictionary(
                grouping: inForce.content.items.compactMap { places[$0.exercise] }, by: \.ladder
            ).mapValues { Set($0.map(\.rung)).sorted() }
            for ladder in Set(rungs.keys).union(steps.keys) {
                let now = rungs[ladder] ?? []
                guard now != steps[ladder]?.last?.rungs else { continue }
                steps[ladder, default: []].append(
                    Step(from: max(day, window.first), planRevision: inForce.number, rungs: now))
            }
        }
        return steps.sorted { $0.key < $1.key }.map { ladder, steps in
            let rungs = exercises.filter { $0.ladder?.ladder == ladder }.compactMap { exercise in
                exercise.ladder.map { Rung(number: $0.rung, exercise: exercise.slug, name: exercise.name) }
            }.sorted { ($0.number, $0.exercise) < ($1.number, $1.exercise) }
            return Standing(ladder: ladder, rungs: rungs, steps: steps)
        }
    }
}
