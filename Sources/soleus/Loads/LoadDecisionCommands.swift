import ArgumentParser
import Care
import CareMessages

/// What every decision about a load takes.
struct LoadDecisionArguments: ParsableArguments {
    @Option(help: "Why; it is kept with the load.") var reason: Label
    @Flag(help: "Say what it would do, and do nothing.") var dryRun = false

    /// Asks the service, and shows the load that comes of it.
    func decide(
        _ name: String, about load: LoadArguments, confirm: Slug? = nil, _ common: CommonOptions
    ) async throws(CommandFailure) {
        let session = Session(common)
        let path = try await load.path(session)
        var request = try Session.Request.send(
            "POST", "\(path)/\(name)", LoadDecision(confirm: confirm, reason: reason),
            query: dryRun ? [("dryRun", "true")] : [])
        request.timeoutSeconds = Session.longWorkSeconds
        let answer = try await session.ask(request, as: LoadReport.self)
        common.show(answer.json) {
            LoadTables.standing(answer.value, common) + (dryRun ? ["(dry run: nothing changed)"] : [])
        }
    }
}

/// The command `soleus load release`; its help says what it does.
struct LoadReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "release", "Put a load that waits into force.",
        discussion: """
            It is compared again with what is in force now. A severe hold is released by somebody other than the
            sender. Where the cover of many people ends, give the sponsor's short name again as --confirm.
            """,
        examples: [
            "soleus load release --sponsor acme --dry-run --reason \"as asked\" 01931e7c-0000-7000-8000-000000000001",
            "soleus load release --sponsor acme --confirm=acme --reason \"plant closed\" "
                + "01931e7c-0000-7000-8000-000000000001",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments
    @OptionGroup var decision: LoadDecisionArguments
    @Option(help: "The sponsor's short name again.") var confirm: Slug?

    func run() async throws { try await decision.decide("release", about: load, confirm: confirm, common) }
}

/// The command `soleus load reject`; its help says what it does.
struct LoadRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "reject", "Turn down a load that waits; nothing of it comes into force.",
        examples: [
            "soleus load reject --sponsor acme --reason \"wrong month\" 01931e7c-0000-7000-8000-000000000001"
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments
    @OptionGroup var decision: LoadDecisionArguments

    func run() async throws { try await decision.decide("rejection", about: load, common) }
}

/// The command `soleus load undo`; its help says what it does.
struct LoadUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "undo", "Take a load back that is in force; its file may be sent again then.",
        discussion: """
            What the load replaced is in force again, and what it added covers no day. Where later loads changed the
            same rows it is refused, and names them: undo those first.
            """,
        examples: [
            "soleus load undo --sponsor acme --dry-run --reason \"wrong file\" 01931e7c-0000-7000-8000-000000000001",
            "soleus load undo --sponsor acme --confirm=acme --reason \"wrong file\" "
                + "01931e7c-0000-7000-8000-000000000001",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments
    @OptionGroup var decision: LoadDecisionArguments
    @Option(help: "The sponsor's short name again.") var confirm: Slug?

    func run() async throws { try await decision.decide("undoing", about: load, confirm: confirm, common) }
}

/// The command `soleus load acknowledge`; its help says what it does.
struct LoadAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "acknowledge", "Note that the sponsor has taken note of what its file did.",
        examples: ["soleus load acknowledge --sponsor acme 01931e7c-0000-7000-8000-000000000001"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments

    func run() async throws {
        let session = Session(common)
        let path = try await load.path(session)
        let answer = try await session.ask(
            Session.Request(method: "POST", path: "\(path)/acknowledgement"), as: LoadReport.self)
        common.show(answer.json) { LoadTables.standing(answer.value, common) }
    }
}
