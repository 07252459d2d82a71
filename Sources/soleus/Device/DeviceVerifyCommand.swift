import ArgumentParser
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device verify`; its help says what it does.
struct DeviceVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "verify", "Compare the device's whole copy with the service's, row by row; nothing is changed.",
        discussion: """
            A copy is BEHIND when all that it has is right and the service has written more since: sync, and it is \
            equal. Exit code 3 when the copies differ.
            """,
        examples: ["soleus device verify --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let waiting = try handle.read { store throws(StoreError) in try store.waitingCount() }
        let comparisons = try await handle.ask { engine throws(SyncError) in try await engine.compare() }
        common.show(Self.json(comparisons, waiting: waiting)) { Self.lines(comparisons, waiting: waiting, common) }
        if comparisons.contains(where: { $0.verdict == .different }) {
            throw CommandFailure(
                .refused, "the copies differ",
                advice: "Sync and verify again; if they still differ, tell your practice.")
        }
    }

    static func lines(_ comparisons: [ScopeComparison], waiting: Int, _ common: CommonOptions) -> [String] {
        var table = TextTable([
            .init("COPY"), .init("WHERE"), .init("VERSION", .right), .init("ROWS", .right),
            .init("CHECKSUM", yields: true), .init("EQUAL"),
        ])
        for comparison in comparisons {
            let name = comparison.scope.shortName
            let verdict =
                switch comparison.verdict {
                case .equal: "yes"
                case .behind: "BEHIND"
                case .different: "NO"
                }
            table.add([
                name, "device", String(comparison.version), String(comparison.rowCount), comparison.checksum,
                verdict,
            ])
            table.add([
                name, "service", String(comparison.serviceVersion), String(comparison.serviceRowCount),
                comparison.serviceChecksum, verdict,
            ])
        }
        var lines = common.lines(of: table, empty: "Neither side has anything.")
        if common.plain { return lines }
        for comparison in comparisons where !comparison.differingRows.isEmpty {
            lines += ["", "Rows of the \(comparison.scope.shortName) that differ"]
            lines += comparison.differingRows.map { printable("  \($0)") }
        }
        if comparisons.contains(where: { $0.verdict == .behind }) {
            lines += ["", "The service has written more since the last sync: sync, and verify again."]
        }
        if waiting > 0 { lines += ["", "\(waiting) record\(waiting == 1 ? "" : "s") not sent yet, beside the copy."] }
        return lines
    }

    static func json(_ comparisons: [ScopeComparison], waiting: Int) -> JSONValue {
        func copy(_ version: Int64, _ rows: Int, _ checksum: String) -> JSONValue {
            .object(["version": .integer(version), "rows": .integer(Int64(rows)), "checksum": .string(checksum)])
        }
        return .object([
            "waiting": .integer(Int64(waiting)),
            "scopes": .array(
                comparisons.map { comparison in
                    .object([
                        "scope": .string(comparison.scope.description), "equal": .bool(comparison.verdict == .equal),
                        "verdict": .string(comparison.verdict.rawValue),
                        "device": copy(comparison.version, comparison.rowCount, comparison.checksum),
                        "service": copy(
                            comparison.serviceVersion, comparison.serviceRowCount, comparison.serviceChecksum),
                        "differingRows": .array(comparison.differingRows.map { .string($0) }),
                    ])
                }),
        ])
    }
}
