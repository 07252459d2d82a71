import ArgumentParser
import Care
import CareMessages

/// The command `soleus member reads`; its help says what it does.
struct MemberReadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "reads", "List who was shown something of a member's record, the latest first.",
        discussion: """
            A line for each reader and day (UTC), with what they were shown and how often. --all lists every single
            time, as --json does. Who opened it in an emergency stands with the reason that they gave.
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
                of: all
                    ? Self.everyTime(answer.value)
                    : Self.byReaderAndDay(answer.value, sayingDayOnce: !common.plain),
                empty: "Nobody has read it.")
        }
    }

    static func everyTime(_ answer: ChartReads) -> TextTable {
        var table = TextTable([
            .init("AT"), .init("WHO", yields: true), .init("ROLE"), .init("WHAT", yields: true),
        ])
        let lines = answer.reads.map { Line(at: $0.at, name: $0.name, role: $0.roleText, what: $0.what) }
        for line in Line.inOrder(lines + answer.emergencies.map(Line.init)) {
            table.add([line.at.shortText, line.name, line.role, line.what])
        }
        return table
    }

    /// The days stay in the order of the latest read, and within a day the readers do.
    static func byReaderAndDay(_ answer: ChartReads, sayingDayOnce: Bool) -> TextTable {
        struct Key: Hashable {
            var day: Substring
            var name: String
            var role: String
        }
        func key(_ read: ChartRead) -> Key { Key(day: read.at.day, name: read.name, role: read.roleText) }
        let groups = Dictionary(grouping: answer.reads, by: key)
        var told: Set<Key> = []
        let lines = answer.reads.compactMap { read -> Line? in
            guard told.insert(key(read)).inserted, let group = groups[key(read)] else { return nil }
            let counts = Dictionary(grouping: group, by: \.what).mapValues(\.count)
            let what = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                $0.value == 1 ? $0.key : "\($0.key) × \($0.value)"
            }
            return Line(at: read.at, name: read.name, role: read.roleText, what: what.joined(separator: ", "))
        }
        var table = TextTable([
            .init("DAY"), .init("WHO", yields: true), .init("ROLE"), .init("WHAT", yields: true),
        ])
        var day: Substring?
        for line in Line.inOrder(lines + answer.emergencies.map(Line.init)) {
            table.add([
                sayingDayOnce && line.at.day == day ? "" : String(line.at.day), line.name, line.role, line.what,
            ])
            day = line.at.day
        }
        return table
    }

    /// What is said of one reader.
    private struct Line {
        var at: Instant
        var name: String
        var role: String
        var what: String

        init(at: Instant, name: String, role: String, what: String) {
            self.at = at
            self.name = name
            self.role = role
            self.what = what
        }

        init(_ look: EmergencyLook) {
            self.init(
                at: look.from, name: look.name, role: ChartRead.emergencyRole,
                what: "opened it until \(look.until.shortText): \(look.reason)")
        }

        /// The latest first; those of one moment as they come.
        static func inOrder(_ lines: [Line]) -> [Line] {
            lines.enumerated().sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }.map(\.element)
        }
    }
}

extension Instant {
    /// The day in UTC.
    fileprivate var day: Substring { description.prefix(10) }
}

extension ChartRead {
    fileprivate static let emergencyRole = "emergency"

    fileprivate var roleText: String { inEmergency == true ? Self.emergencyRole : role.rawValue }

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
