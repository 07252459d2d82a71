import ArgumentParser
import Care
import CareMessages

/// The command `soleus member reads`; its help says what it does.
struct MemberReadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "reads", "List who was shown something of a member's record, the latest first.",
        discussion: """
            A line for each reader and day (UTC), with what they were shown and how often. --all lists every single
            time, as --json does.
            """,
        examples: ["soleus member reads \"Ana Ruiz\"", "soleus member reads ana --all --plain"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Flag(help: "A line for each time.") var all = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/reads"), as: ChartReads.self)
        common.show(answer.json) {
            let reads = answer.value.reads
            if reads.count >= ChartReads.maximumCount {
                Terminal.say("These are the latest \(reads.count) times; what was before is left out.")
            }
            return common.lines(
                of: all ? Self.everyTime(reads) : Self.byReaderAndDay(reads, sayingDayOnce: !common.plain),
                empty: "Nobody has read it.")
        }
    }

    static func everyTime(_ reads: [ChartRead]) -> TextTable {
        var table = TextTable([.init("AT"), .init("WHO", yields: true), .init("ROLE"), .init("WHAT")])
        for read in reads { table.add([read.at.shortText, read.name, read.role.rawValue, read.what]) }
        return table
    }

    /// The days stay in the order of the latest read, and within a day the readers do.
    static func byReaderAndDay(_ reads: [ChartRead], sayingDayOnce: Bool) -> TextTable {
        struct Key: Hashable {
            var day: Substring
            var name: String
            var role: Role
        }
        let groups = Dictionary(grouping: reads) {
            Key(day: $0.at.description.prefix(10), name: $0.name, role: $0.role)
        }
        var table = TextTable([
            .init("DAY"), .init("WHO", yields: true), .init("ROLE"), .init("WHAT", yields: true),
        ])
        var day: Substring?
        var told: Set<Key> = []
        for read in reads {
            let key = Key(day: read.at.description.prefix(10), name: read.name, role: read.role)
            guard told.insert(key).inserted, let group = groups[key] else { continue }
            let counts = Dictionary(grouping: group, by: \.what).mapValues(\.count)
            let what = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                $0.value == 1 ? $0.key : "\($0.key) × \($0.value)"
            }
            table.add([
                sayingDayOnce && key.day == day ? "" : String(key.day), key.name, key.role.rawValue,
                what.joined(separator: ", "),
            ])
            day = key.day
        }
        return table
    }
}

extension ChartRead {
    /// What was shown, in the words of the commands; the operation's own name where there is no other.
    fileprivate var what: String {
        switch operation {
        case "memberOverview", "member": "overview"
        case "listAlerts", "memberAlerts": "alerts"
        case "listRecords": "records"
        case "listReads": "who read"
        case "listAsides": "set aside"
        case "memberDevices": "devices"
        case "planRevisions": "plan history"
        case "suggest": "suggestions"
        case "pull": "sync"
        default: operation
        }
    }
}
