/// R1, R2, R3 and R5: whether an exercise goes a rung down, stays, goes a rung up, or is swapped.
struct RungRules {
    let reading: ChartReading
    let flares: [Flare]

    /// Sessions on a rung before the next (choice, domain guide §4.8).
    static let sessionsOnRung = 3
    /// The most pain, during and the morning after, with which to progress: 0–3 is safe (pain-monitoring model,
    /// Silbernagel 2007, doi 10.1177/0363546506298279).
    static let safePain = 3
    /// Days within which abandoning an exercise for pain twice asks for another (choice, domain guide §4.9).
    static let abandonedWithinDays = 14
    /// "A couple of days" of cross-training or rest (the ankle-pain article).
    static let runHoldDays = 2

    func suggestions() -> [Suggestion] {
        regressions() + runHold() + holds() + progressions() + swaps()
    }

    // MARK: R1

    private var questioned: Set<Slug> { flares.reduce(into: []) { $0.formUnion($1.exercises) } }

    private func regressions() -> [Suggestion] {
        questioned.sorted().map { exercise in
            let reasons = flares.filter { $0.exercises.contains(exercise) }
            let rows = reasons.reduce(into: Set<RowID>()) { $0.formUnion($1.rows) }
            let words = reasons.map(\.words).joined(separator: " ")
            guard let easier = reading.picture.ladders.easier(than: exercise) else {
                return Suggestion(
                    .r1, .hold(exercise: exercise), evidence: rows,
                    words: "\(words) There is no easier rung than \(exercise): hold it, and consider a smaller dose.")
            }
            return Suggestion(
                .r1, .regress(exercise: exercise, to: easier), evidence: rows,
                words: "\(words) Regress \(exercise) one rung, to \(easier).")
        }
    }

    private func runHold() -> [Suggestion] {
        guard !flares.isEmpty else { return [] }
        let today = reading.picture.today
        let last = today.adding(days: Self.runHoldDays - 1)
        // The same sign may have been seen in two ways.
        let words = Set(flares.map(\.words)).sorted().joined(separator: " ")
        return [
            Suggestion(
                .r1, .runHold(from: today, through: last), evidence: flares.flatMap(\.rows),
                words: "\(words) No runs from \(today) through \(last): cross-train or rest for a couple of days.")
        ]
    }

    // MARK: R2

    /// Why each exercise is to be held: 4–5 during is acceptable, and so is one morning a point up (Silbernagel 2007).
    private func holdReason(_ exercise: Slug) -> (rows: Set<RowID>, words: String)? {
        var rows: Set<RowID> = []
        var words: [String] = []
        if let last = reading.lastDuring(exercise), last.pain > Self.safePain {
            rows.formUnion(last.rows)
            words.append("Pain during \(exercise) was \(last.pain) on \(last.day).")
        }
        let began = reading.rungBegan(exercise)
        if let rise = reading.pain.latestRises.first, let over = rise.overMornings, over >= 1,
            rise.activityDay >= began, !reading.sessions(with: exercise, since: began).isEmpty
        {
            rows.formUnion(rise.rows)
            words.append(
                "Pain on the morning after \(rise.activityDay) was \(rise.pain), \(over) above the lowest of the 14 days before."
            )
        }
        return words.isEmpty ? nil : (rows, words.joined(separator: " "))
    }

    private func holds() -> [Suggestion] {
        reading.exercises.filter { !questioned.contains($0) }.compactMap { exercise in
            holdReason(exercise).map {
                Suggestion(
                    .r2, .hold(exercise: exercise), evidence: $0.rows,
                    words: "\($0.words) Hold \(exercise) where it is.")
            }
        }
    }

    // MARK: R3

    private func progressions() -> [Suggestion] {
        guard let adherence = reading.adherence, adherence.isAdherent else { return [] }
        return reading.exercises.filter { !questioned.contains($0) && holdReason($0) == nil }.compactMap { exercise in
            guard let harder = reading.picture.ladders.harder(than: exercise),
                let proof = RungProof(of: exercise, in: reading)
            else { return nil }
            return Suggestion(
                .r3, .progress(exercise: exercise, to: harder), evidence: proof.rows,
                words: "\(proof.sessions) sessions of \(exercise) since \(reading.rungBegan(exercise)), pain at most "
                    + "\(proof.worstDuring) during and \(proof.worstMorning) on the mornings after, none above the lowest of "
                    + "the 14 days before, all sets logged; self-reported adherence \(adherence.percent) % in 7 days. "
                    + "Progress one rung, to \(harder).")
        }
    }

    // MARK: R5

    private func swaps() -> [Suggestion] {
        let today = reading.picture.today
        return reading.exercises.compactMap { exercise in
            let first = max(reading.rungBegan(exercise), today.adding(days: -Self.abandonedWithinDays))
            let abandoned = reading.sessions(with: exercise, since: first).filter { session in
                session.value.items.contains { $0.exercise == exercise && $0.abandonedReason == .pain }
            }
            guard abandoned.count >= 2 else { return nil }
            let easier = reading.picture.ladders.easier(than: exercise)
            let advice = easier.map { "swap it for \($0)." } ?? "there is no easier rung, so choose another exercise."
            return Suggestion(
                .r5, .swap(exercise: exercise, to: easier), evidence: abandoned.map(\.id),
                words: "\(exercise) was abandoned for pain in \(abandoned.count) sessions of the last "
                    + "\(Self.abandonedWithinDays) days: \(advice)")
        }
    }
}

/// All that R3 asks of the sessions since a rung began; it exists only where every value is known and good.
///
/// All sessions with any exercise of the ladder are looked at, as what hurts in one variant may hurt in the next (choice,
/// domain guide §4.9).
private struct RungProof {
    private(set) var sessions = 0
    private(set) var worstDuring = 0
    private(set) var worstMorning = 0
    private(set) var rows: Set<RowID> = []

    init?(of exercise: Slug, in reading: ChartReading) {
        let began = reading.rungBegan(exercise)
        for session in reading.sessions where began <= session.value.moment.day {
            let day = session.value.moment.day
            let items = session.value.items.filter { reading.picture.ladders.share($0.exercise, exercise) }
            guard !items.isEmpty else { continue }
            guard session.value.painDuring != nil, let during = reading.during(session),
                during.pain <= RungRules.safePain,
                let morning = reading.pain.rise(of: day), morning.pain <= RungRules.safePain,
                let over = morning.overMornings, over <= 0,
                items.allSatisfy({ Self.isAsPrescribed($0, on: day, effort: session.value.effort, in: reading) })
            else { return nil }
            worstDuring = max(worstDuring, during.pain)
            worstMorning = max(worstMorning, morning.pain)
            rows.formUnion(during.rows.union(morning.rows))
            if session.value.planRevision != nil, reading.isSincePause(day),
                items.contains(where: { $0.exercise == exercise && $0.wasBegun })
            {
                sessions += 1
            }
        }
        guard sessions >= RungRules.sessionsOnRung, let plan = reading.plan else { return nil }
        rows.insert(plan.id)
    }

    /// Whether every set that the plan of the day prescribes was logged, with no more effort than it aims at.
    ///
    /// Where the plan of the day holds no such exercise or sets no target, there is nothing to hold it against.
    private static func isAsPrescribed(
        _ item: LoggedItem, on day: LocalDay, effort: EffortScore?, in reading: ChartReading
    ) -> Bool {
        guard item.abandonedReason == nil else { return false }
        let doses = reading.timeline.items(on: day).filter { $0.exercise == item.exercise }.map(\.dose)
        if let sets = doses.map(\.sets).min(), item.sets.count < sets { return false }
        guard let target = doses.compactMap(\.targetEffort).min() else { return true }
        return effort.map { $0 <= target } ?? false
    }
}
