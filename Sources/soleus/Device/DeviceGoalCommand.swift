import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The commands that begin with `soleus device goal`; each has a type of its own.
struct DeviceGoalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "goal", "What you want to be able to do again; no network is needed.",
        subcommands: [DeviceGoalListCommand.self, DeviceGoalSetCommand.self, DeviceGoalCloseCommand.self])
}

/// The command `soleus device goal list`; its help says what it does.
struct DeviceGoalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List your goals.",
        examples: ["soleus device goal list --device phone", "soleus device goal list --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let goals = try handle.read { store throws(StoreError) in try store.goals() }
        try common.show(.object(["goals": .array(goals.map { try $0.json() })])) {
            var table = TextTable([.init("ID"), .init("GOAL", yields: true), .init("BY"), .init("STATUS")])
            for goal in goals {
                table.add([
                    goal.row.ending, goal.content.text.description, goal.content.dueOn?.description ?? "–",
                    goal.content.status.rawValue,
                ])
            }
            return common.lines(of: table, empty: "There is no goal yet.")
        }
    }
}

/// The command `soleus device goal set`; its help says what it does.
struct DeviceGoalSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "set", "Record what you want to be able to do again.",
        examples: ["soleus device goal set --device phone \"Run 10 km without pain\" --by 2027-03-01"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "The goal, in your own words.") var text: Label
    @Option(help: ArgumentHelp("Until when.", valueName: "day")) var by: LocalDay?

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        try handle.record([.goal(Goal(text: text, dueOn: by))], saying: "goal \(text)", common)
    }
}

/// The command `soleus device goal close`; its help says what it does.
struct DeviceGoalCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "close", "Say that a goal was met or dropped, or is open again.",
        examples: ["soleus device goal close --device phone 91aa --status met"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "What became of it.") var status: Goal.Status

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let goals = try handle.read { store throws(StoreError) in try store.goals() }
        let row = try NameMatching.row(
            id, among: goals.map(\.row), advice: "See them with: soleus device goal list --device \(options.device)")
        guard var goal = goals.first(where: { $0.row == row })?.content else { return }
        goal.status = status
        let changed = RowContent.goal(goal)
        let recorded = try handle.read { store throws(StoreError) in
            try store.change(row, to: changed, at: DeviceHandle.now())
        }
        guard let recorded else {
            throw CommandFailure(.refused, "the goal is \(status.rawValue) already; nothing was changed")
        }
        try handle.show([recorded], saying: "goal \(goal.text): \(status.rawValue)", common)
    }
}
