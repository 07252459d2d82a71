/// R9 and R10: whether the course has brought what it was for.
struct OutcomeRules {
    let reading: ChartReading

    func suggestions() -> [Suggestion] {
        [maintenance()].compactMap(\.self) + OutcomeInstrument.allCases.compactMap(review)
    }

    // MARK: R9

    /// Pain during exercise down by 2 points or 30 % (Farrar 2001, PMID 11690728) and the PSFS mean up by 2 (Stratford
    /// 1995) since the intake.
    ///
    /// Measured so that it can only understate (choice): from the lowest "during" of the first 7 days in care to the worst
    /// of the last 7 days and today, where every session says what it was, and from every PSFS of the first 7 days to the
    /// last one. Runs are judged by R6 and R7 alone.
    private func maintenance() -> Suggestion? {
        guard let pain = painChange(), pain.change.isClinicallyImportant, let ability = abilityGain() else {
            return nil
        }
        // In the order of the words, as the intake's rows have none.
        let gains = Set(ability.changes.map { "\($0.earlier.text) to \($0.later.text)" }).sorted().joined(
            separator: ", ")
        return Suggestion(
            .r9, .maintenance, evidence: pain.rows.union(ability.rows),
            words: "Pain during exercise went from \(pain.change.baseline.rawValue) at the intake to at most "
                + "\(pain.change.current.rawValue) in the last 7 days, and PSFS from \(gains). Consider the next phase, or "
                + "maintenance on 3–5 days a week.")
    }

    private func painChange() -> (change: PainChange, rows: Set<RowID>)? {
        let picture = reading.picture
        guard let intake = DayWindow(from: picture.careBegan, through: picture.intakeEnded),
            let recent = DayWindow(
                from: max(picture.today.adding(days: -7), picture.intakeEnded.adding(days: 1)), through: picture.today)
        else { return nil }
        let sessions = reading.sessions.filter {
            intake.contains($0.value.moment.day) || recent.contains($0.value.moment.day)
        }
        guard sessions.allSatisfy({ $0.value.painDuring != nil }) else { return nil }
        let before = during(in: intake)
        let now = during(in: recent)
        // What was reported while the plan was paused says nothing of how exercise goes; it can only speak against.
        guard let baseline = before.min(by: { $0.pain < $1.pain }), let current = now.max(by: { $0.pain < $1.pain }),
            now.contains(where: { !reading.pausedDays.contains($0.day) })
        else { return nil }
        return (
            PainChange(from: baseline.pain, to: current.pain),
            Set(before.filter { $0.pain == baseline.pain }.map(\.row) + now.map(\.row))
        )
    }

    private func during(in window: DayWindow) -> [(pain: PainScore, day: LocalDay, row: RowID)] {
        let sessions = reading.sessions.filter { window.contains($0.value.moment.day) }
        let reports = reading.picture.checkIns.filter {
            $0.value.about == .during && window.contains($0.value.moment.day)
        }
        return sessions.compactMap { session in
            session.value.painDuring.map { ($0, session.value.moment.day, session.id) }
        } + reports.map { ($0.value.pain, $0.value.moment.day, $0.id) }
    }

    private func abilityGain() -> (changes: [OutcomeChange], rows: Set<RowID>)? {
        let picture = reading.picture
        let last = OutcomeHistory(.psfs, in: picture.outcomes, through: picture.today).assessments.last
        let intake = picture.outcomes.filter {
            $0.value.instrument == .psfs && $0.value.score != nil && picture.careBegan <= $0.value.moment.day
                && $0.value.moment.day <= picture.intakeEnded
        }
        guard let last, picture.intakeEnded < last.value.moment.day, !intake.isEmpty else { return nil }
        let changes = intake.compactMap { OutcomeChange(from: $0.value, to: last.value) }
        guard changes.count == intake.count, changes.allSatisfy(\.isImportantGain) else { return nil }
        return (changes, Set(intake.map(\.id) + [last.id]))
    }

    // MARK: R10

    /// No gain that matters in the last two assessments beside the one before them (domain guide §4.8, §4.9).
    private func review(_ instrument: OutcomeInstrument) -> Suggestion? {
        let history = OutcomeHistory(instrument, in: reading.picture.outcomes, through: reading.picture.today)
        guard let (rows, changes) = history.lastTwo, let first = changes.first,
            !changes.contains(where: \.isImportantGain)
        else { return nil }
        let later = changes.map(\.later.text).joined(separator: " and ")
        return Suggestion(
            .r10, .review(instrument), evidence: rows,
            words: "\(instrument.name) was \(first.earlier.text) and then \(later), where a gain of "
                + "\(instrument.importantPoints) matters: look at the whole course again.")
    }
}
