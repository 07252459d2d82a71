import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus suggest`; each has a type of its own.
struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "suggest", "Ask the rules about a member, and decide about what they say.",
        discussion: """
            A suggestion explains itself with its numbers, and changes nothing by itself. You accept it, edit what
            it proposes, or dismiss it with a reason. A plan that you change in another way answers it as well:
            plan set, edit, apply, assign and revert take --from-suggestion.
            """,
        subcommands: [
            SuggestListCommand.self, SuggestAcceptCommand.self, SuggestEditCommand.self, SuggestDismissCommand.self,
        ], defaultSubcommand: SuggestListCommand.self)
}

/// The command `soleus suggest accept`; its help says what it does.
struct SuggestAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "accept", "Take a suggestion up: the plan is changed as proposed.",
        examples: [
            "soleus suggest accept \"Ana Ruiz\" 0c41 --dry-run",
            "soleus suggest accept ana 0c41 --reason \"Pain is settled, one rung up.\"",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "Why; the suggestion's own words when not given.") var reason: Note?
    @Option(help: ArgumentHelp("First day of the change; tomorrow when not given.", valueName: "day"))
    var effective: LocalDay?
    @Flag(help: "Show what would change, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let entry = try await desk.session.suggestion(id, of: desk.member)
        let acceptance = SuggestionAcceptance(
            id: .make(at: .now), reason: reason, effectiveFrom: effective, dryRun: dryRun ? true : nil)
        let answer = try await desk.session.ask(
            try .send("POST", "/v1/members/\(desk.member)/suggestions/\(entry.id)/acceptance", acceptance),
            as: SuggestionAnswer.self)
        let revision = answer.value.plan?.revision
        // What was taken up is done, whatever becomes of another question: its difference is in plan diff.
        let diff = if dryRun, !common.json, let revision { try await desk.diff(to: revision) } else { PlanDiff?.none }
        let what = (desk.memberName.map { "\($0): " } ?? "") + entry.suggestion.proposal.text
        common.show(answer.json) { Self.lines(what, revision, diff, dryRun: dryRun) }
    }

    /// What a suggestion does to the plan; `revision` is nil for one that does nothing to it.
    static func lines(_ what: String, _ revision: PlanRevision?, _ diff: PlanDiff?, dryRun: Bool) -> [String] {
        let outcome =
            switch (revision, dryRun) {
            case (nil, true): "Would be taken up: \(what). Nothing changed."
            case (nil, false): "Taken up: \(what)."
            case (let revision?, true):
                "\(what): would become revision \(revision.number) from \(revision.effectiveFrom). Nothing changed."
            case (let revision?, false):
                "\(what): revision \(revision.number) is in force from \(revision.effectiveFrom)."
            }
        let changes = (diff?.lines ?? []).flatMap { wrapped(printable($0), to: Terminal.columns, indent: 4) }
        return changes + (changes.isEmpty ? [] : [""]) + wrapped(printable(outcome), to: Terminal.columns)
    }
}

/// The command `soleus suggest edit`; its help says what it does.
struct SuggestEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "edit", "Open the plan as a suggestion proposes it in your editor; what you save answers the suggestion.",
        discussion: """
            Where a suggestion says no plan, such as to prescribe fewer exercises, the text is the plan as it is.
            Saved without changes, nothing is done; to take a suggestion up as it is: soleus suggest accept
            """,
        examples: [
            "soleus suggest edit \"Ana Ruiz\" 0c41",
            "soleus suggest edit ana 0c41 --reason \"Down, but 3 sets\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "Why the plan changes; may also be written into the text.") var reason: Note?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let entry = try await desk.session.undecidedSuggestion(id, of: desk.member)
        let current = try await desk.existingPlan().value.revision
        let proposed = try await desk.proposed(by: entry)
        try await PlanEditing(
            desk: desk, catalog: try await desk.catalog(), common: common, change: change, reason: reason,
            suggestion: entry
        ).run(on: current, beginningWith: proposed ?? current.content)
    }
}

extension PlanDesk {
    /// What a revision changes of the one that it was made from.
    fileprivate func diff(to revision: PlanRevision) async throws(CommandFailure) -> PlanDiff {
        let base = try await content(ofRevision: revision.base)
        return try await catalog().diff(from: base, to: revision.content)
    }

    /// The plan as a suggestion proposes it; nil for one that proposes none.
    fileprivate func proposed(by entry: SuggestionEntry) async throws(CommandFailure) -> PlanContent? {
        guard entry.isCurrent, entry.takenUpBy == .plan else { return nil }
        let acceptance = SuggestionAcceptance(id: .make(at: .now), dryRun: true)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member)/suggestions/\(entry.id)/acceptance", acceptance),
            as: SuggestionAnswer.self)
        return answer.value.plan?.revision.content
    }
}

/// The command `soleus suggest dismiss`; its help says what it does.
struct SuggestDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "dismiss", "Say that a suggestion is not taken up, and why.",
        discussion: "It comes back only on reports that were not there yet.",
        examples: ["soleus suggest dismiss \"Ana Ruiz\" 0c41 --reason \"New shoes explain it.\""])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "Why not.") var reason: Note
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let entry = try await session.suggestion(id, of: member.id)
        let answer = try await session.ask(
            try .send(
                "POST", "/v1/members/\(member.id)/suggestions/\(entry.id)/dismissal",
                SuggestionDismissal(reason: reason, dryRun: dryRun ? true : nil)), as: SuggestionAnswer.self)
        common.show(answer.json) {
            let what = printable((member.name.map { "\($0): " } ?? "") + entry.suggestion.proposal.text)
            return [dryRun ? "Would be dismissed: \(what). Nothing changed." : "Dismissed: \(what)."]
        }
    }
}

extension Session {
    /// What the rules say of a member.
    func suggestions(of member: MemberID) async throws(CommandFailure) -> Answer<SuggestionList> {
        try await ask(Request(method: "POST", path: "/v1/members/\(member)/suggestions"), as: SuggestionList.self)
    }

    /// The suggestion that a text means.
    func suggestion(_ text: String, of member: MemberID) async throws(CommandFailure) -> SuggestionEntry {
        let list = try await suggestions(of: member).value.suggestions
        let id = try NameMatching.row(
            text, among: list.map(\.id), advice: "See them with: soleus suggest list \(member) --all")
        guard let entry = list.first(where: { $0.id == id }) else {
            throw CommandFailure(.refused, "there is no such suggestion")
        }
        return entry
    }

    /// The same, of those that nobody has decided.
    func undecidedSuggestion(_ text: String, of member: MemberID) async throws(CommandFailure) -> SuggestionEntry {
        let entry = try await suggestion(text, of: member)
        if entry.suggestion.decision != nil {
            throw CommandFailure(
                .refused, "that suggestion was decided before: \(printable(entry.standing))",
                advice: "See which wait: soleus suggest list \(member)")
        }
        return entry
    }
}

extension Proposal {
    /// In a few words, for a table.
    var text: String {
        switch self {
        case .pause: "pause the plan"
        case .regress(let exercise, let to): "\(exercise) down to \(to)"
        case .hold(let exercise): "hold \(exercise)"
        case .progress(let exercise, let to): "\(exercise) up to \(to)"
        case .runHold(let from, let through): "no runs \(from) to \(through)"
        case .contact: "ask how it goes"
        case .fewerExercises(let minutes): "below \(minutes) min a week"
        case .swap(let exercise, let to): to.map { "\(exercise) for \($0)" } ?? "another than \(exercise)"
        case .nextRunPhase(let phase): "run phase \(phase.rawValue): \(phase.text)"
        case .runWarning: "speak about the run"
        case .shoeDue: "new shoes soon"
        case .shoeOverdue: "new shoes now"
        case .maintenance: "next phase or maintenance"
        case .review(let instrument): "review (\(instrument.name))"
        }
    }
}
