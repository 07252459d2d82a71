import ArgumentParser
import Care
import CareMessages

/// The command `soleus history`: who changed what in a chart, and whether its ledger holds.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "history", "Show who changed what in a member's chart, and verify its hash chain.",
        discussion: "Newest first. The exit code is 3 when the chain does not hold.",
        examples: ["soleus history \"Ana Ruiz\"", "soleus history ana --last 20", "soleus history ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Show only so many commits.") var last: Int?

    func validate() throws {
        if let last, last < 1 { throw ValidationError("--last is 1 or more.") }
    }

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/history"), as: History.self)
        common.show(answer.json) {
            var shown = answer.value
            shown.entries = Array(shown.entries.prefix(last ?? .max))
            let rows = common.lines(of: Self.table(shown), empty: "Nothing has been written yet.")
            return common.plain ? rows : rows + [""] + Self.verification(answer.value.verification)
        }
        if !answer.value.verification.holds {
            throw CommandFailure(
                .refused, "the ledger does not hold: something was altered or lost outside of the service",
                advice: "Tell whoever runs the service at once, and keep this output.")
        }
    }

    static func table(_ history: History) -> TextTable {
        var table = TextTable([
            .init("VERSIONS", .right), .init("WHEN (UTC)"), .init("WHO", yields: true), .init("WHAT", yields: true),
            .init("HASH"),
        ])
        for entry in history.entries {
            let versions =
                entry.firstVersion == entry.lastVersion
                ? "\(entry.firstVersion)" : "\(entry.firstVersion)–\(entry.lastVersion)"
            let place = entry.deviceName.map { ", \($0)" } ?? ""
            table.add([
                versions, String(entry.at.shortText.dropLast(4)),
                "\(entry.actorName) (\(entry.actorRole.rawValue)\(place))",
                changes(entry.changes), String(entry.hash.prefix(8)),
            ])
        }
        return table
    }

    /// What a commit did in few words: `2 × session_log insert, check_in insert rejected`.
    static func changes(_ changes: [HistoryEntry.Change]) -> String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for change in changes {
            let outcome = change.status == "applied" ? "" : " \(change.status)"
            let words = "\(change.kind) \(change.op)\(outcome)"
            if counts[words] == nil { order.append(words) }
            counts[words, default: 0] += 1
        }
        return order.map { words in
            let count = counts[words] ?? 1
            return count == 1 ? words : "\(count) × \(words)"
        }.joined(separator: ", ")
    }

    static func verification(_ verification: LedgerVerification) -> [String] {
        let extent =
            "\(verification.entries) \(verification.entries == 1 ? "entry" : "entries") up to version "
            + "\(verification.version)"
        guard verification.holds else {
            return ["The hash chain does NOT hold: \(extent)."] + verification.faults.map { "  \(printable($0))" }
        }
        return [
            "The hash chain holds: \(extent), no gap and nothing altered.", "Last hash: \(verification.head)",
        ]
    }
}
