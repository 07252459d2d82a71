import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device older`; its help says what it does.
struct DeviceOlderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "older", "Hold more of the history on this device, from a day on or all of it, and fetch it.",
        discussion: """
            A new device fetches the whole history, unless --new-copies has said before the first sync how far it goes back.
            What a device holds never becomes less.
            """,
        examples: [
            "soleus device older --device phone --since 2026-01-01", "soleus device older --device phone --all",
            "soleus device older --device phone --since 2026-10-01 --new-copies",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: ArgumentHelp("The first day of the history.", valueName: "day")) var since: LocalDay?
    @Flag(help: "The whole history.") var all = false
    @Flag(help: "For copies that are not there yet; fetches nothing.") var newCopies = false
    @Option(help: ArgumentHelp("Whose chart, on a practitioner's device.", valueName: "member id")) var chart: String?

    func validate() throws {
        guard all != (since != nil) else { throw ValidationError("Give either --since or --all.") }
        if let chart, MemberID(chart) == nil { throw ValidationError("--chart is a member's id.") }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        if newCopies {
            try handle.read { store throws(StoreError) in try store.holdHistory(since: since) }
            common.show(.object(["since": since.map { .string($0.description) } ?? .null])) {
                common.lines(of: [("new copies", since.map { "hold history since \($0)" } ?? "hold all history")])
            }
            return
        }
        let chart = chart.flatMap { MemberID($0) }
        try handle.read { store throws(StoreError) in try store.loadOlder(since: since, of: chart) }
        try await SyncRun(options, common) { engine in await engine.pull() }.perform()
    }
}
