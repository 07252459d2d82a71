/// A member's pain by moment and day, and what a later report is compared with.
struct PainHistory {
    /// The reports of one moment about one day: a milder one takes nothing back, and lowers what later ones are compared with.
    struct Day {
        private(set) var worst: Int
        private(set) var lowest: Int
        private(set) var rows: Set<RowID>
        /// When the last of them was made.
        private(set) var lastAt: Instant

        fileprivate mutating func add(_ other: Day) {
            worst = max(worst, other.worst)
            lowest = min(lowest, other.lowest)
            rows.formUnion(other.rows)
            lastAt = max(lastAt, other.lastAt)
        }
    }

    /// How a morning stands beside what it is compared with.
    struct MorningRise {
        /// The day whose activity the morning answers.
        let activityDay: LocalDay
        let pain: Int
        /// Points above the lowest morning of the 14 days before; nil when there was none.
        let overMornings: Int?
        /// Points above the lowest "now" of the 14 days before, which is what a session began from; nil when there was none.
        let overPreSession: Int?
        /// The morning's reports and those of the comparison.
        let rows: Set<RowID>
        /// When the morning was last reported.
        let at: Instant

        var largest: Int? { [overMornings, overPreSession].compactMap(\.self).max() }
    }

    /// Days before a report in which the lowest value of a moment is what it is compared with (choice, domain guide §4.9).
    static let comparisonDays = 14

    /// By the day of the activity, not of the morning.
    private(set) var mornings: [LocalDay: Day] = [:]
    /// "During" as reported by check-ins, apart from what sessions and runs say themselves.
    private(set) var during: [LocalDay: Day] = [:]
    private(set) var now: [LocalDay: Day] = [:]
    /// The last two mornings that can be compared with anything, the latest first: one that cannot takes nothing back.
    private(set) var latestRises: [MorningRise] = []

    /// Takes the check-ins of a picture through its today, in any order.
    init(_ checkIns: [Charted<CheckIn>], through today: LocalDay) {
        for checkIn in checkIns where checkIn.value.moment.day <= today {
            let pain = checkIn.value.pain.rawValue
            let report = Day(worst: pain, lowest: pain, rows: [checkIn.id], lastAt: checkIn.value.moment.at)
            switch checkIn.value.about {
            case .nextMorning: mornings.add(report, on: checkIn.value.activityDay)
            case .during: during.add(report, on: checkIn.value.activityDay)
            case .now: now.add(report, on: checkIn.value.activityDay)
            case .after, .worstIn24Hours, .averageOver7Days: break
            }
        }
        // Once: every rule asks for them.
        for day in mornings.keys.sorted(by: >) where latestRises.count < 2 {
            if let rise = rise(of: day), rise.largest != nil { latestRises.append(rise) }
        }
    }

    /// The morning that answers a day's activity; nil while it is unknown.
    func rise(of activityDay: LocalDay) -> MorningRise? {
        guard let morning = mornings[activityDay] else { return nil }
        let reportDay = activityDay.adding(days: 1)
        // A morning is known by its activity's day, which is the day before its report.
        let before = lowest(of: mornings, days: Self.comparisonDays, before: activityDay)
        let preSession = lowest(of: now, days: Self.comparisonDays, before: reportDay)
        return MorningRise(
            activityDay: activityDay, pain: morning.worst, overMornings: before.map { morning.worst - $0.pain },
            overPreSession: preSession.map { morning.worst - $0.pain },
            rows: morning.rows.union(before?.rows ?? []).union(preSession?.rows ?? []), at: morning.lastAt)
    }

    private func lowest(
        of series: [LocalDay: Day], days: Int, before day: LocalDay
    ) -> (pain: Int, rows: Set<RowID>)? {
        guard let window = DayWindow(days: days, endingBefore: day) else { return nil }
        let known = window.days.compactMap { series[$0] }
        guard let lowest = known.map(\.lowest).min() else { return nil }
        return (lowest, known.filter { $0.lowest == lowest }.reduce(into: []) { $0.formUnion($1.rows) })
    }
}

extension [LocalDay: PainHistory.Day] {
    fileprivate mutating func add(_ report: PainHistory.Day, on day: LocalDay) {
        self[day]?.add(report)
        if self[day] == nil { self[day] = report }
    }
}
