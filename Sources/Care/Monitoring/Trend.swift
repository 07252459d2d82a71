/// How a member has been doing: pain by moment, and adherence beside it.
package struct Trend: Hashable, Sendable, Codable {
    /// What was logged on one day.
    package struct Day: Hashable, Sendable, Codable {
        package let day: LocalDay
        /// The number of the revision in force; nil before the first.
        package let planRevision: Int?
        /// Occurrences of the plan's exercises with at least one set logged, at most as many as prescribed for a day.
        package let logged: Int
        /// Occurrences on a day on which everything is done; 0 when nothing is prescribed or the plan is paused.
        package let onPlan: Int
    }

    /// One Monday week, or the part of it that lies in the window.
    package struct Week: Hashable, Sendable, Codable {
        package let window: DayWindow
        /// Nil when nothing was prescribed.
        package let adherence: Adherence?
    }

    package let window: DayWindow
    /// One for each moment that was reported about in the window, in the order of `CheckIn.Moment`.
    package let pain: [PainTrend]
    package let days: [Day]
    package let weeks: [Week]
    /// Of the whole window; nil when nothing was prescribed.
    package let adherence: Adherence?

    package init(
        over window: DayWindow, checkIns: [CheckIn], plan: PlanTimeline, sessions: [SessionLog],
        pausedDays: Set<LocalDay> = []
    ) {
        self.window = window
        pain = CheckIn.Moment.allCases.map { PainTrend(checkIns, about: $0, over: window) }.filter { $0.latest != nil }
        let logged = sessions.occurrencesByDay(in: window)
        days = window.days.map { day in
            let prescribed = pausedDays.contains(day) ? [:] : plan.occurrencesPerDay(on: day)
            let done = prescribed.map { min($0.value, logged[day]?[$0.key] ?? 0) }
            return Day(
                day: day, planRevision: plan.inForce(on: day)?.number, logged: done.reduce(0, +),
                onPlan: prescribed.values.reduce(0, +))
        }
        weeks = window.weeks.map {
            Week(
                window: $0,
                adherence: Adherence(over: $0, plan: plan, sessions: sessions, pausedDays: pausedDays))
        }
        adherence = Adherence(over: window, plan: plan, sessions: sessions, pausedDays: pausedDays)
    }

    /// Which days something was logged on, a character each: `█` everything on the plan, `▄` a part, `▁` nothing, `·` when
    /// nothing was prescribed.
    package var loggedLine: String {
        String(
            days.map { day -> Character in
                if day.onPlan == 0 { return "·" }
                if day.logged == 0 { return "▁" }
                return day.logged < day.onPlan ? "▄" : "█"
            })
    }
}

extension PlanTimeline {
    /// How often a day each prescribed exercise is to be done, on a day on which everything is.
    func occurrencesPerDay(on day: LocalDay) -> [Slug: Int] {
        var perDay: [Slug: Int] = [:]
        for item in items(on: day) { perDay[item.exercise, default: 0] += min(max(item.frequency.perDay, 1), 6) }
        return perDay
    }
}
