import Testing

@testable import Care

@Suite struct `Pausing on a red flag or a fall` {
    @Test func `silences all else until a PT clears it`() throws {
        var chart = try ChartDraft()
        try chart.revise(from: -30, ["calf-2"])
        try chart.log(-1, ["calf-2"], pain: 9)
        let flag = try chart.report(-1, .now, 2, flags: [.calfSwelling])
        #expect(chart.suggestions.map(\.proposal) == [.pause])
        #expect(chart.suggestions.first?.evidence == [flag])
        #expect(chart.suggestions.first?.words.contains("a swollen, warm or painful calf") == true)
        try chart.clear(0, seen: [flag])
        #expect(chart.suggestions(.r0).isEmpty)
        #expect(!chart.suggestions(.r1).isEmpty)
    }

    @Test func `follows a fall and not a near one`() throws {
        var chart = try ChartDraft()
        chart.fall(-1, .nearFall)
        #expect(chart.suggestions.isEmpty)
        chart.fall(-1)
        #expect(chart.proposals(.r0) == [.pause])
    }

    @Test func `is covered by a later clearance, named or not, and not by an earlier one`() throws {
        var chart = try ChartDraft()
        let first = chart.fall(-5)
        try chart.clear(-4, seen: [first])
        try chart.report(-6, .now, 2, flags: [.coldNumbFoot])
        #expect(chart.suggestions.isEmpty)
        try chart.report(-3, .now, 2, flags: [.coldNumbFoot])
        #expect(chart.proposals(.r0) == [.pause])
    }

    @Test func `takes its days out of adherence, the first and the last included`() throws {
        var chart = try ChartDraft()
        let fall = chart.fall(-6)
        #expect(chart.picture.pausedDays == Set((-6...0).map(chart.day)))
        try chart.clear(-4, seen: [fall])
        #expect(chart.picture.pausedDays == Set((-6 ... -4).map(chart.day)))
    }

    @Test func `holds for a report whose clock is years off, until it is named`() throws {
        var chart = try ChartDraft()
        let flag = try chart.report(2_000, .now, 2, flags: [.popWithWeakness])
        try chart.clear(0, seen: [row(99)])
        #expect(chart.proposals(.r0) == [.pause])
        try chart.clear(0, seen: [flag])
        #expect(chart.suggestions.isEmpty)
    }
}

@Suite struct `Getting in touch` {
    private func chart(logged days: Int, pain: Int?, perDay: Int = 1) throws -> ChartDraft {
        var chart = try ChartDraft()
        try chart.revise(from: -30, ["calf-2", "balance-1"])
        for offset in 0..<days { try chart.log(-1 - offset, ["calf-2", "balance-1"], pain: pain) }
        return chart
    }

    @Test func `follows less than half, without pain above 3`() throws {
        #expect(try chart(logged: 4, pain: 1).proposals(.r4) == [])
        #expect(try chart(logged: 3, pain: 3).proposals(.r4) == [.contact])
        #expect(try chart(logged: 3, pain: 4).proposals(.r4) == [])
        #expect(try chart(logged: 0, pain: nil).proposals(.r4) == [.contact])
        #expect(try chart(logged: 3, pain: 1).suggestions(.r4).first?.words.contains("42 % (6 of 14)") == true)
    }

    @Test func `suggests fewer exercises above 150 minutes a week`() throws {
        var chart = try chart(logged: 0, pain: nil)
        chart.picture.revisions[0].value.content.items[0].dose = Dose(sets: 1, durationSeconds: 1_200)
        #expect(chart.proposals(.r4).contains { if case .fewerExercises = $0 { true } else { false } })
        chart.picture.revisions[0].value.content.items[0].dose = Dose(sets: 1, durationSeconds: 600)
        #expect(chart.proposals(.r4) == [.contact])
    }

    @Test func `says nothing when nothing was prescribed`() throws {
        #expect(try ChartDraft().suggestions.isEmpty)
    }
}

@Suite struct `Moving on in running` {
    /// Two clean runs of the first phase with a rest day between them.
    private func clean() throws -> ChartDraft {
        var chart = try ChartDraft()
        chart.phase(.one, from: -10)
        for offset in -14 ... -1 { try chart.report(offset, .nextMorning, 1) }
        try chart.run(-4, 1_609)
        try chart.run(-2, 1_700)
        return chart
    }

    @Test func `takes two clean runs, each after a rest day`() throws {
        let chart = try clean()
        #expect(chart.proposals(.r6) == [.nextRunPhase(.two)])
        #expect(chart.suggestions(.r6).first?.words.contains("walk 2 min, run 3 min, 1.5 mi, effort 3") == true)
    }

    @Test(arguments: 0..<10)
    func `waits when anything is worse or unknown`(change: Int) throws {
        var chart = try clean()
        switch change {
        case 0: chart.picture.runs[1].value.moment = noon(chart.day(-3))
        case 1: chart.picture.runs[0].value.distanceMeters = 1_608
        case 2: chart.picture.runs[0].value.painDuring = PainScore(4)
        case 3: chart.picture.runs[0].value.painDuring = nil
        case 4: chart.picture.runs[0].value.effort = EffortScore(4)
        case 5: chart.picture.runs[0].value.surface = .trail
        case 6: chart.removeCheckIns(-2)
        case 7:
            chart.removeCheckIns(-2)
            try chart.report(-2, .nextMorning, 1, swelling: nil)
        case 8:
            chart.removeCheckIns(-2)
            try chart.report(-2, .nextMorning, 1, stiffness: 4)
        default: try chart.report(-2, .after, 1, swelling: true)
        }
        #expect(chart.proposals(.r6) == [])
    }

    @Test func `counts only runs since the phase began, and two steps in 7 days at most`() throws {
        var late = try clean()
        late.picture.runPhases[0].value.from = late.day(-3)
        #expect(late.proposals(.r6) == [])
        var quick = try clean()
        quick.picture.runPhases.removeAll()
        quick.phase(.one, from: -20)
        quick.phase(.two, from: -6)
        quick.phase(.three, from: -4)
        for index in quick.picture.runs.indices { quick.picture.runs[index].value.distanceMeters = 2_414 }
        #expect(quick.proposals(.r6) == [])
        quick.picture.runPhases[1].value.from = quick.day(-7)
        #expect(quick.proposals(.r6) == [.nextRunPhase(.four)])
    }

    @Test func `ends with the sixth phase`() throws {
        var chart = try clean()
        chart.picture.runPhases[0].value.phase = .six
        for index in chart.picture.runs.indices { chart.picture.runs[index].value.distanceMeters = 5_000 }
        #expect(chart.proposals(.r6) == [])
    }

    @Test func `warns of a run above 110 percent with its numbers`() throws {
        var chart = try ChartDraft()
        let longest = try chart.run(-20, 5_000)
        let within = try chart.run(-3, 5_500)
        #expect(chart.proposals(.r7) == [])
        chart.picture.runs[1].value.distanceMeters = 5_501
        #expect(chart.proposals(.r7) == [.runWarning(run: within)])
        let suggestion = try #require(chart.suggestions(.r7).first)
        #expect(suggestion.evidence == [longest, within])
        #expect(suggestion.words.contains("5.50 km is 110 % of the longest run of the 30 days before, 5.00 km"))
        #expect(suggestion.words.contains("1.64"))
    }

    @Test func `names shoes from 300 miles on, and from 500`() throws {
        for (meters, state) in [(482_803, 0), (482_804, 1), (804_671, 1), (804_672, 2)] {
            var chart = try ChartDraft()
            let id = chart.nextRow()
            chart.picture.shoes = [
                Charted(id, Shoe(label: try label("Blue"), inUseFrom: chart.day(-100), startMeters: meters))
            ]
            #expect(chart.proposals(.r8) == [[], [.shoeDue(shoe: id)], [.shoeOverdue(shoe: id)]][state])
            chart.picture.shoes[0].value.retiredOn = chart.day(0)
            #expect(chart.proposals(.r8) == [])
        }
    }
}

@Suite struct `Judging the course` {
    private func better(from baseline: Int = 5, to recent: Int = 3, psfs: [Int] = [6, 6, 6]) throws -> ChartDraft {
        var chart = try ChartDraft()
        try chart.log(-40, ["calf-1"], pain: baseline)
        try chart.log(-2, ["calf-1"], pain: recent)
        try chart.psfs(-39, [4, 4, 4])
        try chart.psfs(-3, psfs)
        return chart
    }

    @Test func `suggests maintenance with pain down by 2 or 30 percent and PSFS up by 2`() throws {
        #expect(try better().proposals(.r9) == [.maintenance])
        #expect(try better(from: 3, to: 2).proposals(.r9) == [.maintenance])
        #expect(try better(from: 4, to: 3).proposals(.r9) == [])
        #expect(try better(from: 0, to: 0).proposals(.r9) == [])
        #expect(try better(psfs: [6, 6, 5]).proposals(.r9) == [])
        #expect(try better().suggestions(.r9).first?.words.contains("from 5 at the intake to at most 3") == true)
    }

    @Test func `measures from the best of the intake to the worst of the last week`() throws {
        var chart = try better()
        try chart.report(-1, .during, 4)
        #expect(chart.proposals(.r9) == [])
        var lowStart = try better()
        try lowStart.report(-38, .during, 4)
        #expect(lowStart.proposals(.r9) == [])
    }

    @Test func `waits for what is missing`() throws {
        var silent = try better()
        try silent.log(-1, ["calf-1"], pain: nil)
        #expect(silent.proposals(.r9) == [])
        #expect(try better(psfs: [9, 9]).proposals(.r9) == [])
    }

    @Test func `asks for a review without a gain that matters in two assessments`() throws {
        var chart = try ChartDraft()
        try chart.psfs(-20, [4, 4, 4])
        try chart.psfs(-10, [5, 5, 5])
        #expect(chart.proposals(.r10) == [])
        try chart.psfs(-1, [5, 6, 6])
        #expect(chart.proposals(.r10) == [.review(.psfs)])
        chart.picture.outcomes[2] = Charted(row(90), try psfsResponse(chart.day(-1), [6, 6, 6]))
        #expect(chart.proposals(.r10) == [])
    }
}
