/// R6, R7 and R8: the next run phase, a run that was too long, and shoes that are worn.
struct RunRules {
    let reading: ChartReading

    /// How long a run that was too long is spoken of, in days before today.
    static let warningDays = 7

    func suggestions() -> [Suggestion] { [nextPhase()].compactMap(\.self) + warnings() + shoes() }

    // MARK: R6

    /// The next phase after two clean runs of this one, each after a rest day, and at most two steps in 7 days
    /// (Trials s13063-023-07502-x, table 1; University of Delaware, theprehabguys.com).
    private func nextPhase() -> Suggestion? {
        let starts = reading.picture.runPhases.sorted {
            // Of two that begin on one day the lower is in force.
            ($0.value.from, -$0.value.phase.rawValue, $0.id) < ($1.value.from, -$1.value.phase.rawValue, $1.id)
        }
        guard let current = starts.last, let next = current.value.phase.next,
            steps(in: starts) < RunPhase.maximumStepsIn7Days
        else { return nil }
        let phase = current.value.phase
        let runs = reading.runs.filter {
            current.value.from <= $0.value.moment.day && reading.isSincePause($0.value.moment.day)
        }
        let days = Set(runs.map(\.value.moment.day)).sorted().suffix(RunPhase.runsBeforeNext)
        guard days.count == RunPhase.runsBeforeNext, let last = days.last else { return nil }
        let week = reading.runs.map(\.value.moment.day).filter { $0.startOfWeek == last.startOfWeek }
        guard week.count <= RunPhase.maximumRunsPerWeek else { return nil }

        var evidence: Set<RowID> = [current.id]
        for day in days {
            guard let rows = cleanRun(of: phase, on: day) else { return nil }
            evidence.formUnion(rows)
        }
        return Suggestion(
            .r6, .nextRunPhase(next), evidence: evidence,
            words:
                "Run phase \(phase.rawValue) was completed on \(days.map(\.description).joined(separator: " and ")), each "
                + "after a rest day, with no pain above \(RungRules.safePain), no worse morning, no swelling and no "
                + "stiffness above \(RungRules.safePain). Next is phase \(next.rawValue): \(next.text).")
    }

    /// Steps up to a higher phase in the 7 days that end today, and those already decided.
    private func steps(in starts: [Charted<RunPhaseStart>]) -> Int {
        zip(starts, starts.dropFirst()).count { before, after in
            after.value.phase > before.value.phase && after.value.from > reading.picture.today.adding(days: -7)
        }
    }

    /// The rows that show that the only run of a day was all that its phase asks for, after a rest day, and left nothing
    /// behind by the next morning; nil when anything is worse, or not known.
    ///
    /// "Clean" is no pain over 3 during, a morning not above its comparison, no swelling, and no stiffness over 3 (choice,
    /// domain guide §4.9). Every check-in about the day has to say so, the one of the next morning among them.
    private func cleanRun(of phase: RunPhase, on day: LocalDay) -> Set<RowID>? {
        let runs = reading.runs.filter { $0.value.moment.day == day }
        let dayBefore = day.adding(days: -1)
        guard let run = runs.first, runs.count == 1, run.value.completes(phase),
            !reading.runs.contains(where: { $0.value.moment.day == dayBefore }),
            let morning = reading.pain.rise(of: day), let over = morning.overMornings, over <= 0
        else { return nil }
        let reports = reading.picture.checkIns.filter {
            $0.value.activityDay == day && $0.value.moment.day <= reading.picture.today
        }
        let isClean = reports.allSatisfy { report in
            let isPainful = report.value.about == .during && report.value.pain.rawValue > RungRules.safePain
            return !isPainful && report.value.swelling == false
                && (report.value.stiffness.map { $0.rawValue <= RungRules.safePain } ?? false)
        }
        return isClean ? morning.rows.union(reports.map(\.id)).union([run.id]) : nil
    }

    // MARK: R7

    private func warnings() -> [Suggestion] {
        let today = reading.picture.today
        return reading.runs.filter { today.adding(days: -Self.warningDays) <= $0.value.moment.day }.compactMap { run in
            let day = run.value.moment.day
            let verdict = RunGuard(
                distanceMeters: run.value.distanceMeters, on: day, among: reading.runs.map(\.value))
            guard verdict.verdict.injuryRateRatio != nil else { return nil }
            let first = day.adding(days: -RunGuard.windowDays)
            let longest = reading.runs.filter {
                first <= $0.value.moment.day && $0.value.moment.day < day
                    && $0.value.distanceMeters == verdict.longestMeters
            }
            return Suggestion(
                .r7, .runWarning(run: run.id), evidence: [run.id] + longest.map(\.id),
                words: "Run on \(day): \(verdict.words).")
        }
    }

    // MARK: R8

    private func shoes() -> [Suggestion] {
        reading.picture.shoes.filter { $0.value.retiredOn.map { $0 > reading.picture.today } ?? true }.compactMap {
            shoe in
            let wear = ShoeWear(shoe.value, id: shoe.id, runs: reading.runs.map(\.value))
            let figures = "\(shoe.value.label.oneLine) has \(wear.miles) miles in it"
            return switch wear.state {
            case .ok: nil
            case .due:
                Suggestion(
                    .r8, .shoeDue(shoe: shoe.id), evidence: [shoe.id],
                    words: "\(figures), of 300–500: new shoes are due.")
            case .overdue:
                Suggestion(
                    .r8, .shoeOverdue(shoe: shoe.id), evidence: [shoe.id],
                    words: "\(figures), of 300–500: new shoes are overdue.")
            }
        }
    }
}
