import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device status`; its help says what it does.
struct DeviceStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "status", "Show what waits, what was set aside and how far the copies have come; no network is needed.",
        examples: [
            "soleus device status --device phone", "soleus device status --device phone --all",
            "soleus device status --device phone --json",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "List the records that the service has applied, too.") var all = false

    func run() async throws {
        let status = try Self.status(of: try DeviceHandle(options, common))
        common.show(status.json) { status.lines(all: all, common) }
    }

    private static func status(of handle: DeviceHandle) throws(CommandFailure) -> DeviceStatus {
        let owner = try handle.owner()
        return try handle.read { store throws(StoreError) in
            let scopes = try store.scopes()
            var setAside: [(chart: MemberID, entry: ChartEntry<SetAside>)] = []
            var plan: Int?
            for case .chart(let chart) in scopes.map(\.scope) {
                setAside += try store.setAside(of: chart).map { (chart, $0) }
                if owner.holder.role == .member { plan = try store.plan(of: chart)?.content.number }
            }
            return DeviceStatus(
                owner: owner, state: try store.status(), plan: plan,
                scopes: try scopes.map { scope throws(StoreError) in (scope, try store.rowCount(of: scope.scope)) },
                outbox: try store.outbox(), setAside: setAside, purged: try store.unconfirmedPurges())
        }
    }
}
