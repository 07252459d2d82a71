import ArgumentParser
import Care
import CareMessages

/// The command `soleus rtm`; its help says what it does.
struct RTMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "rtm", "Show the two clocks of remote therapeutic monitoring, which do not align.",
        discussion: """
            Days with data in windows of 30 days since the first day in care (2 to 15, or 16 and more), and
            minutes of care by calendar month (10, 20, and each further 20). Days on which a red flag or a fall
            had paused the plan do not count; PAUSED says how many they are.
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
        var table = TextTable([
            .init("CLOCK"), .init("PERIOD"), .init("COUNT", .right), .init("PAUSED", .right), .init("LEFT", .right),
        ])
        for window in clocks.windows {
            table.add([
                "data days", "\(window.window.first) to \(window.window.last)", "\(window.days)",
                window.pausedDays > 0 ? "\(window.pausedDays) d" : "–",
                window.daysLeft > 0 ? "\(window.daysLeft) d" : "–",
            ])
        }
        for month in clocks.months {
            let name = month.month < 10 ? "0\(month.month)" : "\(month.month)"
            table.add(["minutes", "\(month.year)-\(name)", "\(month.minutes)", "–", "–"])
        }
        return table
    }
}
