import ArgumentParser
import Care
import CareClient
import CareMessages
import Foundation

/// The commands that begin with `soleus roster`: a sponsor's files of covered people.
struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "roster", "Load a sponsor's roster files and see what became of them.",
        subcommands: [
            RosterLoadCommand.self, RosterListCommand.self, RosterShowCommand.self, RosterGenerateCommand.self,
        ])
}

/// The command `soleus roster load`; its help says what it does.
struct RosterLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "load", "Send a CSV or 834 file; its good rows come into force, and the faulty ones are named.",
        discussion: """
            A file that was sent before changes nothing, unless it was rejected or taken back. A file that would end the
            coverage of too many people is held, and nothing is applied: the exit code is 3, as for a rejected one.
            See: soleus load diff.
            """,
        examples: [
            "soleus roster load --sponsor acme roster.csv",
            "soleus roster load --sponsor acme roster.csv --dry-run",
        ])

    /// The service's own limit for one file.
    static let maximumBytes = 2 << 30

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The CSV or 834 file.", completion: .file(extensions: ["csv", "834"])) var file: String
    @Option(help: "How many rows the file should have; another number holds it.") var expectRows: Int?
    @Option(help: ArgumentHelp("When the file was made; one older than what is in force is held.", valueName: "day"))
    var madeOn: LocalDay?
    @Flag(help: "Wait for approval although nothing holds the file.") var wait = false
    @Flag(help: "Read and compare, and apply nothing.") var dryRun = false

    func run() async throws {
        let url = URL(fileURLWithPath: file)
        // Why it cannot be read does not matter: the name is what to look at.
        guard let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize else {
            throw CommandFailure(.badInput, "cannot read \(file)", advice: "Is the name right?")
        }
        guard size <= Self.maximumBytes else {
            throw CommandFailure(.badInput, "\(file) is larger than \(Self.maximumBytes >> 20) MiB")
        }
        var query = [("file", url.lastPathComponent)]
        if dryRun { query.append(("dryRun", "true")) }
        if wait { query.append(("wait", "true")) }
        if let expectRows { query.append(("expectedRows", "\(expectRows)")) }
        if let madeOn { query.append(("madeOn", madeOn.description)) }
        let session = Session(common)
        let path = "/v1/sponsors/\(sponsor)/loads"
        // Renews the credential, and says what is wrong with it before a large file is sent.
        _ = try await session.ask(.get(path), as: LoadListings.self)
        let progress = RosterProgress()
        let format = RosterFormat(of: try InputFile.beginning(of: file))
        let answer: Session.Answer<LoadReport>
        do {
            defer { progress.end() }
            // A million rows take the service minutes. It need not hold the connection for them, except for a dry run,
            // of which nothing stays that could be asked for.
            let begun: Session.Answer<LoadReport> = try await session.upload(
                url, to: path, query: query, contentType: format.mediaType,
                headers: dryRun ? [:] : ["Prefer": "respond-async, wait=2"],
                timeoutSeconds: Session.longWorkSeconds
            ) { progress.sent($0, of: $1) }
            answer = begun.value.state == .received ? try await LoadWait(session, progress).end(of: begun.value) : begun
        }
        // Of a dry run nothing stays that could be asked for its faults, and programs read all of them.
        let maximumFaults = dryRun || common.plain ? LoadReport.maximumFaults : RosterTables.faultsOfNewLoad
        common.show(answer.json) {
            RosterTables.lines(answer.value, isDryRun: dryRun, maximumFaults: maximumFaults, common)
        }
        if [.held, .rejected].contains(answer.value.state) {
            throw CommandFailure(
                .refused, "nothing was applied: the file is \(answer.value.state.rawValue)",
                advice: answer.value.reason.map(printable))
        }
    }
}

/// The command `soleus roster list`; its help says what it does.
struct RosterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a sponsor's loads, newest first.", examples: ["soleus roster list --sponsor acme"])

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/sponsors/\(sponsor)/loads"), as: LoadListings.self)
        common.show(answer.json) {
            common.lines(of: RosterTables.loads(answer.value.loads, common), empty: "No file has been sent yet.")
        }
    }
}

/// The command `soleus roster show`; its help says what it does.
struct RosterShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show one load with its counts and faulty rows.",
        examples: ["soleus roster show --sponsor acme 01931e7c-0000-7000-8000-000000000001"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments

    func run() async throws {
        let session = Session(common)
        let answer = try await session.ask(.get(load.path(session)), as: LoadReport.self)
        common.show(answer.json) { RosterTables.lines(answer.value, isDryRun: false, common) }
    }
}

/// The answer of `GET /v1/sponsors/{sponsor}/loads`.
struct LoadListings: Hashable, Codable {
    var loads: [LoadReport]
}
