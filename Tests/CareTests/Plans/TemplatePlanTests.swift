import Testing

@testable import Care

@Suite struct `Starting a plan from a template` {
    private func exercise(_ name: String, isForPTToSet: Bool = false) throws -> Exercise {
        Exercise(
            slug: try slug(name), name: try label(name), category: .strength, targets: [], equipment: [],
            laterality: .unilateral, doseKind: .reps, purpose: try note("p"), steps: [], cues: [], mistakes: [],
            stopSigns: [], defaultDose: Dose(sets: 2, reps: 10), defaultFrequency: Frequency(perWeek: 3),
            doseIsForPTToSet: isForPTToSet)
    }

    private func template(_ items: [Template.Item]) throws -> Template {
        Template(
            slug: try slug("ankle"), title: try label("Ankle"), summary: try note("s"), items: items,
            modifications: [try fewerRuns()], note: try note("Welcome."))
    }

    @Test func `fills in doses and frequencies and pins versions`() throws {
        let template = try template([
            Template.Item(block: .main, exercise: try slug("calf-raises"), dose: Dose(sets: 3, reps: 15), side: .both),
            Template.Item(
                block: .main, exercise: try slug("towel-scrunches"), side: .left, frequency: Frequency(perWeek: 7)),
        ])
        let exercises = try [
            slug("calf-raises"): (exercise("calf-raises"), 4),
            slug("towel-scrunches"): (exercise("towel-scrunches", isForPTToSet: true), 2),
        ]

        let content = try template.plan(program: slug("ankle-pain"), until: day("2027-01-31"), exercises: exercises)

        #expect(content.title.description == "Ankle")
        #expect(content.note?.description == "Welcome.")
        #expect(content.until == (try day("2027-01-31")))
        #expect(content.modifications == [try fewerRuns()])
        #expect(content.items.map(\.exerciseVersion) == [4, 2])
        #expect(content.items.map(\.dose) == [Dose(sets: 3, reps: 15), Dose(sets: 2, reps: 10)])
        #expect(content.items.map(\.frequency.perWeek) == [3, 7])
        #expect(template.dosesForPTToSet(exercises: exercises) == [try slug("towel-scrunches")])
        let retitled = try template.plan(program: slug("x"), title: label("Hers"), exercises: exercises)
        #expect(retitled.title.description == "Hers")
    }

    @Test func `refuses exercises that the catalog does not hold, naming each once`() throws {
        let template = try template(
            ["b-unknown", "known", "a-unknown", "b-unknown"].map {
                Template.Item(block: .main, exercise: try slug($0), side: .left)
            })
        let expected = TemplateProblem.unknownExercises([try slug("b-unknown"), try slug("a-unknown")])
        #expect(throws: expected) {
            try template.plan(program: slug("x"), exercises: [slug("known"): (exercise("known"), 1)])
        }
        #expect(expected.description.contains("b-unknown, a-unknown"))
    }

    @Test func `refuses what could not be prescribed`() throws {
        let empty = try template([])
        let error = #expect(throws: TemplateProblem.self) { try empty.plan(program: slug("x"), exercises: [:]) }
        #expect(error?.description.contains("/until") == true)
    }
}
