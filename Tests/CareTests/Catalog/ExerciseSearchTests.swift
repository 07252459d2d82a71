import Testing

@testable import Care

@Suite struct `Searching the library` {
    private func exercise(
        _ name: String, _ slug: String, targets: [String] = [], equipment: [String] = [],
        category: Exercise.Category = .strength, purpose: String = "Strong."
    ) throws -> Exercise {
        Exercise(
            slug: try #require(Slug(slug)), name: try label(name), category: category,
            targets: try targets.map { try #require(Slug($0)) },
            equipment: try equipment.map { try #require(Slug($0)) }, laterality: .unilateral,
            doseKind: .reps, purpose: try note(purpose), steps: [], cues: [], mistakes: [], stopSigns: [],
            defaultDose: Dose(sets: 2, reps: 10), defaultFrequency: Frequency(perWeek: 3), doseIsForPTToSet: false)
    }

    private func library() throws -> [Exercise] {
        [
            try exercise("Soleus Stretch", "soleus-stretch", targets: ["calf"], category: .stretch),
            try exercise("Single-Leg Calf Raises", "single-leg-calf-raises", targets: ["calf"]),
            try exercise("Calf Raises", "calf-raises", targets: ["calf"], equipment: ["wall"]),
            try exercise("Towel Scrunches", "towel-scrunches", targets: ["arch"], equipment: ["towel"]),
            try exercise("Bridges", "bridges", targets: ["hip"], purpose: "For hips that help the calf."),
        ]
    }

    private func found(_ search: ExerciseSearch) throws -> [String] {
        let library = try library()
        let found = search.among(library) { $0 }.map(\.slug.description)
        #expect(search.among(library.reversed()) { $0 }.map(\.slug.description) == found)
        return found
    }

    @Test func `puts names before targets and targets before purposes`() throws {
        #expect(
            try found(ExerciseSearch(text: label("CALF"))) == [
                "calf-raises", "single-leg-calf-raises", "soleus-stretch", "bridges",
            ])
    }

    @Test func `asks for each word`() throws {
        #expect(try found(ExerciseSearch(text: label("single raises"))) == ["single-leg-calf-raises"])
        #expect(try found(ExerciseSearch(text: label("calf moon"))).isEmpty)
    }

    @Test func `takes target, equipment and category at their word`() throws {
        #expect(try found(ExerciseSearch(target: slug("arch"))) == ["towel-scrunches"])
        #expect(try found(ExerciseSearch(equipment: slug("wall"))) == ["calf-raises"])
        #expect(
            try found(ExerciseSearch(target: slug("calf"), withoutEquipment: true, category: .strength)) == [
                "single-leg-calf-raises"
            ])
        #expect(try found(ExerciseSearch()).count == 5)
    }
}

@Suite struct `What is known about a criterion` {
    private let today = LocalDay(dayNumber: 20_000)

    private func criterion(_ measure: Criterion.Measure, _ limit: Int? = nil, days: Int? = 7) throws -> Criterion {
        Criterion(measure: measure, limit: limit, days: days, words: try note("x"), source: try note("A choice."))
    }

    private func trend(_ checkIns: [CheckIn], sessions: [SessionLog] = [], plan: PlanContent? = nil) throws -> Trend {
        let window = try #require(DayWindow(days: 7, endingBefore: today))
        let timeline = PlanTimeline(plan.map { [.init(number: 1, effectiveFrom: window.first, content: $0)] } ?? [])
        return Trend(over: window, checkIns: checkIns, plan: timeline, sessions: sessions)
    }

    @Test func `comes from the worst report, and is nothing without one`() throws {
        let checkIns = try [2, 4].map { try checkIn(today.adding(days: -$0), .during, $0) }
        let reading = try criterion(.painDuring, 3).reading(try trend(checkIns))
        #expect(reading.state == .notMet && reading.words == "worst 4 of 10 on 2 reported days")
        #expect(try criterion(.painDuring, 4).reading(try trend(checkIns)).state == .met)
        #expect(try criterion(.painNextMorning, 10).reading(try trend(checkIns)).state == .unknown)
        #expect(try criterion(.painDuring, 10).reading(nil).state == .unknown)
    }

    @Test func `is adherence where something was prescribed`() throws {
        let content = try plan([try item("calf-raises")])
        let sessions = try (1...6).map { try session(today.adding(days: -$0), ["calf-raises"]) }
        let reading = try criterion(.adherence, 80).reading(try trend([], sessions: sessions, plan: content))
        #expect(reading.state == .met && reading.words == "85% in 7 days, self-reported")
        #expect(
            try criterion(.adherence, 86).reading(try trend([], sessions: sessions, plan: content)).state == .notMet)
        #expect(try criterion(.adherence, 1).reading(try trend([])).state == .unknown)
        #expect(try criterion(.daysLogged, 6).reading(try trend([], sessions: sessions, plan: content)).state == .met)
        #expect(
            try criterion(.daysLogged, 7).reading(try trend([], sessions: sessions, plan: content)).state == .notMet)
    }

    @Test func `is for the PT to say where nothing measures it`() throws {
        #expect(try criterion(.judgement, days: nil).reading(nil).state == .forPT)
    }

    @Test func `never gets better by a worse report`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let limit = Int.random(in: 0...10, using: &generator)
            let scores = (1...7).map { _ in Int.random(in: 0...10, using: &generator) }
            let raised = Int.random(in: 0..<7, using: &generator)
            func state(_ scores: [Int]) throws -> CriterionReading.State {
                let checkIns = try scores.enumerated().map {
                    try checkIn(today.adding(days: -1 - $0.offset), .during, $0.element)
                }
                return try criterion(.painDuring, limit).reading(try trend(checkIns)).state
            }
            var worse = scores
            worse[raised] = min(worse[raised] + 1, 10)
            if try state(scores) == .notMet { #expect(try state(worse) == .notMet) }
        }
    }

    @Test(
        arguments: [(.painDuring, 11, 7), (.adherence, 0, 7), (.daysLogged, 8, 7), (.painDuring, 3, 0)]
            as [(Criterion.Measure, Int, Int)])
    func `has limits that mean something`(measure: Criterion.Measure, limit: Int, days: Int) throws {
        #expect(!(try criterion(measure, limit, days: days).violations.isEmpty))
        #expect(try criterion(.painDuring, 3).violations.isEmpty)
        #expect(!(try criterion(.judgement, 3).violations.isEmpty))
    }
}
