import Testing

@testable import Care

@Suite struct `Figuring adherence` {
    /// A Monday.
    private let today = LocalDay(dayNumber: 20_780)

    private func daily(_ exercises: [String], from: Int = -100, perDay: Int = 1, perWeek: Int = 7, number: Int = 1)
        throws
        -> PlanTimeline.Entry
    {
        PlanTimeline.Entry(
            number: number, effectiveFrom: today.adding(days: from),
            content: try plan(exercises.map { try item($0, perDay: perDay, perWeek: perWeek) }))
    }

    private func week() throws -> DayWindow { try #require(DayWindow(days: 7, endingBefore: today)) }

    @Test func `is what was logged beside what was prescribed, up to yesterday`() throws {
        let sessions = try (-8...0).map { try session(today.adding(days: $0), ["a"]) }
        let adherence = try #require(
            Adherence(over: week(), plan: PlanTimeline([daily(["a", "b"])]), sessions: sessions))
        #expect(adherence.logged == 7)
        #expect(adherence.prescribed == 14)
        #expect(adherence.percent == 50)
        #expect(adherence.figures.map(\.logged) == [7, 0])
        #expect(!adherence.isAdherent)
    }

    @Test func `counts an exercise at most as often a day as prescribed`() throws {
        let sessions = try Array(repeating: session(today.adding(days: -1), ["a"]), count: 5)
        let once = Adherence(over: try week(), plan: PlanTimeline([try daily(["a"])]), sessions: sessions)
        #expect(once?.logged == 1)
        let thrice = Adherence(over: try week(), plan: PlanTimeline([try daily(["a"], perDay: 3)]), sessions: sessions)
        #expect(thrice?.logged == 3)
        #expect(thrice?.prescribed == 21)
    }

    @Test func `counts no skipped exercise, none off the plan and none that the plan lacks`() throws {
        var skipped = try session(today.adding(days: -1), ["a"])
        skipped.items[0].sets = []
        let sessions = [
            skipped, try session(today.adding(days: -2), ["a"], revision: nil),
            try session(today.adding(days: -3), ["other"]),
        ]
        #expect(Adherence(over: try week(), plan: PlanTimeline([try daily(["a"])]), sessions: sessions)?.logged == 0)
    }

    @Test func `has no figure when nothing was prescribed`() throws {
        #expect(Adherence(over: try week(), plan: PlanTimeline([PlanTimeline.Entry]()), sessions: []) == nil)
        #expect(Adherence(over: try week(), plan: PlanTimeline([try daily(["a"], from: 0)]), sessions: []) == nil)
        let paused = Set(try week().days)
        #expect(
            Adherence(over: try week(), plan: PlanTimeline([try daily(["a"])]), sessions: [], pausedDays: paused) == nil
        )
        var over = try daily(["a"])
        over.content.until = today.adding(days: -8)
        #expect(Adherence(over: try week(), plan: PlanTimeline([over]), sessions: []) == nil)
    }

    @Test func `leaves paused days and days after the plan's end out`() throws {
        var entry = try daily(["a"])
        entry.content.until = today.adding(days: -3)
        let adherence = Adherence(
            over: try week(), plan: PlanTimeline([entry]), sessions: [],
            pausedDays: [today.adding(days: -7), today.adding(days: -1)])
        #expect(adherence?.prescribed == 4)
    }

    @Test func `of the past is not changed by a later revision`() throws {
        let sessions = try (-7...(-1)).map { try session(today.adding(days: $0), ["a"]) }
        let before = Adherence(over: try week(), plan: PlanTimeline([try daily(["a"])]), sessions: sessions)
        let after = Adherence(
            over: try week(), plan: PlanTimeline([try daily(["b", "c"], from: 0, number: 2), try daily(["a"])]),
            sessions: sessions)
        #expect(before == after)
        #expect(before?.percent == 100)
    }

    @Test func `follows the revision in force on each day, whichever the member had in hand`() throws {
        let plan = PlanTimeline([try daily(["a"]), try daily(["b"], from: -3, number: 2)])
        let sessions = try (-7...(-1)).map { try session(today.adding(days: $0), ["a", "b"], revision: 1) }
        let adherence = try #require(Adherence(over: week(), plan: plan, sessions: sessions))
        #expect(adherence.figures.map(\.prescribed) == [4, 3])
        #expect(adherence.figures.map(\.logged) == [4, 3])
    }

    @Test func `takes a later revision before an earlier one that was to begin after it`() throws {
        let plan = PlanTimeline([try daily(["a"], from: -2, number: 2), try daily(["b"], from: -5, number: 3)])
        #expect(plan.inForce(on: today)?.number == 3)
        #expect(plan.inForce(on: today.adding(days: -6)) == nil)
    }

    @Test func `prescribes a week's worth in any seven days`() throws {
        for perWeek in 1...7 {
            let plan = PlanTimeline([try daily(["a"], perDay: 2, perWeek: perWeek)])
            for offset in 0..<7 {
                let window = try #require(DayWindow(days: 7, endingBefore: today.adding(days: offset)))
                #expect(Adherence(over: window, plan: plan, sessions: [])?.prescribed == 2 * perWeek)
                let month = try #require(DayWindow(days: 28, endingBefore: today.adding(days: offset)))
                #expect(Adherence(over: month, plan: plan, sessions: [])?.prescribed == 8 * perWeek)
            }
        }
    }

    @Test func `is whole for three days a week on whichever days, and no more with a fourth`() throws {
        let plan = PlanTimeline([try daily(["a"], perWeek: 3)])
        for offset in 0..<7 {
            let end = today.adding(days: offset)
            let window = try #require(DayWindow(days: 7, endingBefore: end))
            let three = try [-7, -5, -2].map { try session(end.adding(days: $0), ["a"]) }
            #expect(Adherence(over: window, plan: plan, sessions: three)?.percent == 100)
            let four = try three + [session(end.adding(days: -3), ["a"])]
            #expect(Adherence(over: window, plan: plan, sessions: four)?.percent == 100)
        }
    }

    @Test func `of a busy week does not make up for an idle one`() throws {
        let plan = PlanTimeline([try daily(["a"], perWeek: 3)])
        let window = try #require(DayWindow(days: 14, endingBefore: today))
        let sessions = try (-14...(-8)).map { try session(today.adding(days: $0), ["a"]) }
        #expect(Adherence(over: window, plan: plan, sessions: sessions)?.percent == 50)
    }

    @Test func `is adherent from 80 percent on, and never rounded up to it`() throws {
        let window = try #require(DayWindow(days: 5, endingBefore: today.adding(days: 5)))
        let plan = PlanTimeline([try daily(["a"])])
        let four = try (0..<4).map { try session(today.adding(days: $0), ["a"]) }
        #expect(Adherence(over: window, plan: plan, sessions: four)?.isAdherent == true)
        #expect(Adherence(over: window, plan: plan, sessions: Array(four.dropLast()))?.isAdherent == false)
    }

    @Test(arguments: 0..<60)
    func `stays between 0 and 1 and does not care for the order of logs`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let entries = try (1...3).map { number in
            PlanTimeline.Entry(
                number: number, effectiveFrom: today.adding(days: .random(in: -30...0, using: &generator)),
                content: try randomPlan(&generator))
        }
        let names = ["calf-raises", "tib-raises", "towel-scrunches", "soleus-stretch", "other"]
        var sessions = try (0..<40).map { _ in
            try session(
                today.adding(days: .random(in: -30...2, using: &generator)),
                names.filter { _ in Bool.random(using: &generator) })
        }
        let window = try #require(DayWindow(days: .random(in: 1...30, using: &generator), endingBefore: today))
        let first = Adherence(over: window, plan: PlanTimeline(entries), sessions: sessions)
        sessions.shuffle(using: &generator)
        #expect(
            first
                == Adherence(over: window, plan: PlanTimeline(entries.shuffled(using: &generator)), sessions: sessions))
        if let first {
            #expect((0...1).contains(first.ratio))
            #expect(first.figures.allSatisfy { $0.prescribed > 0 && (0...$0.prescribed).contains($0.logged) })
        }
    }

    @Test func `windows have limits`() throws {
        #expect(DayWindow(days: 0, endingBefore: today) == nil)
        #expect(DayWindow(days: -1, endingBefore: today) == nil)
        #expect(DayWindow(days: DayWindow.maximumDays + 1, endingBefore: today) == nil)
        #expect(DayWindow(from: today, through: today.adding(days: -1)) == nil)
        let window = try #require(DayWindow(days: 9, endingBefore: today.adding(days: 1)))
        #expect(window.weeks.map(\.count) == [1, 7, 1])
        #expect(window.weeks.flatMap(\.days) == window.days)
    }
}
