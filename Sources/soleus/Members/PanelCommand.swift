import ArgumentParser
import Care
import CareMessages

/// The command `soleus panel`: the members whom a practitioner looks after.
struct PanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "panel", "List your members, with what tells whether to look closer.",
        discussion: """
            PLAN is the latest revision, and SEEN whether it has reached a device of the member. DONE is the
            share of prescribed exercises logged in the last 7 days, as members reported it. TREND is the worst
            pain during activity of each of these days, from ▁ for 0 to █ for 10, · without a report; PAIN is
            the last such score. LOGGED and SYNCED say how many days ago.
            """,
        examples: ["soleus panel", "soleus panel --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/panel"), as: Panel.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value, today: .today), empty: "Nobody is on your panel today.")
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

    static func table(_ panel: Panel, today: LocalDay) -> TextTable {
        var table = TextTable([
            .init("MEMBER", cuts: true), .init("PROGRAM", cuts: true), .init("PLAN", .right), .init("SEEN"),
            .init("DONE", .right), .init("PAIN", .right), .init("TREND"), .init("LOGGED", .right),
            .init("SYNCED", .right),
        ])
        for row in panel.members {
            let done = row.pausedSince == nil ? row.adherencePercent.map { "\($0)%" } ?? "–" : "paused"
            table.add([
                row.name, row.program?.description ?? "–", row.planRevision.map(String.init) ?? "–",
                row.planReached.map { $0 ? "yes" : "no" } ?? "–", done,
                row.lastPain.map { String($0.rawValue) } ?? "–", Sparkline.text(row.pain),
                row.lastLoggedOn.map { Self.age(of: $0, today) } ?? "–",
                row.lastSyncAt.map { Self.age(of: LocalDay.of($0), today) } ?? "–",
            ])
        }
        return table
    }

    /// How many days ago: `0 d` today.
    private static func age(of day: LocalDay, _ today: LocalDay) -> String {
        "\(max(0, today.dayNumber - day.dayNumber)) d"
    }
}
