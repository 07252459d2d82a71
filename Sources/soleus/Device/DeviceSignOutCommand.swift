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

            What was sent is with the service on one place at first. Until it is on the second place that the practice keeps,
            the device keeps it too, in case the service has to be restored from a backup; signing out then asks to try again
            a little later. Where the practice keeps no second place, --trust-one-place says that its one place is enough.
            """,
        examples: [
            "soleus device sign-out --device phone", "soleus device sign-out --device phone --discard-unsent",
            "soleus device sign-out --device phone --trust-one-place",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "Lose the records that the service does not have.") var discardUnsent = false
    @Flag(help: "Leave what the service has on one place only to that place.") var trustOnePlace = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let waiting = try handle.waitingCount()
        let isConfirmed = try await handle.ask { engine throws(SyncError) in
            try await engine.signOut(discardingUnsent: discardUnsent, trustingOnePlace: trustOnePlace)
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
