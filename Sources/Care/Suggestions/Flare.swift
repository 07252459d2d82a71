/// A sign that the last load was too much, which R1 answers.
///
/// Above 5 of 10 during exercise is not acceptable, and the response by the next morning counts more than the pain during
/// (pain-monitoring model, Silbernagel 2007, doi 10.1177/0363546506298279). The last known value counts: a missing one
/// lifts nothing. What a PT has answered with a new rung or a new plan since is not a sign any more.
struct Flare {
    /// The prescribed exercises that it calls into question; empty when none was logged before it.
    let exercises: Set<Slug>
    let rows: Set<RowID>
    let words: String

    static func all(in reading: ChartReading) -> [Flare] {
        duringExercises(reading) + [morning(reading), duringAnything(reading), duringRun(reading)].compactMap(\.self)
    }

    /// More than 5 during the last session of an exercise with a known value.
    private static func duringExercises(_ reading: ChartReading) -> [Flare] {
        reading.exercises.compactMap { exercise in
            guard let last = reading.lastDuring(exercise), last.pain > 5 else { return nil }
            return Flare(
                exercises: [exercise], rows: last.rows,
                words: "Pain during \(exercise) was \(last.pain) on \(last.day), above 5.")
        }
    }

    /// The last known morning 2 or more above what it is compared with, or the last two 1 or more.
    private static func morning(_ reading: ChartReading) -> Flare? {
        let rises = reading.pain.latestRises
        guard let last = rises.first, let largest = last.largest else { return nil }
        if largest >= 2 {
            let words =
                "Pain on the morning after \(last.activityDay) was \(last.pain), \(largest) above the lowest of the 14 days "
                + "before."
            return answer(
                to: last.activityDay, at: last.at, in: reading, since: last.activityDay, rows: last.rows, words: words)
        }
        guard let before = rises.dropFirst().first, (last.overMornings ?? 0) >= 1, (before.overMornings ?? 0) >= 1
        else { return nil }
        let words =
            "Pain on the mornings after \(before.activityDay) and \(last.activityDay) was \(before.pain) and "
            + "\(last.pain), 1 or more above the lowest of the 14 days before each."
        return answer(
            to: last.activityDay, at: last.at, in: reading, since: before.activityDay,
            rows: last.rows.union(before.rows), words: words)
    }

    /// More than 5 in the last "during" of a check-in.
    private static func duringAnything(_ reading: ChartReading) -> Flare? {
        guard let (day, reported) = reading.pain.during.max(by: { $0.key < $1.key }), reported.worst > 5 else {
            return nil
        }
        return answer(
            to: day, at: reported.lastAt, in: reading, since: day, rows: reported.rows,
            words: "Pain during exercise was \(reported.worst) on \(day), above 5.")
    }

    /// More than 5 in the last run with a known value: cross-train or rest for a couple of days (the ankle-pain article).
    private static func duringRun(_ reading: ChartReading) -> Flare? {
        let known = reading.runs.filter { $0.value.painDuring != nil }
        let runs = reading.last(known) { $0.value.moment.day }
        guard let worst = runs.compactMap({ $0.value.painDuring?.rawValue }).max(), worst > 5,
            let day = runs.filter({ $0.value.painDuring?.rawValue == worst }).map(\.value.moment.day).max(),
            let at = runs.map(\.value.moment.at).max(), !reading.isPlanned(after: at)
        else { return nil }
        return Flare(
            exercises: [], rows: Set(runs.map(\.id)), words: "Pain during the run on \(day) was \(worst), above 5.")
    }

    /// A flare of the exercises of the last session day on or before `day` whose rung had begun by `since`.
    ///
    /// A flare without exercises when there are none, unless the plan has been revised since the report.
    private static func answer(
        to day: LocalDay, at: Instant, in reading: ChartReading, since: LocalDay, rows: Set<RowID>, words: String
    ) -> Flare? {
        let sessions = reading.sessions.filter {
            $0.value.moment.day <= day && !reading.pausedDays.contains($0.value.moment.day)
        }
        let last = sessions.map(\.value.moment.day).max()
        let logged = Set(
            sessions.filter { $0.value.moment.day == last }.flatMap(\.value.items).filter(\.wasBegun).map(\.exercise))
        let questioned = logged.intersection(reading.exercises).filter { reading.rungBegan($0) <= since }
        if questioned.isEmpty, reading.isPlanned(after: at) { return nil }
        return Flare(exercises: questioned, rows: rows, words: words)
    }
}

extension ChartReading {
    /// The last session day of an exercise on its rung with a known "during", and the worst of it.
    func lastDuring(_ exercise: Slug) -> (day: LocalDay, pain: Int, rows: Set<RowID>)? {
        let known = sessions(with: exercise, since: rungBegan(exercise)).compactMap { session in
            during(session).map { (day: session.value.moment.day, pain: $0.pain, rows: $0.rows) }
        }
        let last = last(known, day: \.day)
        guard let worst = last.max(by: { ($0.pain, $0.day) < ($1.pain, $1.day) }) else { return nil }
        return (worst.day, worst.pain, last.reduce(into: []) { $0.formUnion($1.rows) })
    }

    /// What was recorded on the last of its days, and on paused days after it.
    ///
    /// What was done although the plan was paused takes nothing back: it is heard where it is worse.
    fileprivate func last<Record>(_ records: [Record], day: (Record) -> LocalDay) -> [Record] {
        let last = records.map(day).filter { !pausedDays.contains($0) }.max()
        return records.filter { record in
            let day = day(record)
            return day == last || (pausedDays.contains(day) && last.map { $0 < day } ?? true)
        }
    }

    /// Whether the plan was last revised after a report: then a PT has answered it.
    fileprivate func isPlanned(after report: Instant) -> Bool { plan.map { $0.value.authoredAt > report } ?? false }
}
