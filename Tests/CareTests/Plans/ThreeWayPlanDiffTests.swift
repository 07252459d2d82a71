import Testing

@testable import Care

@Suite struct `A three-way plan diff` {
    @Test func `sorts each exercise by who changed it`() throws {
        let base = try plan([item("calf-raises"), item("tib-raises"), item("soleus-stretch"), item("towel-scrunches")])
        let mine = try plan([
            item("calf-raises", reps: 15), item("tib-raises"), item("soleus-stretch", sets: 4), item("towel-scrunches"),
        ])
        let theirs = try plan([
            item("calf-raises"), item("tib-raises", reps: 12), item("soleus-stretch", sets: 4),
            item("towel-scrunches"), item("foam-roll", .cooldown),
        ])

        let diff = ThreeWayPlanDiff(base: base, mine: mine, theirs: theirs)

        #expect(
            diff.items.map { "\($0.exercise) \($0.outcome.rawValue)" } == [
                "calf-raises only_mine", "tib-raises only_theirs", "soleus-stretch same", "foam-roll only_theirs",
            ])
        #expect(!diff.hasConflicts)
        #expect(diff.lines.map(\.first) == ["<", ">", "=", ">"])
    }

    @Test func `never mixes two edits of one prescription, though they touch different fields`() throws {
        let base = try plan([item("calf-raises")])
        let diff = ThreeWayPlanDiff(
            base: base, mine: try plan([item("calf-raises", reps: 15)]),
            theirs: try plan([item("calf-raises", perWeek: 3)]))
        #expect(diff.items.map(\.outcome) == [.conflict])
        #expect(diff.hasConflicts)
        #expect(diff.lines.count == 4)
    }

    @Test func `finds a move beside an edit, and a removal beside an edit, in conflict`() throws {
        let base = try plan([item("calf-raises"), item("tib-raises")])
        let diff = ThreeWayPlanDiff(
            base: base, mine: try plan([item("calf-raises", .warmup)]),
            theirs: try plan([item("calf-raises", reps: 12), item("tib-raises", reps: 12)]))
        #expect(diff.items.map(\.outcome) == [.conflict, .conflict])
        #expect(diff.lines.contains("    mine:   removed"))
    }

    @Test func `compares title, note, end and modifications too`() throws {
        var mine = try plan([item("calf-raises")])
        var theirs = mine
        let base = mine
        mine.title = try label("Mine")
        theirs.title = try label("Theirs")
        theirs.until = try day("2026-12-01")
        mine.modifications = [try fewerRuns()]
        theirs.modifications = [try fewerRuns()]
        let diff = ThreeWayPlanDiff(base: base, mine: mine, theirs: theirs)
        #expect(diff.heading.map { "\($0.field) \($0.outcome.rawValue)" } == ["title conflict", "until only_theirs"])
        #expect(diff.modifications.map(\.outcome) == [.same])
    }

    @Test func `has two first plans in conflict where they differ`() throws {
        let diff = ThreeWayPlanDiff(
            base: nil, mine: try plan([item("calf-raises")]), theirs: try plan([item("calf-raises", reps: 12)]))
        #expect(diff.items.map(\.outcome) == [.conflict])
    }

    @Test(arguments: 0..<200)
    func `agrees with the two-way diffs, and mirrors when the sides change`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let base = try randomPlan(&generator)
        let mine = seed.isMultiple(of: 4) ? base : try randomPlan(&generator)
        let theirs = seed.isMultiple(of: 5) ? mine : try randomPlan(&generator)

        let diff = ThreeWayPlanDiff(base: base, mine: mine, theirs: theirs)
        let mirrored = ThreeWayPlanDiff(base: base, mine: theirs, theirs: mine)

        if mine == base { #expect(diff.items.allSatisfy { $0.outcome == .onlyTheirs }) }
        if mine == theirs { #expect(!diff.hasConflicts) }
        #expect(diff.hasConflicts == mirrored.hasConflicts)
        #expect(diff.items.count == mirrored.items.count)
        for item in diff.items {
            #expect([item.base, item.mine, item.theirs].contains { $0 != nil })
            #expect((item.outcome == .same) == (item.mine == item.theirs))
        }
    }
}
