/// What a member logged beside what was prescribed: self-reported, as diaries overstate (median 220 logged against 176
/// measured exercises in 12 weeks, Nicolson 2018, doi 10.2519/jospt.2018.8275).
///
/// Choices of domain guide §4.9: the plan counts that was in force on each local day, so that later edits change no past
/// figure; an occurrence counts with at least one set logged, at most as often a day as prescribed; paused days, logs off
/// the plan and exercises that the plan of that day does not hold count nowhere.
///
/// An exercise for fewer than 7 days a week may be done on any of them. So each day prescribes `perWeek` sevenths of its
/// daily occurrences, and these are added up and rounded to the nearest whole occurrence for each Monday week: any
/// 7 days under one plan prescribe what a week does, wherever they begin. Logged occurrences count up to a week's worth in
/// each Monday week, and up to what the whole window prescribes.
package struct Adherence: Hashable, Sendable, Codable {
    /// The occurrences of one exercise in the window.
    package struct Figure: Hashable, Sendable, Codable {
        package let exercise: Slug
        /// At most `prescribed`.
        package let logged: Int
        /// At least 1.
        package let prescribed: Int
    }

    package let window: DayWindow
    /// By exercise, in alphabetical order; never empty.
    package let figures: [Figure]

    /// A trial counts 80 % of the prescribed program and more as adherent (BMJ Open trial protocol; domain guide §4.2).
    package static let adherentPercent = 80

    package var logged: Int { figures.reduce(0) { $0 + $1.logged } }
    package var prescribed: Int { figures.reduce(0) { $0 + $1.prescribed } }
    /// 0–1.
    package var ratio: Double { Double(logged) / Double(prescribed) }
    /// 0–100, rounded down, so that 79.9 % never reads as 80 %.
    package var percent: Int { logged * 100 / prescribed }
    package var isAdherent: Bool { logged * 100 >= prescribed * Self.adherentPercent }

    /// Nil when nothing was prescribed in the window: no figure is not a bad figure.
    ///
    /// The order of the logs does not matter.
    package init?(
        over window: DayWindow, plan: PlanTimeline, sessions: [SessionLog], pausedDays: Set<LocalDay> = []
    ) {
        let loggedByDay = sessions.occurrencesByDay(in: window)
        var tallies: [Slug: Tally] = [:]
        for week in window.weeks {
            var weekly: [Slug: Week] = [:]
            for day in week.days where !pausedDays.contains(day) {
                for (exercise, dose) in DailyOccurrences.prescribed(by: plan.items(on: day)) {
                    weekly[exercise, default: Week()].add(
                        dose, logged: loggedByDay[day]?[exercise] ?? 0)
                }
            }
            for (exercise, week) in weekly { tallies[exercise, default: Tally()].add(week) }
        }
        figures = tallies.filter { $0.value.prescribed > 0 }.sorted { $0.key < $1.key }.map {
            Figure(exercise: $0.key, logged: min($0.value.logged, $0.value.prescribed), prescribed: $0.value.prescribed)
        }
        guard !figures.isEmpty else { return nil }
        self.window = window
    }
}

/// How often an exercise is prescribed, over all blocks that hold it.
private struct DailyOccurrences {
    var perDay = 0
    var perWeek = 0

    static func prescribed(by items: [PlanItem]) -> [Slug: DailyOccurrences] {
        var byExercise: [Slug: DailyOccurrences] = [:]
        for item in items {
            let perDay = min(max(item.frequency.perDay, 1), 6)
            byExercise[item.exercise, default: DailyOccurrences()].perDay += perDay
            byExercise[item.exercise, default: DailyOccurrences()].perWeek +=
                perDay * min(max(item.frequency.perWeek, 1), 7)
        }
        return byExercise
    }
}

/// One exercise in the days of one Monday week.
private struct Week {
    private var prescribedSevenths = 0
    private var fullWeek = 0
    private var loggedAtMostDaily = 0

    mutating func add(_ prescribed: DailyOccurrences, logged: Int) {
        prescribedSevenths += prescribed.perWeek
        fullWeek = max(fullWeek, prescribed.perWeek)
        loggedAtMostDaily += min(logged, prescribed.perDay)
    }

    /// To the nearest; a half cannot occur, as 7 is odd.
    var prescribed: Int { (prescribedSevenths + 3) / 7 }
    var logged: Int { min(loggedAtMostDaily, fullWeek) }
}

/// One exercise in the whole window.
private struct Tally {
    private(set) var prescribed = 0
    private(set) var logged = 0

    mutating func add(_ week: Week) {
        prescribed += week.prescribed
        logged += week.logged
    }
}

extension [SessionLog] {
    /// How often each exercise was logged with at least one set on each day of a window, by sessions of the plan.
    func occurrencesByDay(in window: DayWindow) -> [LocalDay: [Slug: Int]] {
        var byDay: [LocalDay: [Slug: Int]] = [:]
        for session in self where session.planRevision != nil && window.contains(session.moment.day) {
            for item in session.items where !item.sets.isEmpty {
                byDay[session.moment.day, default: [:]][item.exercise, default: 0] += 1
            }
        }
        return byDay
    }
}
