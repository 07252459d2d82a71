import ArgumentParser
import Care
import CareClient
import CareMessages
import Foundation
import StrictJSON

/// The commands that begin with `soleus load`: what became of a sponsor's files, and what is decided about them.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "load", "Look at a sponsor's loads, and release, reject or undo them.",
        subcommands: [
            LoadListCommand.self, LoadShowCommand.self, LoadDiffCommand.self, LoadErrorsCommand.self,
            LoadReleaseCommand.self, LoadRejectCommand.self, LoadUndoCommand.self, LoadAcknowledgeCommand.self,
        ])
}

/// Which load a command is about.
struct LoadArguments: ParsableArguments {
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The load's id, or how it begins, from: soleus load list") var load: String

    /// Where the load is at the service.
    func path(_ session: Session) async throws(CommandFailure) -> String {
        try await session.path(of: load, from: sponsor)
    }
}

extension Session {
    /// Where the load is that a text means: a whole id as it stands, otherwise the one that begins like it.
    func path(of text: String, from sponsor: Slug) async throws(CommandFailure) -> String {
        let loads = "/v1/sponsors/\(sponsor)/loads"
        guard UUID(uuidString: text) == nil else { return "\(loads)/\(PathSegment(text))" }
        let ids = try await ask(.get(loads), as: LoadListings.self).value.loads.map(\.id)
        let found = ids.filter { !text.isEmpty && $0.hasPrefix(text.lowercased()) }
        guard found.count == 1 else {
            throw CommandFailure(
                .refused, "\"\(printable(text))\" begins \(found.isEmpty ? "no id" : "\(found.count) ids") in the list",
                advice: "See them with: soleus load list --sponsor \(sponsor)")
        }
        return "\(loads)/\(PathSegment(found[0]))"
    }
}

/// The command `soleus load list`; its help says what it does.
struct LoadListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a sponsor's loads, newest first.", examples: ["soleus load list --sponsor acme"])

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/sponsors/\(sponsor)/loads"), as: LoadListings.self)
        common.show(answer.json) {
            common.lines(of: RosterTables.loads(answer.value.loads, common), empty: "No file has been sent yet.")
        }
    }
}

/// The command `soleus load show`; its help says what it does.
struct LoadShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show where a load stands, why it waits, and where it has been.",
        examples: ["soleus load show --sponsor acme 01931e7c-0000-7000-8000-000000000001"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments

    func run() async throws {
        let session = Session(common)
        let answer = try await session.ask(.get(load.path(session)), as: LoadReport.self)
        common.show(answer.json) { LoadTables.standing(answer.value, common) }
    }
}

/// The command `soleus load errors`; its help says what it does.
struct LoadErrorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "errors", "Print a load's faulty rows, with masked values: as a table, as CSV or as JSON.",
        discussion: "The CSV is safe to open in a spreadsheet: no cell begins a formula.",
        examples: [
            "soleus load errors --sponsor acme 01931e7c-0000-7000-8000-000000000001",
            "soleus load errors --sponsor acme --csv 01931e7c-0000-7000-8000-000000000001 > errors.csv",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments
    @Flag(help: "Print CSV.") var csv = false

    func validate() throws {
        if csv, common.json || common.plain { throw ValidationError("--csv, --json and --plain exclude each other.") }
    }

    func run() async throws {
        let session = Session(common)
        let answer = try await session.ask(.get(load.path(session)), as: LoadReport.self)
        let faults = answer.value.faults
        if csv {
            Terminal.write(LoadTables.csv(of: faults))
        } else {
            try common.show(.encoding(faults)) {
                common.lines(of: LoadTables.faults(faults), empty: "No row is faulty.")
            }
        }
        // Beside the data, which programs read.
        if let more = LoadTables.more(than: answer.value) { Terminal.say(more) }
    }
}

/// The command `soleus load diff`; its help says what it does.
struct LoadDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "diff", "Show what a load that waits would do, person by person, without names.",
        discussion: "Without --effect it shows whose cover would end. --all fetches every page.",
        examples: [
            "soleus load diff --sponsor acme 01931e7c-0000-7000-8000-000000000001",
            "soleus load diff --sponsor acme --effect changed --all 01931e7c-0000-7000-8000-000000000001",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments
    @Option(help: "Which people to show.") var effect = LoadEffect.terminated
    @Option(help: ArgumentHelp("Begin after this number.", valueName: "number")) var after: String?
    @Flag(help: "Show all, not only the first hundred.") var all = false

    func run() async throws {
        let session = Session(common)
        let path = try await load.path(session)
        var found = LoadChanges(changes: [], next: after)
        repeat {
            var query = [("effect", effect.rawValue), ("limit", all ? "\(LoadChanges.maximumCount)" : "100")]
            if let next = found.next { query.append(("after", next)) }
            let page = try await session.ask(.get("\(path)/changes", query: query), as: LoadChanges.self).value
            found = LoadChanges(changes: found.changes + page.changes, next: page.next)
        } while all && found.next != nil
        try common.show(.encoding(found)) {
            let lines = common.lines(
                of: LoadTables.changes(found.changes), empty: "Nobody would be \(effect.rawValue).")
            return found.next == nil || common.plain ? lines : lines + ["… more after \(found.next ?? "")"]
        }
    }
}
