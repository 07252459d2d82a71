import ArgumentParser
import Care
import CareMessages

/// The command `soleus plan apply`; its help says what it does.
struct PlanApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "apply", "Make the next revision from a plan's text, on the base that it states.",
        examples: [
            "soleus plan apply \"Ana Ruiz\" ana.plan --reason \"Calf is stronger\" --dry-run",
            "soleus plan apply ana ana.plan --reason \"Calf is stronger\" --effective 2026-12-01",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var answering: SuggestionOption
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "A plan's text; - for standard input.", completion: .file(extensions: ["plan"])) var file: String
    @Option(help: "Why the plan changes; wins over \"reason:\" in the text.") var reason: Note?

    func run() async throws {
        let source = PlanSource(name: file, text: try InputFile.readText(file))
        let desk = try await PlanDesk(common, member: member)
        let (made, text) = try await source.change(at: desk, catalog: try await desk.catalog())
        var change = made
        change.suggestion = try await answering.suggestion(at: desk)?.id
        guard let reason = reason ?? text.reason else {
            throw CommandFailure(
                .badInput, "why does the plan change?", advice: "Give --reason, or \"reason:\" in the text.")
        }
        try await change.send(
            reason: reason, effective: self.change.effective ?? text.effectiveFrom, dryRun: self.change.dryRun,
            common: common)
    }
}

/// The command `soleus plan assign`; its help says what it does.
struct PlanAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "assign", "Give a member the plan of a template.",
        discussion: """
            For a member who has a plan it becomes the next revision. What the phases of a template are, and how far a
            member is with them: soleus plan phases.
            """,
        examples: [
            "soleus plan assign \"Ana Ruiz\" ankle-pain-after-running",
            "soleus plan assign ana ankle-pain-after-running --phase calm-down",
            "soleus plan assign ana ankle-pain-after-running --effective 2026-12-01 --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var answering: SuggestionOption
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The template's short name, or a part of it.") var template: String
    @Option(help: "A phase of the template; its plan for everybody when not given.") var phase: Slug?
    @Option(help: "Why; the template's title when not given.") var reason: Note?
    @Option(help: "The course of care; the template's name when not given.") var program: Slug?
    @Option(help: ArgumentHelp("The last day of the plan; open when not given.", valueName: "day")) var until: LocalDay?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let answer = try await desk.session.template(template)
        let current = try await desk.plan()?.value.revision
        let exercises = Dictionary(
            answer.value.exercises.map { ($0.exercise.slug, (exercise: $0.exercise, version: $0.version)) }
        ) { first, _ in first }
        let content: PlanContent
        do throws(TemplateProblem) {
            content = try answer.value.template.plan(
                program: program ?? answer.value.template.slug, phase: phase, until: until, exercises: exercises)
        } catch {
            throw CommandFailure(.refused, error.description)
        }
        let change = PlanChange(
            desk: desk, catalog: try await desk.catalog(), base: current?.number ?? 0, baseContent: current?.content,
            content: content,
            template: TemplateReference(
                slug: answer.value.template.slug, version: answer.value.version, phase: phase),
            suggestion: try await answering.suggestion(at: desk)?.id)
        guard let reason = reason ?? Note("Assigned: \(content.title.oneLine)") else { return }
        try await change.send(
            reason: reason, effective: self.change.effective, dryRun: self.change.dryRun, common: common)
        let open = answer.value.template.dosesForPTToSet(phase: phase, exercises: exercises)
        if !open.isEmpty {
            Terminal.say(
                "No source gives a dose for \(open.map(\.description).joined(separator: ", ")): please set it for this "
                    + "member, with soleus plan edit or plan set.")
        }
    }
}
