import ArgumentParser
import Care
import CareMessages
import ChartSync
import StrictJSON

/// The commands that begin with `soleus visit`; each has a type of its own.
struct VisitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "visit", "Plan visits by video, in person or by phone, and say what became of them.",
        subcommands: [VisitListCommand.self, VisitPlanCommand.self, VisitCloseCommand.self],
        defaultSubcommand: VisitListCommand.self)
}

/// The command `soleus visit list`; its help says what it does.
struct VisitListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a member's visits, the latest last; without a member, what is planned with your panel.",
        discussion: """
            Without a member, these are the visits that are planned with everybody on your panel, your own and those of
            colleagues, the earliest first. One whose time has passed stays until it is closed.
            """,
        examples: ["soleus visit list \"Ana Ruiz\"", "soleus visit list ana --json", "soleus visit list"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it; all of your panel when not given.") var member: String?

    func run() async throws {
        guard let member else {
            let answer = try await Session(common).ask(.get("/v1/visits"), as: PlannedVisits.self)
            common.show(answer.json) {
                common.lines(of: Self.table(answer.value), empty: "No visit is planned.")
            }
            return
        }
        let desk = try await RecordDesk(common, member: member)
        let answer = try await desk.records(.visit)
        let visits: [(RowID, Visit)] = desk.contents(of: answer.value)
        let names = try await DirectoryNames(of: visits.map(\.1.practitioner), desk.session)
        common.show(answer.json) {
            common.lines(of: Self.table(visits, names: names), empty: "There is no visit yet.")
        }
    }

    static func table(_ planned: PlannedVisits) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("AT"), .init("MEMBER", yields: true), .init("WITH", yields: true), .init("HOW"),
            .init("WHERE", yields: true),
        ])
        for visit in planned.visits {
            table.add([
                visit.id.ending, visit.at.shortText, visit.name, visit.practitionerName, visit.mode.rawValue,
                visit.place?.description ?? "–",
            ])
        }
        return table
    }

    static func table(_ visits: [(RowID, Visit)], names: DirectoryNames) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("AT"), .init("WITH", yields: true), .init("HOW"), .init("STATUS"),
            .init("MIN", .right), .init("WHERE", yields: true),
        ])
        for (id, visit) in visits.sorted(by: { $0.1.moment.at < $1.1.moment.at }) {
            table.add([
                id.ending, visit.moment.at.shortText, names[visit.practitioner], visit.mode.rawValue,
                visit.status.rawValue, visit.minutes.map(String.init) ?? "–", visit.place?.description ?? "–",
            ])
        }
        return table
    }
}

/// The command `soleus visit plan`; its help says what it does.
struct VisitPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "plan", "Plan a visit with a member.",
        examples: [
            "soleus visit plan \"Ana Ruiz\" \"2026-12-04 09:30\" --mode video --place https://video.example/ana",
            "soleus visit plan ana 2026-12-04T16:30:00Z --mode in_person --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: ArgumentHelp("When, by the clock of this machine; in UTC with a Z at the end.", valueName: "when"))
    var at: ClockTimeArgument
    @Option(help: "How you see each other.") var mode: Visit.Mode
    @Option(help: "How the member comes to it: a link, a number, an address and room.") var place: Label?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let moment = LocalMoment(at.instant, in: try await desk.timeZone())
        let visit = Visit(moment: moment, practitioner: try await desk.me(), mode: mode, place: place)
        // Both clocks: the PT's and the member's may differ, and a visit that one of them misses helps nobody.
        let words = "visit (\(mode.rawValue)) on \(at.instant.shortText), which is \(moment.clockText) for the member"
        try await desk.add(.visit, visit, dryRun: dryRun, saying: words)
    }
}

/// The command `soleus visit close`; its help says what it does.
struct VisitCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "close", "Say that a visit was held, missed or cancelled.",
        examples: [
            "soleus visit close \"Ana Ruiz\" 7c20 --status held --minutes 25",
            "soleus visit close ana 7c20 --status missed --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "What became of it.") var status: Visit.Status
    @Option(help: "How long it took, 1 to 480; of one that was held.") var minutes: Int?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func validate() throws {
        if (status == .held) != (minutes != nil) {
            throw ValidationError("Give --minutes for a visit that was held, and for no other.")
        }
    }

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let fields: JSONValue = [
            "status": .string(status.rawValue), "minutes": minutes.map { .integer(Int64($0)) } ?? .null,
        ]
        try await desk.change(
            id, .visit, listedBy: "soleus visit list", to: fields, dryRun: dryRun, saying: "visit: \(status.rawValue)")
    }
}

/// The commands that begin with `soleus goal`; each has a type of its own.
struct GoalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "goal", "What a member wants to be able to do again.",
        subcommands: [GoalListCommand.self, GoalSetCommand.self, GoalCloseCommand.self],
        defaultSubcommand: GoalListCommand.self)
}

/// The command `soleus goal list`; its help says what it does.
struct GoalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a member's goals.", examples: ["soleus goal list \"Ana Ruiz\""])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let answer = try await desk.records(.goal)
        let goals: [(RowID, Goal)] = desk.contents(of: answer.value)
        common.show(answer.json) {
            var table = TextTable([.init("ID"), .init("GOAL", yields: true), .init("BY"), .init("STATUS")])
            for (id, goal) in goals {
                table.add([
                    id.ending, goal.text.description, goal.dueOn?.description ?? "–", goal.status.rawValue,
                ])
            }
            return common.lines(of: table, empty: "There is no goal yet.")
        }
    }
}

/// The command `soleus goal set`; its help says what it does.
struct GoalSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "set", "Agree on a goal with a member.",
        examples: ["soleus goal set \"Ana Ruiz\" \"Run 10 km without pain\" --by 2027-03-01"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The goal, in the member's words.") var text: Label
    @Option(help: ArgumentHelp("Until when.", valueName: "day")) var by: LocalDay?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        try await desk.add(.goal, Goal(text: text, dueOn: by), dryRun: dryRun, saying: "goal \(text)")
    }
}

/// The command `soleus goal close`; its help says what it does.
struct GoalCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "close", "Say that a goal was met or dropped, or is open again.",
        examples: ["soleus goal close \"Ana Ruiz\" 91aa --status met"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String
    @Option(help: "What became of it.") var status: Goal.Status
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        try await desk.change(
            id, .goal, listedBy: "soleus goal list", to: ["status": .string(status.rawValue)], dryRun: dryRun,
            saying: "goal: \(status.rawValue)")
    }
}

extension Visit.Mode: ExpressibleByArgument {}
extension Visit.Status: ExpressibleByArgument {}
extension Goal.Status: ExpressibleByArgument {}
