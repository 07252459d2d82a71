import Testing

@testable import Care

/// An exercise of a kind, at a dose of that kind.
func exercise(
    _ name: String, _ laterality: Exercise.Laterality = .unilateral, _ kind: Exercise.DoseKind = .reps,
    dose: Dose = Dose(sets: 2, reps: 10)
) throws -> Exercise {
    Exercise(
        slug: try slug(name), name: try label(name), category: .strength, targets: [], equipment: [],
        laterality: laterality, doseKind: kind, purpose: try note("Strong calves."), steps: [], cues: [],
        mistakes: [], stopSigns: [], defaultDose: dose, defaultFrequency: Frequency(perWeek: 3),
        doseIsForPTToSet: false, doseSource: nil, ladder: nil)
}

@Suite struct `A prescription of an exercise` {
    private func misfits(_ dose: Dose, _ side: Side = .both, with exercise: Exercise) throws -> [String] {
        var item = try item("calf-raises", side: side)
        item.dose = dose
        return item.misfits(with: exercise).map(\.field)
    }

    @Test func `is dosed as the exercise is`() throws {
        let raises = try exercise("raises")
        let stretch = try exercise("stretch", .unilateral, .hold, dose: Dose(sets: 4, holdSeconds: 30))
        let tucks = try exercise("tucks", .unilateral, .hold, dose: Dose(sets: 1, reps: 10, holdSeconds: 5))
        let rolling = try exercise("rolling", .unilateral, .duration, dose: Dose(sets: 1, durationSeconds: 120))
        let (reps, hold) = (Dose(sets: 2, reps: 5), Dose(sets: 2, holdSeconds: 30))
        let (both, lasting) = (Dose(sets: 2, reps: 10, holdSeconds: 30), Dose(sets: 1, durationSeconds: 60))
        for (exercise, dose, fields) in [
            (raises, reps, []), (raises, both, []), (raises, hold, ["dose/reps"]), (raises, lasting, ["dose/reps"]),
            (stretch, hold, []), (stretch, both, ["dose/reps"]), (stretch, reps, ["dose/holdSeconds"]),
            (stretch, lasting, ["dose/holdSeconds"]), (tucks, both, []), (tucks, hold, []),
            (rolling, lasting, []), (rolling, reps, ["dose/durationSeconds"]),
            (rolling, hold, ["dose/durationSeconds"]),
        ] {
            #expect(try misfits(dose, with: exercise) == fields, "\(exercise.slug) \(dose.text)")
        }
    }

    @Test func `is for one side only where the exercise works one at a time`() throws {
        let dose = Dose(sets: 2, reps: 5)
        for side in Side.allCases {
            #expect(try misfits(dose, side, with: exercise("hops", .unilateral)) == [])
            #expect(try misfits(dose, side, with: exercise("jumps", .bilateral)) == (side == .both ? [] : ["side"]))
        }
    }
}
