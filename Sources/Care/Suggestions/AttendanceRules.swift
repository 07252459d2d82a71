/// R4: little is logged although it does not hurt, so that somebody should ask why.
struct AttendanceRules {
    let reading: ChartReading

    /// Below this share of the prescribed exercises (choice, domain guide §4.8).
    static let lowPercent = 50
    /// More than this many minutes a week is much (choice, domain guide §4.9).
    static let highMinutesPerWeek = 150

    func suggestions() -> [Suggestion] {
        guard let plan = reading.plan, let window = reading.lastWeek, let adherence = reading.adherence,
            adherence.logged * 100 < adherence.prescribed * Self.lowPercent, !hurts(since: window.first)
        else { return [] }
        let sessions = reading.sessions.filter {
            window.contains($0.value.moment.day) && !reading.pausedDays.contains($0.value.moment.day)
        }
        let evidence = [plan.id] + sessions.map(\.id)
        let figures =
            "Self-reported adherence is \(adherence.percent) % (\(adherence.logged) of \(adherence.prescribed)) "
            + "in the 7 days through \(window.last), with no pain reported above \(RungRules.safePain)."
        var suggestions = [
            Suggestion(.r4, .contact, evidence: evidence, words: "\(figures) Ask the member how it goes.")
        ]
        let minutes = PlanMinutes(plan.value.content) { reading.picture.laterality[$0] ?? .unilateral }.perWeek
        if minutes > Self.highMinutesPerWeek {
            suggestions.append(
                Suggestion(
                    .r4, .fewerExercises(minutesPerWeek: minutes), evidence: evidence,
                    words: "\(figures) The plan takes \(minutes) minutes a week, more than \(Self.highMinutesPerWeek): "
                        + "prescribe fewer exercises."))
        }
        return suggestions
    }

    private func hurts(since day: LocalDay) -> Bool {
        let sessions = reading.sessions.filter { day <= $0.value.moment.day }.compactMap {
            $0.value.painDuring?.rawValue
        }
        let reports = [reading.pain.during, reading.pain.mornings].flatMap { series in
            series.filter { day <= $0.key }.map(\.value.worst)
        }
        return (sessions + reports).contains { $0 > RungRules.safePain }
    }
}
