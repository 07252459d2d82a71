import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The command `soleus device dismiss`; its help says what it does.
struct DeviceDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "dismiss", "Leave something aside for good that the service has rejected.",
        discussion: "\"soleus device status\" lists what was set aside, with the ids. What waits for your PT stays.",
        examples: [
            "soleus device dismiss --device phone --record 01931e7c-0000-8000-8000-000000000001 --note \"a slip\""
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: ArgumentHelp("What was set aside.", valueName: "id")) var record: String
    @Option(help: "Why.") var note: Note?

    func validate() throws {
        guard RowID(record) != nil else { throw ValidationError("--record is an id as the status shows it.") }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        guard let row = RowID(record) else { throw ValidationError("--record is an id as the status shows it.") }
        let recorded = try handle.read { store throws(StoreError) in
            try store.dismiss(setAside: row, note: note, at: DeviceHandle.now())
        }
        let waiting = try handle.waitingCount()
        common.show(.object(["seq": .integer(recorded.seq), "waiting": .integer(Int64(waiting))])) {
            common.lines(of: [("dismissed", record), ("waiting", "\(waiting) for the next sync")])
        }
    }
}
