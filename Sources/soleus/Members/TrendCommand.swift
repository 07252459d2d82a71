import ArgumentParser
import Care
import CareMessages
import Pictures

/// The command `soleus trend`: pain by moment as sparklines, adherence beside them.
struct TrendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "trend", "Show a member's pain by moment, and what was done beside it.",
        discussion: """
            One character a day, oldest on the left. Pain: the worst report of the day, from ▁ for 0 to █ for 10;
            · when nothing was reported. Done: █ everything on the plan, ▄ a part, ▁ nothing, · nothing prescribed.

            --svg draws the same over the bands of pain, with a line where each revision of the plan began.
            """,
        examples: ["soleus trend \"Ana Ruiz\"", "soleus trend ana --days 56", "soleus trend ana --svg ana.svg"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Up to yesterday; 1 to 366.") var days = 28
    @Option(help: "Draw it into this file; - for standard output.", completion: .file()) var svg: String?

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("--days is 1 to 366.") }
        if svg == OutputFile.standard, common.json {
            throw ValidationError("Only one answer goes to standard output.")
        }
    }

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            .get("/v1/members/\(member.id)/trend", query: [("days", String(days))]), as: Trend.self)
        if let svg {
            let picture = PainPicture.draw(answer.value, of: member.name ?? member.id.description)
            try OutputFile.write(Array(picture.svg.utf8), to: svg)
            if common.json { common.show(answer.json) { [] } }
            return
        }
        common.show(answer.json) {
            if common.plain { return Self.plainLines(answer.value) }
            return Self.lines(answer.value, name: member.name ?? member.id.description, width: Terminal.columns)
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
            lines.append(row(pain.moment.words, pain.sparkline, pain.latest.map { "last \($0.rawValue)" } ?? ""))
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

    /// What is drawn, the number beside it, and a row for each week: day, logged, prescribed and percent.
    static func plainLines(_ trend: Trend) -> [String] {
        func row(_ cells: String...) -> String { cells.joined(separator: "\t") }
        let weeks = trend.weeks.map { week in
            let adherence = week.adherence
            return row(
                "week", week.window.first.startOfWeek.description, (adherence?.logged).map { "\($0)" } ?? "",
                (adherence?.prescribed).map { "\($0)" } ?? "", (adherence?.percent).map { "\($0)" } ?? "")
        }
        return trend.pain.map { row($0.moment.words, $0.sparkline, $0.latest.map { "\($0.rawValue)" } ?? "") }
            + [row("done", trend.loggedLine, trend.adherence.map { "\($0.percent)" } ?? "")] + weeks
    }

    private static func bar(_ percent: Int?) -> String {
        guard let percent else { return String(repeating: "·", count: 10) }
        let full = min(max(percent, 0), 100) / 10
        return String(repeating: "█", count: full) + String(repeating: "░", count: 10 - full)
    }
}
