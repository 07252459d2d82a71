import Care
import CareMessages

/// How loads are shown to people.
enum RosterTables {
    /// One load: what became of it, the counts, and its faulty rows.
    static func lines(_ report: LoadReport, isDryRun: Bool, _ common: CommonOptions) -> [String] {
        let counts = report.counts
        var pairs = [
            ("load", report.id), ("file", report.fileName?.description ?? "–"),
            ("state", state(report, isDryRun: isDryRun)),
        ]
        if let reason = report.reason { pairs.append(("reason", reason)) }
        pairs += [
            ("rows", "\(counts.rows), of which \(counts.faulty) faulty"),
            (
                "changes",
                "\(counts.added) added, \(counts.changed) changed, \(counts.reinstated) reinstated, "
                    + "\(counts.terminated) ended, \(counts.unchanged) as before"
            ),
        ]
        var lines = common.lines(of: pairs)
        guard !report.faults.isEmpty else { return lines }
        var table = TextTable([
            .init("LINE", .right), .init("COLUMN", yields: true), .init("CODE", yields: true),
            .init("VALUE", yields: true),
            .init("MESSAGE", yields: true),
        ])
        for fault in report.faults {
            table.add([String(fault.line), fault.column, fault.code, fault.maskedValue, fault.message])
        }
        lines += [""] + common.lines(of: table, empty: "")
        let more = counts.faulty - report.faults.count
        if more > 0 { lines.append("… and \(more) more") }
        return lines
    }

    /// Several loads, one to a line.
    static func loads(_ reports: [LoadReport]) -> TextTable {
        var table = TextTable([
            .init("LOAD"), .init("RECEIVED"), .init("FILE", yields: true), .init("STATE"), .init("ROWS", .right),
            .init("FAULTY", .right),
        ])
        for report in reports {
            table.add([
                report.id, String(report.receivedAt.shortText.dropLast(4)), report.fileName?.description ?? "–",
                report.state.rawValue,
                String(report.counts.rows), String(report.counts.faulty),
            ])
        }
        return table
    }

    private static func state(_ report: LoadReport, isDryRun: Bool) -> String {
        if isDryRun { return "\(report.state.rawValue) if it were sent (dry run: nothing changed)" }
        return report.repeated ? "\(report.state.rawValue); sent before, so nothing changed" : report.state.rawValue
    }
}
