import Testing

@testable import Care

/// A week of clean sessions on the second rung, pain 1 in each and 1 on each morning, since before the rung began.
private func steadyWeek(pain: Int = 1) throws -> ChartDraft {
    var chart = try ChartDraft()
    try chart.revise(from: -7, ["calf-2"])
    for offset in -20 ... -8 { try chart.report(offset, .nextMorning, 1) }
    for offset in -7 ... -1 {
        try chart.log(offset, ["calf-2"], pain: pain)
        try chart.report(offset, .nextMorning, 1)
    }
    return chart
}

@Suite struct `Suggesting a rung up` {
    private func up() throws -> [Proposal] { [.progress(exercise: try slug("calf-2"), to: try slug("calf-3"))] }

    @Test func `takes three clean sessions, all values known, and says so with numbers`() throws {
        let chart = try steadyWeek()
        #expect(chart.proposals(.r3) == (try up()))
        let suggestion = try #require(chart.suggestions(.r3).first)
        #expect(suggestion.ruleSet == "ankle-v2")
        #expect(suggestion.words.contains("7 sessions of calf-2"))
        #expect(suggestion.words.contains("100 %"))
        #expect(chart.suggestions.count == 1)
    }

    @Test func `stops at three of ten`() throws {
        #expect(try steadyWeek(pain: 3).proposals(.r3) == (try up()))
        #expect(try steadyWeek(pain: 4).proposals(.r3) == [])
        var chart = try steadyWeek()
        try chart.report(-2, .during, 4)
        #expect(chart.proposals(.r3) == [])
    }

    @Test func `wants three sessions since the rung began`() throws {
        var chart = try steadyWeek()
        chart.picture.revisions[0].value.effectiveFrom = chart.day(-9)
        for (from, expected) in [(-3, true), (-2, false)] {
            var later = chart
            later.picture.revisions[0].value.content.items[0].exercise = try slug("calf-1")
            try later.revise(from: from, ["calf-2"])
            // What was logged before the rung began is of the rung below.
            for index in later.picture.sessions.indices
            where later.picture.sessions[index].value.moment.day < later.day(from) {
                later.picture.sessions[index].value.items[0].exercise = try slug("calf-1")
            }
            #expect(!later.proposals(.r3).isEmpty == expected)
        }
    }

    @Test func `wants 80 percent of seven days`() throws {
        var chart = try steadyWeek()
        chart.picture.sessions.removeFirst()
        #expect(!chart.proposals(.r3).isEmpty)
        chart.picture.sessions.removeFirst()
        #expect(chart.proposals(.r3).isEmpty)
    }

    @Test func `wants every set, and no more effort than aimed at`() throws {
        var fewer = try steadyWeek()
        fewer.picture.sessions[3].value.items[0].sets.removeLast()
        #expect(fewer.proposals(.r3) == [])
        var harder = try steadyWeek()
        harder.picture.sessions[3].value.effort = EffortScore(5)
        #expect(!harder.proposals(.r3).isEmpty)
        harder.picture.sessions[3].value.effort = EffortScore(6)
        #expect(harder.proposals(.r3) == [])
        harder.picture.sessions[3].value.effort = nil
        #expect(harder.proposals(.r3) == [])
        harder.picture.revisions[0].value.content.items[0].dose.targetEffort = nil
        #expect(!harder.proposals(.r3).isEmpty)
    }

    @Test func `waits for a value that is missing or still to come`() throws {
        var noPain = try steadyWeek()
        noPain.picture.sessions[2].value.painDuring = nil
        #expect(noPain.proposals(.r3) == [])
        var noMorning = try steadyWeek()
        noMorning.removeCheckIns(-3)
        #expect(noMorning.proposals(.r3) == [])
        var today = try steadyWeek()
        try today.log(0, ["calf-2"])
        #expect(today.proposals(.r3) == [])
        var nothingBefore = try steadyWeek()
        nothingBefore.removeCheckIns(-100, through: -8)
        #expect(nothingBefore.proposals(.r3) == [])
    }

    @Test func `looks at the whole ladder`() throws {
        var chart = try steadyWeek()
        try chart.log(-4, ["calf-3"], pain: 4)
        #expect(chart.proposals(.r3) == [])
        var elsewhere = try steadyWeek()
        try elsewhere.log(-4, ["balance-1"], pain: 3)
        #expect(!elsewhere.proposals(.r3).isEmpty)
    }

    @Test func `has nowhere to go from the top rung, nor off the ladders`() throws {
        for exercise in ["calf-3", "towel-scrunches"] {
            var chart = try steadyWeek()
            chart.picture.revisions[0].value.content.items[0].exercise = try slug(exercise)
            for index in chart.picture.sessions.indices {
                chart.picture.sessions[index].value.items[0].exercise = try slug(exercise)
            }
            #expect(chart.proposals(.r3) == [])
        }
    }

    @Test func `is not repeated once a PT has decided`() throws {
        var chart = try steadyWeek()
        try chart.revise(from: 1, ["calf-3"])
        #expect(chart.proposals(.r3) == [])
    }
}

@Suite struct `Suggesting a rung down` {
    private func down() throws -> Proposal { .regress(exercise: try slug("calf-2"), to: try slug("calf-1")) }

    private func hold(_ chart: ChartDraft) -> Proposal { .runHold(from: chart.day(0), through: chart.day(1)) }

    @Test func `follows pain above 5 during, with two days without runs`() throws {
        var chart = try steadyWeek()
        let flare = try chart.log(0, ["calf-2"], pain: 6)
        #expect(chart.proposals(.r1) == [try down(), hold(chart)])
        #expect(chart.suggestions(.r1).allSatisfy { $0.evidence.contains(flare) })
        #expect(chart.suggestions(.r1).first?.words.contains("was 6 on \(chart.day(0)), above 5") == true)
        #expect(!chart.suggestions.contains { $0.proposal.isProgress })
    }

    @Test func `does not follow 5`() throws {
        var chart = try steadyWeek()
        try chart.log(0, ["calf-2"], pain: 5)
        #expect(chart.proposals(.r1) == [])
        #expect(chart.proposals(.r2) == [.hold(exercise: try slug("calf-2"))])
    }

    @Test func `stays while later values are missing, and goes with a good one`() throws {
        var chart = try steadyWeek()
        try chart.log(-1, ["calf-2"], pain: 6)
        try chart.log(0, ["calf-2"], pain: nil)
        #expect(chart.proposals(.r1).contains(try down()))
        chart.picture.sessions[chart.picture.sessions.count - 1].value.painDuring = PainScore(2)
        #expect(chart.proposals(.r1) == [])
    }

    @Test func `follows a morning two above the lowest of 14 days`() throws {
        var chart = try steadyWeek()
        chart.picture.checkIns.removeLast()
        try chart.report(-1, .nextMorning, 3)
        #expect(chart.proposals(.r1) == [try down(), hold(chart)])
        var older = try ChartDraft()
        try older.revise(from: -30, ["calf-2"])
        try older.log(-1, ["calf-2"])
        try older.report(-16, .nextMorning, 1)
        try older.report(-1, .nextMorning, 3)
        // 15 days before the report of the morning: too long ago to compare with.
        #expect(older.proposals(.r1) == [])
        try older.report(-15, .nextMorning, 1)
        #expect(older.proposals(.r1).contains(try down()))
    }

    @Test func `follows a morning two above what the session began from`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -30, ["calf-2"])
        try chart.log(-1, ["calf-2"])
        try chart.report(-1, .now, 1)
        try chart.report(-1, .nextMorning, 3)
        #expect(chart.proposals(.r1).contains(try down()))
    }

    @Test func `follows two mornings running one above, and one alone is a hold`() throws {
        var chart = try steadyWeek()
        chart.picture.checkIns.removeLast()
        try chart.report(-1, .nextMorning, 2)
        #expect(chart.proposals(.r1) == [])
        #expect(chart.proposals(.r2) == [.hold(exercise: try slug("calf-2"))])
        #expect(chart.proposals(.r3) == [])
        chart.removeCheckIns(-2)
        try chart.report(-2, .nextMorning, 2)
        #expect(chart.proposals(.r1) == [try down(), hold(chart)])
    }

    @Test func `is a hold on the lowest rung`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -30, ["calf-1"])
        try chart.log(-1, ["calf-1"], pain: 8)
        #expect(chart.proposals(.r1) == [.hold(exercise: try slug("calf-1")), hold(chart)])
    }

    @Test func `leaves exercises of other days alone`() throws {
        var chart = try steadyWeek()
        chart.picture.revisions[0].value.content.items.append(try item("balance-2"))
        try chart.log(-2, ["balance-2"], pain: 1)
        try chart.log(0, ["calf-2"], pain: 7)
        #expect(chart.proposals(.r1) == [try down(), hold(chart)])
    }

    @Test func `is over once the PT has changed the rung`() throws {
        var chart = try steadyWeek()
        try chart.log(0, ["calf-2"], pain: 7)
        try chart.revise(from: 1, ["calf-1"])
        #expect(chart.proposals(.r1) == [])
    }

    @Test func `keeps a member from running after a run above 5, until runs are cut back or one is well`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -30, ["calf-2"])
        try chart.run(-2, 5_000, pain: 6)
        #expect(chart.proposals(.r1) == [hold(chart)])
        var revised = chart
        try revised.revise(from: 0, ["calf-1"])
        #expect(revised.proposals(.r1) == [hold(chart)])
        revised.picture.revisions[1].value.content.modifications = [try fewerRuns()]
        #expect(revised.proposals(.r1) == [])
        try chart.run(0, 2_000, pain: 2)
        #expect(chart.proposals(.r1) == [])
    }
}

@Suite struct `What a plan answers a flare with` {
    private func hold(_ chart: ChartDraft) -> Proposal { .runHold(from: chart.day(0), through: chart.day(1)) }

    /// "During 9" three days ago, before which nothing was logged, and a plan made the day after.
    private func reported(
        then exercises: [String], sets: Int = 2, _ change: (inout PlanContent) throws -> Void = { _ in }
    ) throws -> ChartDraft {
        var chart = try ChartDraft()
        try chart.revise(from: -20, ["calf-2", "balance-1"])
        chart.picture.revisions[0].value.content.modifications = [try fewerRuns()]
        try chart.report(-3, .during, 9)
        try chart.revise(from: -1, exercises, sets: sets)
        chart.picture.revisions[1].value.content.modifications = [try fewerRuns()]
        try change(&chart.picture.revisions[1].value.content)
        return chart
    }

    @Test func `is no note, no other exercise, no harder rung, no larger dose and no freer running`() throws {
        let notes = try reported(then: ["calf-2", "balance-1"]) { content in
            content.note = try note("Slowly.")
            content.items[0].note = try note("With the towel.")
        }
        let free = try reported(then: ["calf-2", "balance-1"]) { $0.modifications[0].maximumDaysPerWeek = 4 }
        let freed = try reported(then: ["calf-2", "balance-1"]) { $0.modifications = [] }
        for chart in [
            notes, free, freed, try reported(then: ["calf-2", "balance-1", "towel-scrunches"]),
            try reported(then: ["calf-3", "balance-1"]), try reported(then: ["calf-2", "balance-1"], sets: 3),
        ] {
            #expect(chart.proposals(.r1) == [hold(chart)])
        }
    }

    @Test func `is an easier rung, a smaller dose, fewer exercises or fewer runs`() throws {
        let held = try reported(then: ["calf-2", "balance-1"]) { content in
            var none = try fewerRuns()
            none.maximumDaysPerWeek = 0
            none.until = ChartDraft.today
            content.modifications.append(none)
        }
        let seldom = try reported(then: ["calf-2", "balance-1"]) { $0.items[0].frequency.perWeek = 3 }
        for chart in [
            held, seldom, try reported(then: ["calf-1", "balance-1"]), try reported(then: ["balance-1"]),
            try reported(then: ["calf-2", "balance-1"], sets: 1),
        ] {
            #expect(chart.proposals(.r1) == [])
        }
    }

    @Test func `is the first plan, made after the report`() throws {
        var chart = try ChartDraft()
        try chart.report(-3, .during, 9)
        try chart.revise(from: -1, ["calf-2"])
        #expect(chart.proposals(.r1) == [])
    }

    @Test func `is a smaller dose of the exercise that hurt`() throws {
        var chart = try steadyWeek()
        try chart.log(-1, ["calf-2"], pain: 7)
        for (sets, answered) in [(1, true), (2, false), (3, false)] {
            var revised = chart
            try revised.revise(from: 1, ["calf-2"], sets: sets)
            #expect(revised.proposals(.r1).isEmpty == answered)
            #expect(!revised.suggestions.contains { $0.proposal.isProgress })
        }
    }

    @Test func `is not a harder rung, whose PT did not know of a session that came in later`() throws {
        var chart = try steadyWeek()
        try chart.revise(from: -1, ["calf-3"])
        #expect(chart.proposals(.r1) == [])
        let late = try chart.log(-2, ["calf-2"], pain: 9)
        #expect(chart.proposals(.r1) == [.regress(exercise: try slug("calf-3"), to: try slug("calf-2")), hold(chart)])
        #expect(chart.suggestions(.r1).allSatisfy { $0.evidence.contains(late) })
        try chart.log(0, ["calf-3"], pain: 1)
        #expect(chart.proposals(.r1) == [])
    }
}

@Suite struct `Holding and swapping` {
    @Test func `holds from 4 to 5`() throws {
        for (pain, held) in [(3, false), (4, true), (5, true)] {
            var chart = try steadyWeek()
            try chart.log(0, ["calf-2"], pain: pain)
            #expect(!chart.proposals(.r2).isEmpty == held)
        }
    }

    @Test func `swaps what was abandoned for pain twice in 14 days`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -60, ["calf-2"])
        try chart.log(-15, ["calf-2"], abandoned: .pain)
        try chart.log(-1, ["calf-2"], abandoned: .pain)
        try chart.log(-2, ["calf-2"], abandoned: .fatigue)
        #expect(chart.proposals(.r5) == [])
        let again = try chart.log(-14, ["calf-2"], abandoned: .pain)
        #expect(chart.proposals(.r5) == [.swap(exercise: try slug("calf-2"), to: try slug("calf-1"))])
        #expect(chart.suggestions(.r5).first?.evidence.contains(again) == true)
    }

    @Test func `asks the PT to choose where no easier rung is known`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -60, ["towel-scrunches"])
        for offset in [-3, 0] { try chart.log(offset, ["towel-scrunches"], sets: 0, abandoned: .pain) }
        #expect(chart.proposals(.r5) == [.swap(exercise: try slug("towel-scrunches"), to: nil)])
    }
}
