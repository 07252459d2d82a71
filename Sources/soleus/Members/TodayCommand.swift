import ArgumentParser
import Care
import CareMessages

/// The command `soleus today`; its help says what it does.
struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "today", "List the members who need you, the most urgent first, with why.",
        discussion: """
            What nobody has looked at for too long comes first, then critical and high alerts, then records
            that could not be applied, suggestions, plans that end, low alerts, and revisions that have not
            reached a phone. What somebody has looked at is left out here; see it with: soleus alerts list
            """,
        examples: ["soleus today", "soleus today --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/worklist"), as: Worklist.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value), empty: "Nobody needs you right now.")
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
}

/// The command `soleus rtm`; its help says what it does.
struct RTMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "rtm", "Show the two clocks of remote therapeutic monitoring, which do not align.",
        discussion: """
            Days with data in windows of 30 days since the first day in care (2 to 15, or 16 and more), and
            minutes of care by calendar month (10, 20, and each further 20).
            """,
        examples: ["soleus rtm \"Ana Ruiz\"", "soleus rtm ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/rtm"), as: RTMClocks.self)
        common.show(answer.json) { common.lines(of: Self.table(answer.value), empty: "Nothing was recorded yet.") }
    }

    static func table(_ clocks: RTMClocks) -> TextTable {
        var table = TextTable([.init("CLOCK"), .init("PERIOD"), .init("COUNT", .right), .init("LEFT", .right)])
        for window in clocks.windows {
            table.add([
                "data days", "\(window.window.first) to \(window.window.last)", "\(window.days)",
                window.daysLeft > 0 ? "\(window.daysLeft) d" : "–",
            ])
        }
        for month in clocks.months {
            let name = month.month < 10 ? "0\(month.month)" : "\(month.month)"
            table.add(["minutes", "\(month.year)-\(name)", "\(month.minutes)", "–"])
        }
        return table
    }
}
