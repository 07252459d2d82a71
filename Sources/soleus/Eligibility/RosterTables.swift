import Care
import CareMessages

/// How loads are shown to people.
enum RosterTables {
    /// As many faults as a screen has room for, below what became of the file.
    static let faultsOfNewLoad = 20

    /// One load: what became of it, the counts, and its first faults.
    static func lines(
        _ report: LoadReport, isDryRun: Bool, maximumFaults: Int = LoadReport.maximumFaults, _ common: CommonOptions
    ) -> [String] {
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
        let faults = Array(report.faults.prefix(maximumFaults))
        lines += [""] + common.lines(of: LoadTables.faults(faults), empty: "")
        if faults.count < report.faults.count {
            lines.append("… and more: soleus load errors --sponsor \(report.sponsor) \(report.id)")
        } else if let more = LoadTables.more(than: report) {
            lines.append(more)
        }
        return lines
    }

    /// So much of a load's id says to the millisecond when it was received, and leaves room for the file's name.
    private static let shownIDCharacters = 13

    /// Several loads, one to a line; for programs with their whole ids.
    static func loads(_ reports: [LoadReport], _ common: CommonOptions) -> TextTable {
        var table = TextTable([
            .init("LOAD"), .init("RECEIVED"), .init("FILE", yields: true), .init("STATE"), .init("ROWS", .right),
            .init("FAULTY", .right),
        ])
        for report in reports {
            table.add([
                common.plain ? report.id : String(report.id.prefix(shownIDCharacters)),
                String(report.receivedAt.shortText.dropLast(4)), report.fileName?.description ?? "–",
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
