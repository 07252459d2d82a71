import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON
import Synchronization

/// The command `soleus device watch`; its help says what it does.
struct DeviceWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "watch", "Keep the device in sync: at once when something is recorded or the service has news.",
        discussion: "One line for each sync that brought or sent something. End it with Ctrl-C; nothing is lost.",
        examples: ["soleus device watch --device phone", "soleus device watch --device phone --syncs 3"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: "End after so many syncs.") var syncs: Int?

    func validate() throws {
        if let syncs, syncs < 1 { throw ValidationError("--syncs is 1 or more.") }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let engine = try handle.engine()
        let (events, continuation) = AsyncStream.makeStream(of: SyncLoop.Event.self)
        let loop = SyncLoop(engine: engine, store: handle.store) { continuation.yield($0) }
        let task = Task { await loop.run() }
        defer { task.cancel() }
        var count = 0
        for await event in events {
            switch event {
            case .synced(let report):
                count += 1
                if common.json || count == 1 || report.didSomething || report.interruption != nil {
                    common.show(report.json) { [report.oneLine] }
                }
                if let syncs, count >= syncs { return }
            case .backingOff(let seconds): Terminal.say("Trying again in \(Int(seconds.rounded(.up))) s.")
            case .offline: Terminal.say("No network.")
            case .ended(let error):
                throw CommandFailure(error, device: options.device, waiting: try handle.waitingCount())
            }
        }
    }
}

extension SyncReport {
    /// Whether there is something to tell of it.
    fileprivate var didSomething: Bool {
        !outcomes.isEmpty || rowsPulled > 0 || rowsDeleted > 0 || !dropped.isEmpty || !purged.isEmpty
    }

    fileprivate var oneLine: String {
        if let interruption { return interruption.description }
        return "sent \(outcomes.count), received \(rowsPulled), waiting \(waiting)"
    }
}
