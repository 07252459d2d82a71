import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device sync`; its help says what it does.
struct DeviceSyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "sync", "Send everything recorded, then fetch everything new.",
        discussion: """
            What cannot be sent stays on the device. A request that was not answered is repeated byte for byte, so nothing
            counts twice. The copy's checksum is compared with the service's.
            """,
        examples: ["soleus device sync --device phone", "soleus device sync --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        try await SyncRun(options, common) { engine in
            let report = await engine.sync()
            // What a device has, the service learns from its next question: a PT waits to see that a plan has arrived.
            if report.isComplete, report.rowsPulled > 0 { _ = await engine.pull() }
            return report
        }.perform()
    }
}

/// The command `soleus device push`; its help says what it does.
struct DevicePushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "push", "Send everything recorded, and fetch nothing.",
        examples: ["soleus device push --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        try await SyncRun(options, common) { engine in await engine.push() }.perform()
    }
}

/// The command `soleus device pull`; its help says what it does.
struct DevicePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "pull", "Fetch everything new, and send nothing.",
        examples: ["soleus device pull --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        try await SyncRun(options, common) { engine in await engine.pull() }.perform()
    }
}

/// One conversation with the service, told to the person who asked for it.
struct SyncRun {
    let options: DeviceOptions
    let common: CommonOptions
    let body: (SyncEngine) async -> SyncReport

    init(_ options: DeviceOptions, _ common: CommonOptions, _ body: @escaping (SyncEngine) async -> SyncReport) {
        self.options = options
        self.common = common
        self.body = body
    }

    func perform() async throws(CommandFailure) {
        let handle = try DeviceHandle(options, common)
        let owner = try handle.owner()
        let planBefore = try plan(of: handle, owner)
        let report = await body(try handle.engine())
        let planAfter = try plan(of: handle, owner)
        let scopes = try handle.read { store throws(StoreError) in try store.scopes() }
        common.show(report.json) {
            common.lines(of: report.pairs(planBefore: planBefore, planAfter: planAfter, scopes: scopes))
        }
        if let interruption = report.interruption {
            throw CommandFailure(interruption, device: options.device, waiting: report.waiting)
        }
        if !report.different.isEmpty {
            throw CommandFailure(
                .refused,
                "the copy of \(report.different.map(\.description).joined(separator: ", ")) differs from "
                    + "the service's, and fetching what differs again has not helped",
                advice: "See where with: soleus device verify --device \(options.device)")
        }
    }

    /// The number of a member's plan; a practitioner has no plan of their own.
    private func plan(of handle: DeviceHandle, _ owner: DeviceOwner) throws(CommandFailure) -> Int? {
        guard case .member(let member) = owner.holder else { return nil }
        // After a revocation there is nothing to read.
        return try handle.read { store throws(StoreError) in try store.plan(of: member.id)?.content.number }
    }
}
