import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The command `soleus device visits`; its help says what it does.
struct DeviceVisitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "visits", "Show your visits, what is planned first, with how to come to them.",
        discussion: "Times are by the clock of your time zone. No network is needed.",
        examples: ["soleus device visits --device phone", "soleus device visits --device phone --planned --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "Only those that are still to come.") var planned = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        var visits = try handle.read { store throws(StoreError) in try store.visits() }
        if planned { visits = visits.filter { $0.content.status == .planned }.reversed() }
        try common.show(.object(["visits": .array(visits.map { try $0.json() })])) {
            var table = TextTable([
                .init("AT"), .init("HOW"), .init("STATUS"), .init("WHERE", yields: true),
            ])
            for visit in visits.map(\.content) {
                table.add([
                    visit.moment.at.text(in: timeZone), visit.mode.rawValue, visit.status.rawValue,
                    visit.place?.description ?? "–",
                ])
            }
            return common.lines(of: table, empty: planned ? "No visit is planned." : "There is no visit yet.")
        }
    }
}

extension ChartEntry where Content: Encodable {
    /// The content with its id, and whether it waits.
    func json() throws -> JSONValue {
        .object([
            "id": .string(row.description), "content": try JSONValue.encoding(content), "waiting": .bool(isWaiting),
        ])
    }
}
