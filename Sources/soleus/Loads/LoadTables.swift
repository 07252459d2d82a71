import Care
import CareMessages

/// How loads, what they would do and what is wrong with them are shown to people.
enum LoadTables {
    /// Where a load stands, why, and where it has been; without its faulty rows.
    static func standing(_ report: LoadReport, _ common: CommonOptions) -> [String] {
        let counts = report.counts
        var pairs = [
            ("load", report.id), ("file", report.fileName?.description ?? "–"), ("state", report.state.rawValue),
        ]
        if let reason = report.reason { pairs.append(("reason", reason)) }
        if let madeOn = report.madeOn { pairs.append(("made on", madeOn.description)) }
        if let undoes = report.undoes { pairs.append(("takes back", undoes)) }
        if let undoneBy = report.undoneBy { pairs.append(("taken back by", undoneBy)) }
        pairs += [
            ("rows", "\(counts.rows), of which \(counts.faulty) faulty"),
            (
                "changes",
                "\(counts.added) added, \(counts.changed) changed, \(counts.reinstated) reinstated, "
                    + "\(counts.terminated) ended, \(counts.unchanged) as before"
            ),
        ]
        var lines = common.lines(of: pairs)
        if !report.holds.isEmpty {
            var table = TextTable([.init("HOLD"), .init("RELEASED BY"), .init("WHY", yields: true)])
            for hold in report.holds {
                table.add([hold.code.rawValue, hold.severe ? "somebody else" : "anybody", hold.detail])
            }
            lines += [""] + common.lines(of: table, empty: "")
        }
        if !report.steps.isEmpty {
            var table = TextTable([.init("AT"), .init("STATE"), .init("BY", yields: true), .init("WHY", yields: true)])
            for step in report.steps {
                table.add([
                    String(step.at.shortText.dropLast(4)), step.state.rawValue,
                    by(step), step.reason ?? "",
                ])
            }
            lines += [""] + common.lines(of: table, empty: "")
        }
        return lines
    }

    /// Who moved a load, and with which credential: that is all by which two people of one sponsor differ.
    ///
    /// Ids begin with the time at which they were made, and end in what is random.
    private static func by(_ step: LoadStep) -> String {
        "\(step.role.rawValue) \(step.subject.prefix(8)), credential …\(step.credential.suffix(12))"
    }

    /// That there may be more faults than those that are shown; nil when all are.
    static func more(than report: LoadReport) -> String? {
        guard report.faults.count >= LoadReport.maximumFaults else { return nil }
        return "These are the first \(report.faults.count) errors; \(report.counts.faulty) rows are faulty in all."
    }

    static func faults(_ faults: [RowFault]) -> TextTable {
        var table = TextTable([
            .init("LINE", .right), .init("COLUMN", yields: true), .init("CODE", yields: true),
            .init("VALUE", yields: true), .init("MESSAGE", yields: true),
        ])
        for fault in faults {
            table.add([String(fault.line), fault.column, fault.code, fault.maskedValue, fault.message])
        }
        return table
    }

    static func changes(_ changes: [LoadChange]) -> TextTable {
        var table = TextTable([
            .init("NUMBER"), .init("EFFECT"), .init("LINE", .right), .init("PLAN", yields: true), .init("FROM"),
            .init("UNTIL"), .init("DIFFERS IN", yields: true),
        ])
        for change in changes {
            table.add([
                change.number, change.effect.rawValue, change.line.map(String.init) ?? "absent",
                change.planCode ?? "–", change.from?.description ?? "–", change.until?.description ?? "–",
                change.columns.joined(separator: ", "),
            ])
        }
        return table
    }

    /// RFC 4180, with a header.
    static func csv(of faults: [RowFault]) -> String {
        let rows =
            [["line", "column", "code", "value", "message"]]
            + faults.map { [String($0.line), $0.column, $0.code, $0.maskedValue, $0.message] }
        return CSVCell.file(rows)
    }
}
