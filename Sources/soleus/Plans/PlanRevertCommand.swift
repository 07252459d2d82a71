import ArgumentParser
import Care
import CareMessages

/// The command `soleus plan revert`; its help says what it does.
struct PlanRevertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "revert", "Go back to an earlier revision, as a new one.",
        discussion: """
            Nothing is taken back: the next revision prescribes what the earlier one did, with the exercises in the
            versions that it named. An end that has passed by now is left out, unless --until sets another.
            """,
        examples: [
            "soleus plan revert \"Ana Ruiz\" 2 --reason \"Lowering was too much\"",
            "soleus plan revert ana 2 --reason \"Too much\" --until 2027-01-31 --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var answering: SuggestionOption
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The number of the revision to go back to.") var revision: Int
    @Option(help: "Why the plan changes.") var reason: Note
    @Option(help: ArgumentHelp("The last day of the plan.", valueName: "day")) var until: LocalDay?

    func validate() throws {
        if revision < 1 { throw ValidationError("A revision's number is 1 or more.") }
    }

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let current = try await desk.existingPlan().value.revision
        guard revision < current.number else {
            throw CommandFailure(
                .refused, "the plan is at revision \(current.number)",
                advice: "See which there are: soleus plan history MEMBER")
        }
        let earlier = try await desk.existingPlan(revision).value.revision
        let change = PlanChange(
            desk: desk, catalog: try await desk.catalog(), base: current.number, baseContent: current.content,
            content: Self.content(of: earlier.content, until: until, today: .today), template: earlier.template,
            suggestion: try await answering.suggestion(at: desk)?.id)
        try await change.send(
            reason: reason, effective: self.change.effective, dryRun: self.change.dryRun, common: common)
    }

    static func content(of earlier: PlanContent, until: LocalDay?, today: LocalDay) -> PlanContent {
        var content = earlier
        if let until {
            content.until = until
        } else if let end = content.until, end <= today {
            content.until = nil
        }
        return content
    }
}

/// The command `soleus plan copy`; its help says what it does.
struct PlanCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "copy", "Prescribe one member's exercises to another, without anything about the first.",
        discussion: """
            Exercises, doses and how often are copied. Notes, the end, activity modifications, the title and the side
            that hurts belong to the first member and stay there.
            """,
        examples: [
            "soleus plan copy \"Ana Ruiz\" \"Ben Okafor\" --side left --reason \"First plan\"",
            "soleus plan copy ana ben --title \"Calf and balance\" --reason \"First plan\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @Argument(help: "Whose plan: id, name or part of it.") var from: String
    @Argument(help: "Who gets it: id, name or part of it.") var to: String
    @Option(help: "Why the plan changes.") var reason: Note
    @Option(help: "The new plan's title; the program's name when not given.") var title: Label?
    @Option(help: "For what the first member does on one side.") var side: Side = .both
    @Option(help: ArgumentHelp("The last day of the plan; open when not given.", valueName: "day")) var until: LocalDay?

    func run() async throws {
        let source = try await PlanDesk(common, member: from)
        let desk = try await PlanDesk(common, member: to)
        guard source.member != desk.member else {
            throw CommandFailure(
                .refused, "that is the same member twice", advice: "To go back in a plan: soleus plan revert")
        }
        let plan = try await source.existingPlan().value.revision
        let current = try await desk.plan()?.value.revision
        var content = plan.content.forAnotherMember(
            title: title ?? Self.title(of: plan.content.program), side: side)
        content.until = until
        let change = PlanChange(
            desk: desk, catalog: try await desk.catalog(), base: current?.number ?? 0, baseContent: current?.content,
            content: content, template: plan.template)
        try await change.send(
            reason: reason, effective: self.change.effective, dryRun: self.change.dryRun, common: common)
    }

    /// `Ankle pain after running` for `ankle-pain-after-running`.
    static func title(of program: Slug) -> Label {
        let words = program.description.replacing("-", with: " ")
        // A slug is never blank and at most 80 bytes long, so that it is always a label.
        return Label(words.prefix(1).uppercased() + words.dropFirst()) ?? Label(unchecked: program.description)
    }
}
