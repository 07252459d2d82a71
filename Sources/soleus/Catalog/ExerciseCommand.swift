import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus exercise`.
struct ExerciseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "exercise", "Find and read the library's exercises.",
        subcommands: [ExerciseSearchCommand.self, ExerciseShowCommand.self])
}

/// The command `soleus exercise search`; its help says what it does.
struct ExerciseSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "search", "Find exercises by words, target, equipment and category.",
        discussion: """
            Each word must be found, in the name, targets, ladder, equipment or purpose; the best comes first.
            RUNG is the place on the ladder, 1 being the easiest.
            """,
        examples: [
            "soleus exercise search calf", "soleus exercise search --target ankle --equipment none",
            "soleus exercise search balance --category balance --json",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Words to look for.") var words: [String] = []
    @Option(help: "A body part, such as calf.") var target: Slug?
    @Option(help: "What is at hand, such as towel; none for nothing at all.") var equipment: Slug?
    @Option(help: "strength, stretch, balance, mobility, cardio or soft_tissue.") var category: Exercise.Category?

    func validate() throws {
        if words.isEmpty, target == nil, equipment == nil, category == nil {
            throw ValidationError("Say what to look for: a word, --target, --equipment or --category.")
        }
        if !words.isEmpty, Label(words.joined(separator: " ")) == nil {
            throw ValidationError("Words are one line of at most \(Label.maximumBytes) bytes.")
        }
    }

    func run() async throws {
        let query = [
            ("text", words.isEmpty ? nil : words.joined(separator: " ")), ("target", target?.description),
            ("equipment", equipment?.description), ("category", category?.rawValue),
        ].compactMap { name, value in value.map { (name, $0) } }
        let answer = try await Session(common).ask(
            .get("/v1/catalog/exercises", query: query), as: ExerciseMatches.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value), empty: "No exercise fits that.")
        }
    }

    static func table(_ matches: ExerciseMatches) -> TextTable {
        var table = TextTable([
            .init("EXERCISE"), .init("TARGETS", yields: true), .init("DOSE", yields: true), .init("RUNG", yields: true),
        ])
        for exercise in matches.exercises.map(\.exercise) {
            table.add([
                exercise.slug.description, exercise.targets.map(\.description).joined(separator: " "),
                exercise.defaultDose.text,
                exercise.ladder.map { "\($0.rung) of \($0.ladder)" } ?? "–",
            ])
        }
        return table
    }
}

/// The command `soleus exercise show`; its help says what it does.
struct ExerciseShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show an exercise as members read it, with its dose and where that comes from.",
        examples: ["soleus exercise show calf-raises", "soleus exercise show \"Single Leg Balance\" --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Short name, name or part of it.") var exercise: String

    func run() async throws {
        let session = Session(common)
        let catalog = CatalogView(try await session.ask(.get("/v1/catalog"), as: CatalogListing.self).value)
        let slug = try catalog.exercise(exercise, of: [], ask: session.asking)
        let answer = try await session.ask(.get("/v1/catalog/exercises/\(slug)"), as: ExerciseAnswer.self)
        common.show(answer.json) { Self.lines(answer.value.exercise, version: answer.value.version, common) }
    }

    static func lines(_ exercise: Exercise, version: Int, _ common: CommonOptions) -> [String] {
        let source = exercise.doseSource.map { " (\($0.oneLine))" } ?? ""
        var lines = common.lines(of: [
            ("exercise", "\(exercise.name) (\(exercise.slug)), version \(version)"),
            ("for", exercise.targets.map(\.description).joined(separator: ", ")),
            (
                "needs",
                exercise.equipment.isEmpty ? "nothing" : exercise.equipment.map(\.description).joined(separator: ", ")
            ),
            ("sides", exercise.laterality == .unilateral ? "one at a time" : "both at once"),
            (
                "dose",
                "\(exercise.defaultDose.text), \(exercise.defaultFrequency.text)"
                    + (exercise.doseIsForPTToSet ? "; for the PT to set" : "") + source
            ),
            ("ladder", exercise.ladder.map { "rung \($0.rung) of \($0.ladder)" } ?? "on none"),
            ("why", exercise.purpose.oneLine),
        ])
        guard !common.plain else { return lines }
        for (heading, notes) in [
            ("Steps", exercise.steps), ("Cues", exercise.cues), ("Common mistakes", exercise.mistakes),
            ("Stop when", exercise.stopSigns),
        ] {
            lines += ["", heading]
            for (index, note) in notes.enumerated() {
                let mark = heading == "Steps" ? "\(index + 1)." : "-"
                lines += wrapped("  \(mark) \(printable(note.oneLine))", to: Terminal.columns, indent: 5)
            }
        }
        return lines
    }
}
