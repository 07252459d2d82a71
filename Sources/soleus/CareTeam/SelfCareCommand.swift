import ArgumentParser
import Care
import ChartSync

/// The command `soleus self-care`; its help says what it does.
struct SelfCareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "self-care", "List what a member did for themselves: ice, heat, foam roller; the latest last.",
        discussion: "Self-reported, and never prescribed: adherence does not count it.",
        examples: ["soleus self-care \"Ana Ruiz\"", "soleus self-care ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let answer = try await desk.records(.selfCare)
        let logs: [(RowID, SelfCareLog)] = desk.contents(of: answer.value)
        common.show(answer.json) {
            var table = TextTable([
                .init("DAY"), .init("WHAT"), .init("WHERE", yields: true), .init("MINUTES", .right),
                .init("NOTE", yields: true),
            ])
            for (_, log) in logs.sorted(by: { $0.1.moment.at < $1.1.moment.at }) {
                table.add([
                    log.moment.day.description, log.measure.text, log.site?.description ?? "–",
                    log.durationSeconds.map { String(($0 + 59) / 60) } ?? "–", log.note?.oneLine ?? "–",
                ])
            }
            return common.lines(of: table, empty: "Nothing was logged.")
        }
    }
}
