import ArgumentParser
import Care
import CareMessages

/// The command `soleus trend`: pain by moment as sparklines, adherence beside them.
struct TrendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "trend", "Show a member's pain by moment, and what was done beside it.",
        discussion: """
            One character a day, oldest on the left. Pain: the worst report of the day, from ▁ for 0 to █ for 10;
            · when nothing was reported. Done: █ everything on the plan, ▄ a part, ▁ nothing, · nothing prescribed.
            """,
        examples: ["soleus trend \"Ana Ruiz\"", "soleus trend ana --days 56"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Up to yesterday; 1 to 1096.") var days = 28

    func validate() throws {
        guard (1...DayWindow.maximumDays).contains(days) else {
            throw ValidationError("--days is 1 to \(DayWindow.maximumDays).")
        }
    }

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            .get("/v1/members/\(member.id)/trend", query: [("days", String(days))]), as: Trend.self)
        common.show(answer.json) {
            Self.lines(answer.value, name: member.name ?? member.id.description, width: Terminal.columns)
        }
    }

    static func lines(_ trend: Trend, name: String, width: Int) -> [String] {
        let labelWidth = 14
        // What does not fit on the line is the oldest part, which matters least.
        let shown = min(trend.window.count, max(7, width - labelWidth - 14))
        let first = trend.window.last.adding(days: 1 - shown)
        func row(_ label: String, _ line: String, _ words: String) -> String {
            let padding = String(repeating: " ", count: max(0, labelWidth - displayWidth(of: label)))
            return "\(label)\(padding)\(String(line.suffix(shown)))  \(words)"
        }
        var lines = ["\(printable(name)): \(first) to \(trend.window.last), one character a day", ""]
        for pain in trend.pain {
            lines.append(row(words(for: pain.moment), pain.sparkline, pain.latest.map { "last \($0.rawValue)" } ?? ""))
        }
        if trend.pain.isEmpty { lines.append("No pain was reported.") }
        let percent = trend.adherence.map { "\($0.percent)%" } ?? "–"
        lines.append(row("done", trend.loggedLine, percent))
        let adherence = trend.adherence
        lines += [
            "",
            adherence.map {
                "Adherence: \($0.logged) of \($0.prescribed) prescribed exercises logged (\($0.percent)%), self-reported."
            } ?? "Nothing was prescribed in this time.",
        ]
        for week in trend.weeks.suffix(6) {
            let words = week.adherence.map { "\($0.logged) of \($0.prescribed) (\($0.percent)%)" } ?? "–"
            lines.append("  week of \(week.window.first.startOfWeek)   \(bar(week.adherence?.percent))  \(words)")
        }
        return lines
    }

    private static func words(for moment: CheckIn.Moment) -> String {
        switch moment {
        case .now: "pain now"
        case .during: "during"
        case .after: "after"
        case .nextMorning: "next morning"
        case .worstIn24Hours: "worst of 24 h"
        case .averageOver7Days: "mean of 7 d"
        }
    }

    private static func bar(_ percent: Int?) -> String {
        guard let percent else { return String(repeating: "·", count: 10) }
        let full = min(max(percent, 0), 100) / 10
        return String(repeating: "█", count: full) + String(repeating: "░", count: 10 - full)
    }
}
