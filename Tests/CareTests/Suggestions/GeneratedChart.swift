import Testing

@testable import Care

/// A chart that a member could have: mostly well, with flares, gaps, red flags and records out of order.
///
/// Some charts are all well, as otherwise nothing would ever progress; each seed gives one chart.
struct GeneratedChart {
    private var draft: ChartDraft
    private var generator: SeededGenerator
    /// How many of a hundred values are bad, and how many are missing.
    private let badPercent: Int
    private let missingPercent: Int
    /// How many of a hundred days have a session.
    private let sessionPercent: Int

    static func picture(seed: UInt64) throws -> ChartPicture {
        var chart = try GeneratedChart(seed: seed)
        return try chart.generate()
    }

    private init(seed: UInt64) throws {
        generator = SeededGenerator(seed: seed)
        draft = try ChartDraft(careBegan: .random(in: -45 ... -3, using: &generator))
        badPercent = [0, 0, 1, 5, 30].randomElement(using: &generator) ?? 0
        missingPercent = [0, 0, 0, 2, 20].randomElement(using: &generator) ?? 0
        sessionPercent = [98, 92, 92, 40].randomElement(using: &generator) ?? 92
    }

    private mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func known<Value>(_ value: Value) -> Value? { happens(missingPercent) ? nil : value }

    private mutating func generate() throws -> ChartPicture {
        try plan()
        let usual = Int.random(in: 0...2, using: &generator)
        let shoe = draft.nextRow()
        draft.picture.shoes = [
            Charted(
                shoe,
                Shoe(
                    label: try label("Blue"), inUseFrom: draft.day(-20),
                    startMeters: .random(in: 400_000...820_000, using: &generator)))
        ]
        let runsAgain = Bool.random(using: &generator)
        let last = Bool.random(using: &generator) ? 0 : -1
        for offset in -40...last { try live(offset, usual: usual, runs: runsAgain && offset % 2 == 0, shoe: shoe) }
        for offset in [-39, -25, -12, -2] {
            guard let level = known(Int.random(in: 3...5, using: &generator)) else { continue }
            try draft.psfs(
                offset, [level, level, level + (offset > -20 ? Int.random(in: 0...5, using: &generator) : 0)])
        }
        if happens(4) { draft.fall(.random(in: -30...0, using: &generator)) }
        if happens(60), let first = draft.picture.pauses.first {
            try draft.clear(.random(in: -20...0, using: &generator), seen: [first.row])
        }
        return draft.picture
    }

    private mutating func plan() throws {
        let calf = Int.random(in: 1...3, using: &generator)
        let effort = Bool.random(using: &generator) ? 5 : nil
        let perWeek = [3, 5, 7].randomElement(using: &generator) ?? 7
        try draft.revise(from: -41, ["calf-\(max(1, calf - 1))", "balance-1"], effort: effort, perWeek: perWeek)
        let changes = Int.random(in: -12...1, using: &generator)
        try draft.revise(
            from: changes, ["calf-\(calf)", "balance-1", "towel-scrunches"], effort: effort, perWeek: perWeek)
        draft.phase(.one, from: -30)
        for (phase, percent) in [(RunPhase.two, 70), (.three, 30), (.four, 15)] where happens(percent) {
            draft.phase(phase, from: .random(in: -25...0, using: &generator))
        }
    }

    /// One day: exercise, perhaps a run, and what the member says of it.
    private mutating func live(_ offset: Int, usual: Int, runs: Bool, shoe: RowID) throws {
        let isIntake = draft.day(offset) <= draft.picture.intakeEnded
        let calm = isIntake ? usual + 3 : usual
        func worse(_ generator: inout SeededGenerator) -> Int { .random(in: calm...10, using: &generator) }
        if happens(sessionPercent) {
            let exercises = draft.picture.revisions.last { $0.value.effectiveFrom <= draft.day(offset) }?
                .value.content.items.map(\.exercise.description)
            try draft.log(
                offset, exercises ?? ["calf-1"], pain: known(happens(badPercent) ? worse(&generator) : calm),
                effort: known(happens(badPercent) ? 7 : 4), sets: happens(badPercent) ? 1 : 2,
                abandoned: happens(badPercent) ? .pain : nil)
        }
        if runs {
            try draft.run(
                offset, happens(10) ? 6_000 : 3_300, pain: known(happens(badPercent) ? worse(&generator) : usual),
                effort: known(3), surface: known(.track), shoe: shoe)
        }
        if happens(15) { try draft.report(offset, .during, happens(badPercent) ? worse(&generator) : usual) }
        if happens(10) { try draft.report(offset, .now, usual) }
        if happens(5) { try draft.report(offset, .worstIn24Hours, worse(&generator)) }
        // Tomorrow's report is still to come.
        guard offset < 0, let morning = known(happens(badPercent) ? worse(&generator) : usual) else { return }
        try draft.report(
            offset, .nextMorning, morning, stiffness: known(1), swelling: known(happens(badPercent)),
            flags: happens(badPercent > 5 ? 1 : 0) ? [.hotJointWithFever] : [])
    }
}
