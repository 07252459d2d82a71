import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus suggest`; each has a type of its own.
struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "suggest", "Ask the rules about a member, and decide about what they say.",
        discussion: """
            A suggestion explains itself with its numbers, and changes nothing by itself. To take it up in
            another way, edit the plan, and dismiss the suggestion with that as the reason.
            """,
        subcommands: [SuggestListCommand.self, SuggestAcceptCommand.self, SuggestDismissCommand.self])
}

/// The command `soleus suggest list`; its help says what it does.
struct SuggestListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List what the rules say of a member now, with why.",
        examples: ["soleus suggest list \"Ana Ruiz\"", "soleus suggest list ana --all --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Flag(help: "List what was decided, or no longer holds, as well.") var all = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.suggestions(of: member.id)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value, all: all), empty: "The rules have nothing to say.")
        }
    }

    static func table(_ list: SuggestionList, all: Bool) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("RULE"), .init("PROPOSES", yields: true), .init("WHY", yields: true),
            .init("DECISION", yields: true),
        ])
        for entry in list.suggestions where all || entry.isCurrent {
            let record = entry.suggestion
            let decision = record.decision.map { "\($0.kind.rawValue): \($0.reason)" }
            table.add([
                entry.id.ending, record.rule.rawValue, record.proposal.text, record.words,
                decision ?? (entry.isCurrent ? "waits" : "no longer holds"),
            ])
        }
        return table
    }
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
        let session = Session(common)
        let member = try await session.member(member)
        let entry = try await session.suggestion(id, of: member.id)
        let acceptance = SuggestionAcceptance(
            id: .make(at: .now), reason: reason, effectiveFrom: effective, dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member.id)/suggestions/\(entry.id)/acceptance", acceptance),
            as: SuggestionAnswer.self)
        common.show(answer.json) {
            let what = entry.suggestion.proposal.text
            guard let revision = answer.value.plan?.revision else {
                return [dryRun ? "Would be taken up: \(what). Nothing changed." : "Taken up: \(what)."]
            }
            return [
                dryRun
                    ? "\(what): would become revision \(revision.number) from \(revision.effectiveFrom). Nothing changed."
                    : "\(what): revision \(revision.number) is in force from \(revision.effectiveFrom)."
            ]
        }
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
            let what = entry.suggestion.proposal.text
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
