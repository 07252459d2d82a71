import ArgumentParser
import CareClient
import StrictJSON

/// The command `soleus device sign-out`; its help says what it does.
struct DeviceSignOutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "sign-out", "Send what waits, remove every copy from the device, and tell the service.",
        discussion: """
            Without a network everything is removed all the same, if nothing waits to be sent; the service is told by the
            next "soleus device sync".
            """,
        examples: [
            "soleus device sign-out --device phone", "soleus device sign-out --device phone --discard-unsent",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "Lose the records that the service does not have.") var discardUnsent = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let waiting = try handle.waitingCount()
        let isConfirmed = try await handle.ask { engine throws(SyncError) in
            try await engine.signOut(discardingUnsent: discardUnsent)
        }
        common.show(.object(["confirmed": .bool(isConfirmed), "waitingBefore": .integer(Int64(waiting))])) {
            common.lines(of: [
                ("removed", "everything on device \(options.device)"),
                (
                    "service",
                    isConfirmed
                        ? "has heard of it"
                        : "could not be told; run soleus device sync --device \(options.device) when there is a network"
                ),
            ])
        }
    }
}
