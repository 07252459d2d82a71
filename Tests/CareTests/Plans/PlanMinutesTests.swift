import Testing

@testable import Care

@Suite struct `A plan's minutes` {
    @Test(arguments: [
        (Dose(sets: 3, reps: 10), 90),
        (Dose(sets: 3, reps: 10, repsMax: 15, restSeconds: 60), 255),
        (Dose(sets: 1, reps: 4, holdSeconds: 30), 132),
        (Dose(sets: 3, holdSeconds: 45), 135),
        (Dose(sets: 1, durationSeconds: 120, durationSecondsMax: 180), 180),
        (Dose(sets: 2, reps: 10, tempo: Label(unchecked: "2-0-2")), 80),
        (Dose(sets: 2, reps: 10, tempo: Label(unchecked: "slowly")), 60),
    ])
    func `count the seconds of a dose on one side`(dose: Dose, seconds: Int) {
        #expect(dose.secondsOnOneSide == seconds)
    }

    @Test func `count sides that work in turn twice`() throws {
        let both = try plan([item("calf-raises", sets: 2, reps: 10, side: .both)])
        let left = try plan([item("calf-raises", sets: 2, reps: 10, side: .left)])
        let alternate = try plan([item("calf-raises", sets: 2, reps: 10, side: .alternate)])
        #expect(PlanMinutes(left).perSession == 2)  // 60 s and 30 s to change over
        #expect(PlanMinutes(both).perSession == 3)  // 120 s and 30 s
        #expect(PlanMinutes(both, laterality: { _ in .bilateral }) == PlanMinutes(left))
        #expect(PlanMinutes(alternate, laterality: { _ in .bilateral }) == PlanMinutes(both))
    }

    @Test func `of a week follow the frequency`() throws {
        let content = try plan([item("calf-raises", sets: 3, reps: 10, perDay: 2, perWeek: 3)])
        #expect(PlanMinutes(content) == PlanMinutes(perSession: 2, perWeek: 12))
        #expect(PlanMinutes(try plan([])) == PlanMinutes(perSession: 0, perWeek: 0))
    }

    @Test func `are a number for whatever was sent`() throws {
        var wild = try item("calf-raises", sets: .max, reps: .max, perDay: .max, perWeek: .min)
        wild.dose.restSeconds = .max
        wild.dose.holdSeconds = .min
        wild.dose.tempo = try label("9999999999999999999-1")
        #expect(PlanMinutes(try plan([wild])).perSession > 0)
        wild.dose.durationSecondsMax = .max
        #expect(PlanMinutes(try plan([wild])).perSession == 61)
    }
}
