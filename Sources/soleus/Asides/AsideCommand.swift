import ArgumentParser
import Care
import ChartSync

/// The commands that begin with `soleus aside`; each has a type of its own.
struct AsideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "aside", "See what could not be applied to a chart, and decide about it.",
        discussion: """
            What a phone recorded is never thrown away. What breaks a rule, names something unknown or came too late is
            kept aside with the reason, until somebody accepts it into the chart or says that it stays aside.
            """,
        subcommands: [AsideListCommand.self, AsideAcceptCommand.self, AsideDismissCommand.self])
}

/// The command `soleus aside list`; its help says what it does.
struct AsideListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List what waits for a decision, newest first.",
        examples: ["soleus aside list \"Ana Ruiz\"", "soleus aside list ana --settled --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Flag(help: "List what has been decided as well.") var settled = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.asides(of: member.id, includingSettled: settled)
        common.show(answer.json) { common.lines(of: Self.table(answer.value), empty: "Nothing is set aside.") }
    }

    static func table(_ asides: Asides) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("WHAT", yields: true), .init("WHY", yields: true), .init("FROM", yields: true),
            .init("DECISION"),
        ])
        for entry in asides.asides {
            let aside = entry.setAside
            let field = aside.detail.map { ": \($0.pointer) \($0.message)" } ?? ""
            let decision = aside.resolution.map { "\($0.decision.rawValue) by \($0.role.rawValue)" }
            table.add([
                entry.id.description, printable("\(aside.op) \(aside.kind)"),
                printable("\(aside.reason.rawValue)\(field)"), printable(entry.deviceName ?? "a practitioner"),
                decision ?? "waits",
            ])
        }
        return table
    }
}

/// The command `soleus aside accept`; its help says what it does.
struct AsideAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "accept", "Make what was set aside part of the chart, as its author's row.",
        discussion: "It is refused, with the reason, while it still breaks a rule.",
        examples: [
            "soleus aside accept \"Ana Ruiz\" e4dd3253 --note \"She had just enrolled.\"",
            "soleus aside accept ana e4dd3253 --without-reference --dry-run",
        ])

    @OptionGroup var decision: AsideDecisionOptions
    @Flag(help: "Leave out the shoe or the plan revision that it names and the chart does not have.")
    var withoutReference = false

    func run() async throws {
        try await decision.take(.accept, withoutReference: withoutReference)
    }
}

/// The command `soleus aside dismiss`; its help says what it does.
struct AsideDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "dismiss", "Say that what was set aside stays aside; it is kept all the same.",
        examples: ["soleus aside dismiss \"Ana Ruiz\" e4dd3253 --note \"Recorded twice.\""])

    @OptionGroup var decision: AsideDecisionOptions

    func run() async throws { try await decision.take(.dismiss) }
}

/// What both decisions take.
struct AsideDecisionOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or its beginning.") var id: String
    @Option(help: "Why; the member reads it.") var note: Note?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func take(_ decision: AsideRuling.Decision, withoutReference: Bool = false) async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let row = try await session.aside(id, of: member.id)
        let ruling = AsideRuling(
            decision: decision, note: note, withoutReference: withoutReference ? true : nil,
            dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member.id)/set-aside/\(row)/resolution", ruling), as: AsideEntry.self)
        common.show(answer.json) {
            let aside = answer.value.setAside
            let what = printable("\(aside.op) \(aside.kind)")
            let done = decision == .accept ? "is part of the chart" : "stays aside"
            return [dryRun ? "Nothing was done: \(what) would be decided like this." : "\(what) \(done)."]
        }
    }
}

extension Session {
    /// What was set aside of a member's chart.
    func asides(of member: MemberID, includingSettled: Bool) async throws(CommandFailure) -> Answer<Asides> {
        try await ask(
            .get("/v1/members/\(member)/set-aside", query: includingSettled ? [("settled", "true")] : []),
            as: Asides.self)
    }

    /// The id that a text means: a whole one as it stands, otherwise the one that begins like it.
    func aside(_ text: String, of member: MemberID) async throws(CommandFailure) -> RowID {
        if let id = RowID(text) { return id }
        let ids = try await asides(of: member, includingSettled: true).value.asides.map(\.id)
        let found = ids.filter { !text.isEmpty && $0.description.hasPrefix(text.lowercased()) }
        guard found.count == 1 else {
            throw CommandFailure(
                .refused, "\"\(printable(text))\" begins \(found.isEmpty ? "no id" : "\(found.count) ids") in the list",
                advice: "See them with: soleus aside list \(member) --settled")
        }
        return found[0]
    }
}
