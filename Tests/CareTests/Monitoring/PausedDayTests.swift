import Testing

@testable import Care

/// What must hold of the days on which a red flag or a fall had paused the plan, tried on many charts.
@Suite struct `Days on which the plan was paused` {
    private static let seeds: Range<UInt64> = 0..<160

    /// A chart in which a fall paused the plan for some days, and nothing pauses it any more.
    private func picture(_ seed: UInt64) throws -> (picture: ChartPicture, pause: ClosedRange<LocalDay>) {
        var generator = SeededGenerator(seed: seed &+ 7_000)
        var picture = try GeneratedChart.picture(seed: seed)
        let first = picture.today.adding(days: .random(in: -20 ... -2, using: &generator))
        let last = first.adding(days: .random(in: 0...12, using: &generator))
        let cleared = min(last, picture.today.adding(days: -1))
        picture.falls.append(Charted(row(70_000), FallReport(moment: noon(first), kind: .fall)))
        // A clearance of its own would end the pause sooner; this one covers all that they did.
        picture.clearances.removeAll { $0.value.moment.at >= noon(first).at }
        let clearance = Clearance(
            moment: noon(cleared), clearedBy: PractitionerID(row(1_000_000).uuid), seen: picture.pauses.map(\.row),
            note: try note("Looked at."))
        picture.clearances.append(Charted(row(70_001), clearance))
        return (picture, first...cleared)
    }

    /// The chart with a session and a run, as good as can be, on some of the days.
    private func withGoodLogs(
        _ picture: ChartPicture, on days: ClosedRange<LocalDay>, _ generator: inout SeededGenerator
    ) throws -> ChartPicture {
        var picture = picture
        let exercises = ["calf-1", "calf-2", "calf-3", "balance-1", "towel-scrunches"]
        var day = days.lowerBound
        var number = 80_000
        while day <= days.upperBound {
            defer { day = day.adding(days: 1) }
            guard Bool.random(using: &generator) else { continue }
            var log = try session(day, exercises)
            log.items = try exercises.map {
                LoggedItem(exercise: try slug($0), sets: Array(repeating: LoggedSet(reps: 10), count: 2))
            }
            log.painDuring = PainScore(0)
            log.effort = EffortScore(3)
            picture.sessions.append(Charted(row(number), log))
            let run = RunLog(
                moment: noon(day), distanceMeters: 3_300, durationSeconds: 1_200, surface: .track,
                effort: EffortScore(3), painDuring: PainScore(0))
            picture.runs.append(Charted(row(number + 1), run))
            number += 2
        }
        return picture
    }

    @Test(arguments: seeds) func `are not prescribed, and what is logged on them counts nowhere`(seed: UInt64) throws {
        let (picture, pause) = try picture(seed)
        #expect(picture.pausedDays.isSuperset(of: [pause.lowerBound, pause.upperBound]))
        var generator = SeededGenerator(seed: seed)
        let logged = try withGoodLogs(picture, on: pause, &generator)
        let plan = PlanTimeline(picture.revisions.map(\.value))
        for days in [7, 28] {
            let window = try #require(DayWindow(days: days, endingBefore: picture.today))
            func adherence(_ picture: ChartPicture) -> Adherence? {
                Adherence(
                    over: window, plan: plan, sessions: picture.sessions.map(\.value), pausedDays: picture.pausedDays)
            }
            #expect(adherence(logged) == adherence(picture))
            let trend = Trend(
                over: window, checkIns: [], plan: plan, sessions: logged.sessions.map(\.value),
                pausedDays: logged.pausedDays)
            #expect(trend.adherence == adherence(picture))
            for day in trend.days where logged.pausedDays.contains(day.day) {
                #expect(day.onPlan == 0 && day.logged == 0)
            }
        }
    }

    @Test(arguments: seeds) func `lead to no progress, whatever was done on them, and lift no R1`(seed: UInt64) throws {
        let (picture, pause) = try picture(seed)
        var generator = SeededGenerator(seed: seed)
        let before = AnkleRules.suggestions(for: picture)
        let after = AnkleRules.suggestions(for: try withGoodLogs(picture, on: pause, &generator))
        let progress = { (found: [Suggestion]) in Set(found.map(\.proposal).filter(\.isProgress)) }
        #expect(progress(after).isSubset(of: progress(before)))
        #expect(!before.contains { $0.rule == .r1 } || after.contains { $0.rule == .r1 })
        let contact = { (found: [Suggestion]) in found.filter { $0.rule == .r4 } }
        #expect(contact(after) == contact(before))
    }

    @Test(arguments: seeds) func `are no data days, and each window says how many there are`(seed: UInt64) throws {
        let (picture, _) = try picture(seed)
        let windows = RTMDataDays.windows(
            of: picture.dataDays, pausedDays: picture.pausedDays, from: picture.careBegan, today: picture.today)
        for window in windows {
            let inside = { (day: LocalDay) in window.window.contains(day) && day <= picture.today }
            #expect(window.days == picture.dataDays.subtracting(picture.pausedDays).count(where: inside))
            #expect(window.pausedDays == picture.pausedDays.count(where: inside))
        }
    }

    @Test(arguments: seeds) func `are no silence: it is counted from the clearance on`(seed: UInt64) throws {
        let (made, pause) = try picture(seed)
        var picture = made
        // Nobody was heard of since the day before the pause.
        picture.sessions.removeAll { $0.value.moment.day >= pause.lowerBound }
        picture.checkIns.removeAll { $0.value.moment.day >= pause.lowerBound }
        picture.runs.removeAll { $0.value.moment.day >= pause.lowerBound }
        picture.outcomes.removeAll { $0.value.moment.day >= pause.lowerBound }
        picture.falls.removeAll { $0.value.moment.day > pause.lowerBound }
        picture.clearances.removeAll { $0.id != row(70_001) }
        let login = noon(pause.lowerBound.adding(days: -1)).at
        let cleared = noon(pause.upperBound).at
        func silence(_ hours: Int64) -> [AlertFinding] {
            OpenAlerts(of: picture, lastLogin: login, now: cleared.adding(seconds: hours * 3_600 + 1)).alerts
                .filter { $0.rule == .engagement }.map(\.finding)
        }
        #expect(silence(48).isEmpty)
        #expect(silence(49) == [.silent49Hours])
        #expect(silence(14 * 24) == [.silent14Days])
        #expect(silence(21 * 24) == [.dropped])
    }

    @Test func `ask for three sessions after them before the next rung`() throws {
        func proposals(sessionsSince: Int) throws -> [Proposal] {
            var chart = try ChartDraft()
            try chart.revise(from: -30, ["calf-2"])
            // Mornings to compare the later ones with.
            for offset in (-34)...(-21) { try chart.report(offset, .nextMorning, 1) }
            for offset in (-20) ... -1 where offset < -9 || offset >= -sessionsSince {
                try chart.log(offset, ["calf-2"])
                try chart.report(offset, .nextMorning, 1)
            }
            let fall = chart.fall(-9)
            try chart.clear(-sessionsSince - 1, seen: [fall])
            return chart.proposals(.r3)
        }
        #expect(try proposals(sessionsSince: 2).isEmpty)
        #expect(try proposals(sessionsSince: 3).count == 1)
    }
}

@Suite struct `The next review of content` {
    private let today = LocalDay(dayNumber: 20_000)

    @Test(
        arguments: [
            (61, nil), (60, "is due for review in 60 days"), (1, "is due for review tomorrow"),
            (0, "is due for review today"), (-1, "is overdue for review by a day"),
            (-30, "is overdue for review by 30 days"),
        ] as [(Int, String?)])
    func `is announced two months ahead, and stays announced`(days: Int, words: String?) {
        #expect(ReviewDue(on: today.adding(days: days), today: today)?.words == words)
    }

    @Test func `is no matter of what has no day`() {
        #expect(ReviewDue(on: nil, today: today) == nil)
    }
}
