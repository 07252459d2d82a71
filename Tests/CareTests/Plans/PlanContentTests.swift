import Testing

@testable import Care

@Suite struct `A plan's violations` {
    @Test func `are none for one that can be prescribed`() throws {
        var content = try plan([item("calf-raises"), item("calf-raises", .warmup), item("tib-raises")])
        content.modifications = [try fewerRuns()]
        #expect(content.violations.isEmpty)
    }

    @Test func `name a rest without an end`() throws {
        #expect(try plan([]).violations.map(\.pointer) == ["/until"])
        #expect(try plan([], until: day("2026-12-01")).violations.isEmpty)
    }

    @Test func `name an end before the beginning, and one of a rest after 28 days`() throws {
        let first = try day("2026-12-01")
        func pointers(_ items: [PlanItem], _ days: Int) throws -> [String] {
            try plan(items, until: first.adding(days: days)).violations(from: first).map(\.pointer)
        }
        #expect(try pointers([], -1) == ["/until"] && pointers([], 29) == ["/until"])
        #expect(try pointers([], 0) == [] && pointers([], 28) == [])
        #expect(try plan([], until: day("9999-12-31")).violations(from: first).map(\.pointer) == ["/until"])
        #expect(try pointers([item("calf-raises")], 400) == [] && pointers([item("calf-raises")], -1) == ["/until"])
        #expect(try plan([item("calf-raises")]).violations(from: first).isEmpty)
    }

    @Test func `name an exercise that is twice in a block`() throws {
        #expect(
            try plan([item("calf-raises"), item("calf-raises")]).violations.map(\.pointer) == ["/items/1/exercise"])
    }

    @Test func `name what there is too much of`() throws {
        var content = try plan((0...PlanContent.maximumItems).map { try item("exercise-\($0)") })
        content.modifications = Array(repeating: try fewerRuns(), count: PlanContent.maximumModifications + 1)
        #expect(content.violations.map(\.pointer) == ["/items", "/modifications"])
    }

    @Test(arguments: [
        (Dose(sets: 0, reps: 10), "sets"), (Dose(sets: 11, reps: 10), "sets"), (Dose(sets: 3, reps: 0), "reps"),
        (Dose(sets: 3, reps: 101), "reps"), (Dose(sets: 3), "reps"), (Dose(sets: 3, reps: 10, repsMax: 9), "repsMax"),
        (Dose(sets: 3, repsMax: 9), "repsMax"), (Dose(sets: 3, holdSeconds: 301), "holdSeconds"),
        (Dose(sets: 1, durationSeconds: 4), "durationSeconds"),
        (Dose(sets: 1, durationSeconds: 3_601), "durationSeconds"),
        (Dose(sets: 1, reps: 1, durationSeconds: 60), "durationSeconds"),
        (Dose(sets: 1, durationSeconds: 180, durationSecondsMax: 120), "durationSecondsMax"),
        (Dose(sets: 3, reps: 10, restSeconds: 601), "restSeconds"),
        (Dose(sets: 3, reps: 10, loadGrams: -1), "loadGrams"),
        (Dose(sets: 3, reps: 10, loadGrams: 1_000, band: Label(unchecked: "red")), "band"),
    ])
    func `name the field of a dose`(dose: Dose, field: String) throws {
        #expect(dose.violations.map(\.field).contains(field))
        var wrong = try item("calf-raises")
        wrong.dose = dose
        #expect(try plan([wrong]).violations.map(\.pointer).contains("/items/0/dose/\(field)"))
    }

    @Test(arguments: [
        Dose(sets: 1, reps: 1), Dose(sets: 10, reps: 100, repsMax: 100, restSeconds: 600, loadGrams: 200_000),
        Dose(sets: 4, holdSeconds: 30), Dose(sets: 1, durationSeconds: 120, durationSecondsMax: 180),
    ])
    func `are none for a dose at its limits`(dose: Dose) {
        #expect(dose.violations.isEmpty)
    }

    @Test func `name the field of a frequency and of a modification`() throws {
        var content = try plan([item("calf-raises", perDay: 7, perWeek: 8)])
        var modification = try fewerRuns()
        modification.maximumDaysPerWeek = 6
        modification.substitutes = []
        content.modifications = [modification]
        #expect(
            content.violations.map(\.pointer) == [
                "/items/0/frequency/perDay", "/items/0/frequency/perWeek", "/modifications/0/maximumDaysPerWeek",
                "/modifications/0/substitutes",
            ])
    }
}
