import ArgumentParser
import Care
import CareMessages

/// The command `soleus panel`: the members whom a practitioner looks after.
struct PanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "panel", "List your members, with what tells whether to look closer.",
        discussion: """
            PLAN is the latest revision. DONE is the share of prescribed exercises logged in the
            last 7 days, as members reported it. PAIN is the last score during activity, 0 to 10.
            """,
        examples: ["soleus panel", "soleus panel --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/panel"), as: Panel.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value), empty: "Nobody is on your panel today.")
                + (common.plain ? [] : Self.endings(answer.value, today: .today))
        }
    }

    /// Plans that end soon or have ended, the first to end first: a plan that just runs out loses the member.
    static func endings(_ panel: Panel, today: LocalDay) -> [String] {
        let ending = panel.members.compactMap { row in
            PlanEnding(until: row.planUntil, on: today).map { (row: row, ending: $0) }
        }.sorted { ($0.row.planUntil ?? today, $0.row.name) < ($1.row.planUntil ?? today, $1.row.name) }
        guard !ending.isEmpty else { return [] }
        return ["", "Plans that end: make a next revision, or write when it is to end."]
            + ending.map { "  \(printable($0.row.name)): \($0.ending.words) (\($0.row.planUntil ?? today))" }
    }

    static func table(_ panel: Panel) -> TextTable {
        var table = TextTable([
            .init("MEMBER", cuts: true), .init("PROGRAM", cuts: true), .init("PLAN", .right), .init("DONE", .right),
            .init("PAIN", .right), .init("LOGGED"), .init("SYNCED"),
        ])
        for row in panel.members {
            table.add([
                row.name, row.program?.description ?? "–",
                row.planRevision.map(String.init) ?? "–", row.adherencePercent.map { "\($0)%" } ?? "–",
                row.lastPain.map { String($0.rawValue) } ?? "–", row.lastLoggedOn?.description ?? "–",
                row.lastSyncAt.map { String($0.description.prefix(10)) } ?? "–",
            ])
        }
        return table
    }
}
