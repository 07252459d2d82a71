import ArgumentParser
import Care
import CareMessages

/// The command `soleus panel`: the members whom a practitioner looks after.
struct PanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "panel", "List your members, with what tells whether to look closer.",
        discussion: """
            PLAN is the revision in force. DONE is the share of prescribed exercises logged in the
            last 7 days, as members reported it. PAIN is the last score during activity, 0 to 10.
            """,
        examples: ["soleus panel", "soleus panel --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/panel"), as: Panel.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value), empty: "Nobody is on your panel today.")
        }
    }

    static func table(_ panel: Panel) -> TextTable {
        var table = TextTable([
            .init("MEMBER", yields: true), .init("PROGRAM", yields: true), .init("PLAN", .right), .init("DONE", .right),
            .init("PAIN", .right), .init("LOGGED"), .init("SYNCED"), .init("ROLE"), .init("IN"),
        ])
        for row in panel.members {
            table.add([
                row.name, row.program?.description ?? "–",
                row.planRevision.map(String.init) ?? "–", row.adherencePercent.map { "\($0)%" } ?? "–",
                row.lastPain.map { String($0.rawValue) } ?? "–", row.lastLoggedOn?.description ?? "–",
                row.lastSyncAt.map { String($0.description.prefix(10)) } ?? "–", row.role.rawValue,
                row.state.description,
            ])
        }
        return table
    }
}
