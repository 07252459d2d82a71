import ArgumentParser
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device resend`; its help says what it does.
struct DeviceResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "resend", "Send the last acknowledged batch again, byte for byte, as after a lost answer.",
        discussion: "The service answers with the outcomes that it gave first, and nothing changes.",
        examples: ["soleus device resend --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let report = try await handle.ask { engine throws(SyncError) in try await engine.repeatLastBatch() }
        guard let report else {
            throw CommandFailure(
                .refused, "this device has sent nothing yet", advice: "soleus device sync --device \(options.device)")
        }
        common.show(Self.json(report)) { Self.lines(report, common) }
        if !report.isSame {
            throw CommandFailure(.refused, "the service gave other outcomes than the first time")
        }
    }

    static func lines(_ report: RepeatReport, _ common: CommonOptions) -> [String] {
        var table = TextTable([
            .init("NO", .right), .init("FIRST", yields: true), .init("VERSION", .right), .init("AGAIN", yields: true),
            .init("VERSION", .right),
        ])
        for line in report.lines {
            table.add([
                String(line.first.seq), line.first.status.rawValue, String(line.first.version),
                line.again.status.rawValue, String(line.again.version),
            ])
        }
        let lines = common.lines(of: table, empty: "The batch was empty.")
        if common.plain || !report.isSame { return lines }
        let count = report.lines.count
        return lines + ["", "Same outcome for \(count == 1 ? "the record" : "all \(count) records"); nothing changed."]
    }

    static func json(_ report: RepeatReport) -> JSONValue {
        .object([
            "same": .bool(report.isSame),
            "records": .array(report.lines.map { .object(["first": $0.first.json, "again": $0.again.json]) }),
        ])
    }
}
