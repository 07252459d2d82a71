import ArgumentParser
import Care
import CareMessages

/// The command `soleus plan edit`; its help says what it does.
struct PlanEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "edit", "Edit a plan as text in your editor; saved changes become the next revision.",
        discussion: """
            The editor is VISUAL or EDITOR, otherwise vi. A text without changes changes nothing. What cannot be
            read is shown with its place, and can be edited again. A text that was not sent is kept, and the next
            plan edit goes on with it while the plan is at the same revision; emptied, it is given up.
            """,
        examples: [
            "soleus plan edit \"Ana Ruiz\"", "soleus plan edit ana --reason \"Calf is stronger\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var answering: SuggestionOption
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Why the plan changes; may also be written into the text.") var reason: Note?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let suggestion = try await answering.suggestion(at: desk)
        let current = try await desk.existingPlan().value.revision
        try await PlanEditing(
            desk: desk, catalog: try await desk.catalog(), common: common, change: change, reason: reason,
            suggestion: suggestion
        ).run(on: current, beginningWith: current.content)
    }
}
