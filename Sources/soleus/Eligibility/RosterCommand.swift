import ArgumentParser
import Care
import CareClient
import CareMessages
import Foundation

/// The commands that begin with `soleus roster`: a sponsor's files of covered people.
struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "roster", "Load a sponsor's roster files and see what became of them.",
        subcommands: [RosterLoadCommand.self, RosterListCommand.self, RosterShowCommand.self])
}

/// The command `soleus roster load`; its help says what it does.
struct RosterLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "load", "Send a CSV or 834 file; its good rows come into force, each faulty one is named.",
        discussion: """
            A file that was sent before changes nothing. A file that would end the coverage of too many people is
            held, and nothing is applied: the exit code is 3, as for a rejected one.
            """,
        examples: [
            "soleus roster load --sponsor acme roster.csv",
            "soleus roster load --sponsor acme roster.csv --dry-run",
        ])

    /// The service's own limit for one file.
    static let maximumBytes = 64 << 20

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The CSV or 834 file.", completion: .file(extensions: ["csv", "834"])) var file: String
    @Flag(help: "Read and compare, and apply nothing.") var dryRun = false

    func run() async throws {
        let bytes = try InputFile.read(file, maximumBytes: Self.maximumBytes)
        var query = [("file", URL(fileURLWithPath: file).lastPathComponent)]
        if dryRun { query.append(("dryRun", "true")) }
        var request = Session.Request(
            method: "POST", path: "/v1/sponsors/\(sponsor)/loads", query: query, body: bytes,
            contentType: RosterFormat(of: bytes).mediaType)
        // A million rows take the service minutes; a shorter wait would only leave the outcome open.
        request.timeoutSeconds = 900
        let answer = try await Session(common).ask(request, as: LoadReport.self)
        common.show(answer.json) { RosterTables.lines(answer.value, isDryRun: dryRun, common) }
        if answer.value.state != .applied {
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
            common.lines(of: RosterTables.loads(answer.value.loads), empty: "No file has been sent yet.")
        }
    }
}

/// The command `soleus roster show`; its help says what it does.
struct RosterShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show one load with its counts and faulty rows.",
        examples: ["soleus roster show --sponsor acme 01931e7c-0000-7000-8000-000000000001"])

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The load's id, from: soleus roster list") var load: String

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/sponsors/\(sponsor)/loads/\(PathSegment(load))"), as: LoadReport.self)
        common.show(answer.json) { RosterTables.lines(answer.value, isDryRun: false, common) }
    }
}

/// The answer of `GET /v1/sponsors/{sponsor}/loads`.
struct LoadListings: Hashable, Codable {
    var loads: [LoadReport]
}
