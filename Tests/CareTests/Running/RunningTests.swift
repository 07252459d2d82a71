import Testing

@testable import Care

@Suite struct `Guarding a run` {
    private let today = LocalDay(dayNumber: 20_780)

    private func run(_ offset: Int, _ meters: Int) -> RunLog {
        RunLog(moment: noon(today.adding(days: offset)), distanceMeters: meters, durationSeconds: 1_000)
    }

    @Test func `compares it with the longest of the 30 dates before its own`() {
        let runs = [run(-31, 20_000), run(-30, 6_000), run(-1, 5_000), run(0, 30_000), run(3, 40_000)]
        let verdict = RunGuard(distanceMeters: 6_600, on: today, among: runs)
        #expect(verdict.longestMeters == 6_000)
        #expect(verdict.ceilingMeters == 6_600)
        #expect(verdict.verdict == .within)
        #expect(RunGuard(distanceMeters: 6_601, on: today, among: runs).verdict == .over10)
    }

    @Test func `has the bands of the study, with its ratios`() {
        for (meters, verdict, ratio) in [
            (1_100, RunGuard.Verdict.within, String?.none), (1_101, .over10, "1.64"), (1_300, .over10, "1.64"),
            (1_301, .over30, "1.52"), (2_000, .over30, "1.52"), (2_001, .over100, "2.28"),
        ] {
            let guarded = RunGuard(distanceMeters: meters, on: today, among: [run(-1, 1_000)])
            #expect(guarded.verdict == verdict)
            #expect(guarded.verdict.injuryRateRatio == ratio)
        }
    }

    @Test func `says of a first run that it is the first`() {
        let first = RunGuard(distanceMeters: 9_999, on: today, among: [run(0, 1_000)])
        #expect(first.verdict == .first && first.ceilingMeters == nil)
        #expect(first.words == "9.99 km is the first run in 30 days: there is none to hold it against")
    }
}

@Suite struct `Run phases` {
    @Test func `are six, with the minutes, miles and effort of their source`() {
        #expect(
            RunPhase.allCases.map(\.text) == [
                "walk 2 min, run 3 min, 1.0 mi, effort 3", "walk 2 min, run 3 min, 1.5 mi, effort 3",
                "walk 2 min, run 4 min, 1.5 mi, effort 4", "walk 2 min, run 4 min, 2.0 mi, effort 4",
                "walk 1 min, run 4 min, 2.0 mi, effort 5", "run throughout, 2.0 mi, effort 5",
            ])
        #expect(RunPhase.six.next == nil && RunPhase.five.next == .six)
    }

    @Test func `are completed only by what was said`() {
        var run = RunLog(
            moment: noon(ChartDraft.today), distanceMeters: 1_609, durationSeconds: 900, surface: .road, terrain: .flat,
            effort: EffortScore(3), painDuring: PainScore(3))
        #expect(run.completes(.one) && !run.completes(.two))
        run.terrain = nil
        #expect(!run.completes(.one))
        run.surface = .treadmill
        #expect(run.completes(.one))
        run.effort = nil
        #expect(!run.completes(.one))
    }
}

@Suite struct `Shoes` {
    @Test func `count the runs that name them, from the day they were in use`() throws {
        let today = ChartDraft.today
        let shoe = Shoe(label: try label("Blue"), inUseFrom: today.adding(days: -1), startMeters: 480_000)
        func run(_ offset: Int, _ id: RowID?) -> RunLog {
            RunLog(
                moment: noon(today.adding(days: offset)), distanceMeters: 1_402, durationSeconds: 1_000, shoe: id)
        }
        let runs = [run(-2, row(1)), run(-1, row(1)), run(0, row(1)), run(0, row(2)), run(0, nil)]
        let wear = ShoeWear(shoe, id: row(1), runs: runs)
        #expect(wear.meters == 482_804 && wear.state == .due && wear.miles == 300)
        #expect(ShoeWear(shoe, id: row(1), runs: runs.dropLast(3)).state == .ok)
    }
}
