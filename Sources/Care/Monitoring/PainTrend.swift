extension CheckIn {
    /// The day whose activity the report is about: a "next morning" belongs to the day before (domain guide §3).
    package var activityDay: LocalDay { about == .nextMorning ? moment.day.adding(days: -1) : moment.day }
}

/// The pain of one moment over a window of days: never a mixture, since "during" and "next morning" answer different
/// questions (domain guide §3).
package struct PainTrend: Hashable, Sendable, Codable {
    package let moment: CheckIn.Moment
    package let window: DayWindow
    /// One for each day of the window: the worst report of the day, as a milder one takes nothing back; nil without one.
    package let worst: [PainScore?]

    package init(_ checkIns: [CheckIn], about moment: CheckIn.Moment, over window: DayWindow) {
        self.moment = moment
        self.window = window
        var worst = [PainScore?](repeating: nil, count: window.count)
        for checkIn in checkIns where checkIn.about == moment && window.contains(checkIn.activityDay) {
            let place = checkIn.activityDay.dayNumber - window.first.dayNumber
            worst[place] = max(worst[place] ?? checkIn.pain, checkIn.pain)
        }
        self.worst = worst
    }

    /// The last known score; nil when there is none.
    package var latest: PainScore? { worst.last { $0 != nil } ?? nil }

    /// One character a day, `·` where nothing was reported.
    package var sparkline: String { Sparkline.text(worst) }
}

/// Pain as a row of bars.
package enum Sparkline {
    /// The bar of each score: no bar serves two of the bands 0–3 (safe), 4–5 (acceptable) and above 5 (not acceptable),
    /// so that crossing one shows (pain-monitoring model, Silbernagel 2007, doi 10.1177/0363546506298279).
    private static let bars: [Character] = ["▁", "▂", "▂", "▃", "▄", "▅", "▆", "▆", "▇", "▇", "█"]

    package static func text(_ scores: [PainScore?]) -> String {
        String(scores.map { score in score.map { bars[$0.rawValue] } ?? "·" })
    }
}
