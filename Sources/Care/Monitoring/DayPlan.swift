/// What of a plan is to be done on one day, for the member who follows it.
///
/// An exercise for three days a week may be done on any of them, so it is due until the week has had its days, counted from
/// Monday (domain guide §4.9).
package struct DayPlan: Hashable, Sendable {
    /// Where an exercise stands on the day.
    package enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing of it was logged on the day.
        case due
        /// It was logged, and is prescribed more often for the day.
        case begun
        case done
        /// The week has had as many days of it as are prescribed.
        case enough
        /// A red flag or a fall has paused the plan.
        case paused
    }

    /// One prescribed exercise on the day.
    package struct Entry: Hashable, Sendable {
        package let item: PlanItem
        /// At most as often as it is prescribed for a day.
        package let timesToday: Int
        /// The days of the week so far with at least one set logged, this day among them.
        package let daysThisWeek: Int
        package let standing: Standing
    }

    package let day: LocalDay
    /// In the order of the plan; empty where nothing is prescribed.
    package let entries: [Entry]

    /// - Parameter sessions: In any order; those of other weeks do not matter.
    package init(_ plan: PlanTimeline, sessions: [SessionLog], on day: LocalDay, isPaused: Bool) {
        self.day = day
        var timesToday: [Slug: Int] = [:]
        var days: [Slug: Set<LocalDay>] = [:]
        for session in sessions where day.startOfWeek <= session.moment.day && session.moment.day <= day {
            // An occurrence counts with at least one set logged (domain guide §4.9).
            for item in session.items where !item.sets.isEmpty {
                days[item.exercise, default: []].insert(session.moment.day)
                if session.moment.day == day { timesToday[item.exercise, default: 0] += 1 }
            }
        }
        entries = plan.items(on: day).map { item in
            let perDay = max(item.frequency.perDay, 1)
            let times = min(timesToday[item.exercise] ?? 0, perDay)
            // What stands in two blocks of a plan is done twice: what one has taken, the next has not.
            timesToday[item.exercise, default: 0] -= times
            let week = days[item.exercise] ?? []
            let standing: Standing =
                if isPaused {
                    .paused
                } else if times >= perDay {
                    .done
                } else if times > 0 {
                    .begun
                } else if !week.contains(day), week.count >= item.frequency.perWeek {
                    .enough
                } else {
                    .due
                }
            return Entry(item: item, timesToday: times, daysThisWeek: week.count, standing: standing)
        }
    }
}
