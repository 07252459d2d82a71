/// A sign that the last load was too much, which R1 answers.
///
/// Above 5 of 10 during exercise is not acceptable, and the response by the next morning counts more than the pain during
/// (pain-monitoring model, Silbernagel 2007, doi 10.1177/0363546506298279). The last known value counts: a missing one
/// lifts nothing. What a PT has answered since by asking less is not a sign any more; see ``Relief``.
struct Flare {
    /// The prescribed exercises that it calls into question; empty when none was logged before it.
    let exercises: Set<Slug>
    let rows: Set<RowID>
    let words: String

    static func all(in reading: ChartReading) -> [Flare] {
        duringExercises(reading) + [morning(reading), duringAnything(reading), duringRun(reading)].compactMap(\.self)
    }

    /// More than 5 during the last session of an exercise with a known value, or of the rungs below it while its own rung
    /// has none.
    private static func duringExercises(_ reading: ChartReading) -> [Flare] {
        reading.exercises.compactMap { exercise in
            let known = [reading.lastDuring(exercise), reading.lastDuringBelow(exercise)].compactMap(\.self)
            let unanswered = known.filter {
                $0.pain > 5 && !reading.relief(since: $0.at).exercises.contains(exercise)
            }
            guard let last = unanswered.max(by: { $0.pain < $1.pain }) else { return nil }
            return Flare(
                exercises: [exercise], rows: last.rows,
                words: "Pain during \(last.exercise) was \(last.pain) on \(last.day), above 5.")
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
            let at = runs.map(\.value.moment.at).max(), !reading.relief(since: at).isOfRuns
        else { return nil }
        return Flare(
            exercises: [], rows: Set(runs.map(\.id)), words: "Pain during the run on \(day) was \(worst), above 5.")
    }

    /// A flare of the exercises of the last session day on or before `day` whose rung had begun by `since`.
    ///
    /// A flare without exercises when there are none, unless something of the plan was eased since the report.
    private static func answer(
        to day: LocalDay, at: Instant, in reading: ChartReading, since: LocalDay, rows: Set<RowID>, words: String
    ) -> Flare? {
        let sessions = reading.sessions.filter {
            $0.value.moment.day <= day && !reading.pausedDays.contains($0.value.moment.day)
        }
        let last = sessions.map(\.value.moment.day).max()
        let logged = Set(
            sessions.filter { $0.value.moment.day == last }.flatMap(\.value.items).filter(\.wasBegun).map(\.exercise))
        let relief = reading.relief(since: at)
        let questioned = logged.intersection(reading.exercises).subtracting(relief.exercises)
            .filter { reading.rungBegan($0) <= since }
        if questioned.isEmpty, relief.isOfAnything { return nil }
        return Flare(exercises: questioned, rows: rows, words: words)
    }
}

/// The worst pain during an exercise on the last of its days, with the last of the reports that speak of it.
struct LastDuring {
    let exercise: Slug
    let day: LocalDay
    let pain: Int
    let at: Instant
    let rows: Set<RowID>
}

extension ChartReading {
    /// Days before a rung began in which the rung below is looked at (choice: as far as a morning is compared).
    private static let daysBelow = PainHistory.comparisonDays

    /// The last session day of an exercise on its rung with a known "during".
    func lastDuring(_ exercise: Slug) -> LastDuring? {
        lastDuring(sessions(with: exercise, since: rungBegan(exercise)).map { (exercise, $0) })
    }

    /// The same of the rungs below it before its own began; nil once its own has a value.
    ///
    /// A PT who went on may not have known of a session that a phone sent later, and a rung with no value lifts nothing.
    fileprivate func lastDuringBelow(_ exercise: Slug) -> LastDuring? {
        let began = rungBegan(exercise)
        let isKnown = sessions(with: exercise, since: began).contains {
            !pausedDays.contains($0.value.moment.day) && during($0) != nil
        }
        guard !isKnown else { return nil }
        let before = sessions.filter {
            began.adding(days: -Self.daysBelow) <= $0.value.moment.day && $0.value.moment.day < began
        }
        return lastDuring(
            before.compactMap { session in
                let below = session.value.items.filter {
                    $0.wasBegun && picture.ladders.isHarder(exercise, than: $0.exercise)
                }
                return below.map(\.exercise).min().map { ($0, session) }
            })
    }

    private func lastDuring(_ sessions: [(exercise: Slug, session: Charted<SessionLog>)]) -> LastDuring? {
        let known = sessions.compactMap { exercise, session in
            during(session).map {
                LastDuring(
                    exercise: exercise, day: session.value.moment.day, pain: $0.pain, at: $0.at, rows: $0.rows)
            }
        }
        let last = last(known, day: \.day)
        guard let worst = last.max(by: { ($0.pain, $0.day, $0.exercise) < ($1.pain, $1.day, $1.exercise) }),
            let at = last.map(\.at).max()
        else { return nil }
        return LastDuring(
            exercise: worst.exercise, day: worst.day, pain: worst.pain, at: at,
            rows: last.reduce(into: []) { $0.formUnion($1.rows) })
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

    /// What PTs have answered a report with.
    fileprivate func relief(since report: Instant) -> Relief {
        Relief(since: report, in: picture.revisions.map(\.value), ladders: picture.ladders)
    }
}
