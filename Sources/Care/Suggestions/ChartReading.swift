/// A chart as the rules read it: what is dated after today left out, and the plan that a next revision would start from.
struct ChartReading {
    let picture: ChartPicture
    let timeline: PlanTimeline
    /// The latest revision, in force or about to be: what a PT has already decided is not suggested again.
    let plan: Charted<PlanRevision>?
    /// The exercises of that plan, each once, in alphabetical order; none after its end.
    let exercises: [Slug]
    let sessions: [Charted<SessionLog>]
    let runs: [Charted<RunLog>]
    let pain: PainHistory
    /// The 7 days that end yesterday.
    let lastWeek: DayWindow?
    /// Over `lastWeek`; nil when nothing was prescribed.
    let adherence: Adherence?
    /// The days on which the plan was paused: nothing was expected then, and nothing that was done then leads on.
    let pausedDays: Set<LocalDay>

    private let rungsBegan: [Slug: LocalDay]

    init(_ picture: ChartPicture) {
        let today = picture.today
        self.picture = picture
        let timeline = PlanTimeline(picture.revisions.map(\.value))
        self.timeline = timeline
        plan = picture.revisions.max { ($0.value.number, $0.id) < ($1.value.number, $1.id) }
        sessions = picture.sessions.filter { $0.value.moment.day <= today }
        runs = picture.runs.filter { $0.value.moment.day <= today }
        pain = PainHistory(picture.checkIns, through: today)
        lastWeek = DayWindow(days: 7, endingBefore: today)
        let pausedDays = picture.pausedDays
        self.pausedDays = pausedDays
        adherence = lastWeek.flatMap {
            Adherence(over: $0, plan: timeline, sessions: picture.sessions.map(\.value), pausedDays: pausedDays)
        }
        let planDay = max(today, plan?.value.effectiveFrom ?? today)
        exercises = Set(timeline.items(on: planDay).map(\.exercise)).sorted()
        let earliest = max(
            picture.revisions.map(\.value.effectiveFrom).min() ?? planDay,
            planDay.adding(days: -DayWindow.maximumDays))
        rungsBegan = Self.beginnings(of: exercises, in: timeline, from: earliest, through: planDay)
    }

    /// The day since which the plan has held an exercise without a break: when its rung began.
    func rungBegan(_ exercise: Slug) -> LocalDay { rungsBegan[exercise] ?? picture.today }

    /// Whether a day lies after the last pause: only what went well since then shows that the member is ready for more.
    func isSincePause(_ day: LocalDay) -> Bool { pausedDays.allSatisfy { $0 < day } }

    /// The sessions since a day in which an exercise was begun, whether or not all of it was done.
    func sessions(with exercise: Slug, since day: LocalDay) -> [Charted<SessionLog>] {
        sessions.filter { session in
            day <= session.value.moment.day && session.value.items.contains { $0.exercise == exercise && $0.wasBegun }
        }
    }

    /// The worst "during" of a session: its own, and what check-ins say of its day, with the last of both; nil when neither is
    /// known.
    func during(_ session: Charted<SessionLog>) -> (pain: Int, at: Instant, rows: Set<RowID>)? {
        let reported = pain.during[session.value.moment.day]
        guard let worst = [session.value.painDuring?.rawValue, reported?.worst].compactMap(\.self).max() else {
            return nil
        }
        let at = max(session.value.moment.at, reported?.lastAt ?? session.value.moment.at)
        return (worst, at, Set([session.id]).union(reported?.rows ?? []))
    }

    private static func beginnings(
        of exercises: [Slug], in timeline: PlanTimeline, from earliest: LocalDay, through last: LocalDay
    ) -> [Slug: LocalDay] {
        var began: [Slug: LocalDay] = [:]
        var unbroken = Set(exercises)
        var day = last
        while day >= earliest, !unbroken.isEmpty {
            unbroken.formIntersection(timeline.items(on: day).map(\.exercise))
            for exercise in unbroken { began[exercise] = day }
            day = day.adding(days: -1)
        }
        return began
    }
}

extension LoggedItem {
    /// Whether the member began the exercise: skipped is not begun, abandoned is.
    var wasBegun: Bool { !sets.isEmpty || abandonedReason != nil }
}
