import ArgumentParser
import Care
import CareMessages

/// The command `soleus plan set`; its help says what it does.
struct PlanSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "set", "Change one exercise of a plan, or add it with the catalog's dose.",
        discussion: """
            What is not given stays as it is, and is the catalog's for an exercise that the plan does not have. A part of
            a name means an exercise of the plan before any other of the library.
            """,
        examples: [
            "soleus plan set \"Ana Ruiz\" calf-raises --sets 3 --reps 12 --reason \"Calf is stronger\"",
            "soleus plan set ana step-edge-calf-lowers --reason \"Ready to lower\"",
            "soleus plan set ana foam-roll-arch --duration 120-180 --per-week 5 --reason \"Arch is tight\" --dry-run",
            "soleus plan set ana calf-raises --sets 2 --reason \"Fewer, not easier\" --from-suggestion 0c41",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var prescription: PrescriptionOptions
    @OptionGroup var answering: SuggestionOption
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "Short name, name or part of it.") var exercise: String
    @Option(help: "Why the plan changes.") var reason: Note

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let current = try await desk.existingPlan().value.revision
        let catalog = try await desk.catalog()
        let exercise = try catalog.exercise(exercise, of: [current.content], ask: desk.session.asking)
        let content = try prescription.applied(to: current.content, exercise: exercise, catalog: catalog)
        let change = PlanChange(
            desk: desk, catalog: catalog, base: current.number, baseContent: current.content, content: content,
            template: current.template, suggestion: try await answering.suggestion(at: desk)?.id)
        try await change.send(
            reason: reason, effective: self.change.effective, dryRun: self.change.dryRun, common: common)
    }
}

/// The parts of one prescription that a command may change.
struct PrescriptionOptions: ParsableArguments {
    @Option(help: "Where it stands, or is added.") var block: PlanItem.Block?
    @Option(help: "1 to 10.") var sets: Int?
    @Option(help: ArgumentHelp("Repetitions, such as 10 or 10-15.", valueName: "n")) var reps: RepetitionArgument?
    @Option(help: ArgumentHelp("How long to hold, such as 30s.", valueName: "time")) var hold: SecondsArgument?
    @Option(help: ArgumentHelp("How long it lasts, such as 120-180s or 2min.", valueName: "time"))
    var duration: SecondsArgument?
    @Option(help: ArgumentHelp("Rest between sets, such as 60s.", valueName: "time")) var rest: SecondsArgument?
    @Option(help: ArgumentHelp("Extra load, such as 2.5kg.", valueName: "load")) var load: LoadArgument?
    @Option(help: "Days a week, 1 to 7.") var perWeek: Int?
    @Option(help: "Times a day, 1 to 6.") var perDay: Int?
    @Option(help: "Which side of the body.") var side: Side?
    @Option(help: "What the member reads about it.") var note: Note?

    mutating func validate() throws {
        if hold?.upper != nil { throw ValidationError("--hold is one time, not a range.") }
        if rest?.upper != nil { throw ValidationError("--rest is one time, not a range.") }
        if duration != nil, reps != nil || hold != nil {
            throw ValidationError("What lasts has neither repetitions nor a hold.")
        }
    }

    /// Whether nothing was given.
    var isEmpty: Bool {
        block == nil && sets == nil && reps == nil && hold == nil && duration == nil && rest == nil && load == nil
            && perWeek == nil && perDay == nil && side == nil && note == nil
    }

    /// The plan with the exercise changed or added, checked.
    func applied(
        to content: PlanContent, exercise: Slug, catalog: CatalogView
    ) throws(CommandFailure) -> PlanContent {
        var content = content
        let places = content.items.indices.filter {
            content.items[$0].exercise == exercise && (block == nil || content.items[$0].block == block)
        }
        if places.count > 1 {
            throw CommandFailure(
                .refused, "\(exercise) is in several blocks of the plan", advice: "Say which one with --block.")
        }
        if let place = places.first {
            if isEmpty {
                throw CommandFailure(
                    .refused, "the plan has \(exercise) already",
                    advice: "Say what to change, such as --sets 3 or --per-week 4.")
            }
            change(&content.items[place])
        } else {
            guard let published = catalog.exercises[exercise] else {
                let hint = nearest(to: exercise.description, among: catalog.exercises.keys.map(\.description))
                throw CommandFailure(
                    .refused, "neither the plan nor the catalog has \(exercise)",
                    advice: hint.map { "Did you mean \($0)?" })
            }
            var item = PlanItem(
                block: block ?? .main, exercise: exercise, exerciseVersion: published.version,
                dose: published.exercise.defaultDose, side: .both, frequency: published.exercise.defaultFrequency)
            change(&item)
            content.items.append(item)
        }
        let violations = content.violations
        guard violations.isEmpty else {
            throw CommandFailure(
                .badInput,
                (["that cannot be prescribed:"] + violations.map { "  \($0.message)" }).joined(separator: "\n"))
        }
        return content
    }

    private func change(_ item: inout PlanItem) {
        if let sets { item.dose.sets = sets }
        if let reps {
            (item.dose.reps, item.dose.repsMax) = (reps.lower, reps.upper)
            (item.dose.durationSeconds, item.dose.durationSecondsMax) = (nil, nil)
        }
        if let hold {
            item.dose.holdSeconds = hold.lower
            (item.dose.durationSeconds, item.dose.durationSecondsMax) = (nil, nil)
        }
        if let duration {
            (item.dose.durationSeconds, item.dose.durationSecondsMax) = (duration.lower, duration.upper)
            (item.dose.reps, item.dose.repsMax, item.dose.holdSeconds) = (nil, nil, nil)
        }
        if let rest { item.dose.restSeconds = rest.lower }
        if let load {
            item.dose.loadGrams = load.grams
            item.dose.band = nil
        }
        if let perWeek { item.frequency.perWeek = perWeek }
        if let perDay { item.frequency.perDay = perDay }
        if perWeek != nil || perDay != nil {
            // The member's words for how often would now say something else than the numbers.
            item.frequency.phrase = nil
        }
        if let side { item.side = side }
        if let note { item.note = note }
    }
}
