import Foundation
import Testing

@testable import Care

@Suite struct `A plan diff` {
    @Test func `says what was added, removed and changed, field by field`() throws {
        let old = try plan([item("calf-raises"), item("tib-raises"), item("soleus-stretch")])
        var calf = try item("calf-raises", reps: 15)
        calf.dose.loadGrams = 2_500
        var new = try plan([calf, item("tib-raises"), item("towel-scrunches", .cooldown, sets: 2)])
        new.note = try note("Stop when it hurts.\nCall me.")

        let diff = PlanDiff(from: old, to: new)

        #expect(diff.items.map(\.kind) == [.changed, .added, .removed])
        #expect(diff.items.map(\.exercise.description) == ["calf-raises", "towel-scrunches", "soleus-stretch"])
        #expect(
            diff.lines == [
                "+ note: Stop when it hurts. Call me.",
                "~ main: calf-raises: 3 × 10 reps → 3 × 15 reps, 2.5 kg",
                "+ cooldown: towel-scrunches: 2 × 10 reps, left side, daily",
                "- main: soleus-stretch: 3 × 10 reps, left side, daily",
                "  minutes: 6 → 7 a session, 42 → 44 a week",
            ])
    }

    @Test func `calls a move to another block a change`() throws {
        let diff = PlanDiff(from: try plan([item("calf-raises")]), to: try plan([item("calf-raises", .warmup)]))
        #expect(diff.items.map(\.kind) == [.changed])
        #expect(diff.items.first?.changes == [FieldChange(field: "block", from: "main", to: "warmup")])
    }

    @Test func `tells an exercise's blocks apart where it is in several`() throws {
        let diff = PlanDiff(
            from: try plan([item("calf-raises", .warmup), item("calf-raises")]),
            to: try plan([item("calf-raises", .warmup), item("calf-raises", reps: 12)]))
        #expect(diff.lines.first == "~ main: calf-raises: 3 × 10 reps → 3 × 12 reps")
        #expect(diff.items.count == 1)
    }

    @Test func `has everything of a first plan as new`() throws {
        var content = try plan([item("calf-raises")], until: day("2026-12-01"))
        content.modifications = [try fewerRuns()]
        let diff = PlanDiff(from: nil, to: content)
        #expect(diff.minutesBefore == nil)
        #expect(
            diff.lines == [
                "+ program: ankle-pain", "+ title: Ankle plan", "+ until: 2026-12-01",
                "+ main: calf-raises: 3 × 10 reps, left side, daily",
                "+ running: at most 3 days a week (of 5), instead biking or swimming on at least 2",
                "  minutes: 2 a session, 14 a week",
            ])
    }

    @Test func `shows a change of a modification and of the order`() throws {
        var old = try plan([item("calf-raises"), item("tib-raises")])
        old.modifications = [try fewerRuns()]
        var new = try plan([item("tib-raises"), item("calf-raises")])
        new.modifications = [try fewerRuns()]
        new.modifications[0].maximumDaysPerWeek = 2
        #expect(
            PlanDiff(from: old, to: new).lines.dropLast() == [
                "~ running: at most 3 days a week (of 5), instead biking or swimming on at least 2 → at most 2 days a "
                    + "week (of 5), instead biking or swimming on at least 2", "~ the order of what stays",
            ])
    }

    @Test func `names every field of a prescription that differs`() throws {
        let old = try item("calf-raises")
        let edits: [(String, (inout PlanItem) throws -> Void)] = [
            ("block", { $0.block = .warmup }), ("exerciseVersion", { $0.exerciseVersion = 2 }),
            ("dose.sets", { $0.dose.sets = 4 }), ("dose.reps", { $0.dose.reps = 11 }),
            ("dose.repsMax", { $0.dose.repsMax = 12 }), ("dose.holdSeconds", { $0.dose.holdSeconds = 5 }),
            ("dose.durationSeconds", { $0.dose.durationSeconds = 60 }),
            ("dose.durationSecondsMax", { $0.dose.durationSecondsMax = 60 }),
            ("dose.restSeconds", { $0.dose.restSeconds = 0 }), ("dose.loadGrams", { $0.dose.loadGrams = 0 }),
            ("dose.band", { $0.dose.band = try label("red") }), ("dose.tempo", { $0.dose.tempo = try label("2-0-2") }),
            ("dose.targetEffort", { $0.dose.targetEffort = EffortScore(5) }), ("side", { $0.side = .right }),
            ("frequency.perDay", { $0.frequency.perDay = 2 }), ("frequency.perWeek", { $0.frequency.perWeek = 3 }),
            ("frequency.phrase", { $0.frequency.phrase = try label("often") }), ("note", { $0.note = try note("n") }),
        ]
        for (field, edit) in edits {
            var new = old
            try edit(&new)
            #expect(new.changes(from: old).map(\.field) == [field])
            // And none goes unsaid.
            let line = try #require(PlanDiff(from: plan([old]), to: plan([new])).lines.first)
            #expect(line.hasPrefix("~ ") && line.contains(" → "), "\(field): \(line)")
        }
    }

    @Test(arguments: 0..<300)
    func `is empty exactly when the plans are equal, and survives JSON`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let old = try randomPlan(&generator)
        var new = seed.isMultiple(of: 3) ? old : try randomPlan(&generator)
        if seed.isMultiple(of: 6) { new.items.shuffle(using: &generator) }

        let diff = PlanDiff(from: old, to: new)

        #expect(diff.isEmpty == (old == new))
        #expect(diff.lines.isEmpty == diff.isEmpty)
        #expect(diff.lines.allSatisfy { !$0.contains("\n") })
        for item in diff.items where item.kind == .changed { #expect(!item.changes.isEmpty) }
        #expect(try JSONDecoder().decode(PlanDiff.self, from: JSONEncoder().encode(diff)) == diff)
    }

    @Test(arguments: 0..<200)
    func `removes one way what it adds the other way`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (left, right) = (try randomPlan(&generator), try randomPlan(&generator))
        let there = PlanDiff(from: left, to: right).items
        let back = PlanDiff(from: right, to: left).items
        #expect(
            Set(there.filter { $0.kind == .added }.map(\.to)) == Set(back.filter { $0.kind == .removed }.map(\.from)))
        #expect(there.count == back.count)
    }

    @Test func `does not trip over content that holds one exercise twice in a block`() throws {
        let twice = try plan([item("calf-raises"), item("calf-raises", reps: 12)])
        #expect(PlanDiff(from: twice, to: twice).isEmpty)
        #expect(PlanDiff(from: twice, to: try plan([item("calf-raises")])).items.map(\.kind) == [.removed])
    }
}
