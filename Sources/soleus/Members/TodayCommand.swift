import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus today`; its help says what it does.
struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "today", "List what needs you, the most urgent first, with why.",
        discussion: """
            PTs see members: what nobody has looked at for too long comes first, then critical and high alerts,
            paused plans, today's visits, unread messages, looks into a record in an emergency, records that could not
            be applied, suggestions, plans that end, low alerts, and revisions that have not reached a phone. What
            somebody has looked at is left out here; see it with: soleus alerts
            The rules are asked first about everybody on your panel; --quick shows what they said before.

            Operators see the members of whom something waits for too long, and who looks after them: have somebody
            look, or put another PT on the care team. Reviewers see the content that waits for a review, or is soon
            due for the next one.
            """,
        examples: ["soleus today", "soleus today --quick --json"])

    @OptionGroup var common: CommonOptions
    @Flag(help: "Do not ask the rules first.") var quick = false

    func run() async throws {
        let session = Session(common)
        switch try session.signedIn().role {
        case .operator: try await AlertsListCommand.showEscalations(session, common)
        case .reviewer:
            let contents = try await session.ask(.get("/v1/content"), as: ContentEntries.self).value.contents
            let due = contents.compactMap { ReviewTask($0, on: .today) }.sorted { $0.comesBefore($1) }
            try common.show(.encoding(due)) {
                common.lines(of: Self.table(due), empty: "Nothing waits for a review.")
            }
        default:
            // What they say for the first time is kept, and part of the answer.
            if !quick { _ = try await session.suggestionsOfPanel() }
            let answer = try await session.ask(.get("/v1/worklist"), as: Worklist.self)
            common.show(answer.json) {
                common.lines(of: Self.table(answer.value), empty: "Nobody needs you right now.")
            }
        }
    }

    static func table(_ worklist: Worklist) -> TextTable {
        var table = TextTable([.init("MEMBER", yields: true), .init("WHAT"), .init("WHY", yields: true)])
        for entry in worklist.entries {
            for (index, reason) in entry.reasons.enumerated() {
                table.add([index == 0 ? entry.name : "", reason.kind.rawValue, reason.words])
            }
        }
        return table
    }

    static func table(_ tasks: [ReviewTask]) -> TextTable {
        var table = TextTable([
            .init("KIND"), .init("NAME", yields: true), .init("NO", .right), .init("WHAT", yields: true),
        ])
        for task in tasks { table.add([task.kind.rawValue, task.slug.description, String(task.version), task.words]) }
        return table
    }
}
