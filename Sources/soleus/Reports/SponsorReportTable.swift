import Care
import CareMessages

/// How a sponsor's reports are shown.
enum SponsorReportTable {
    static func list(_ reports: [SponsorReportAnswer]) -> TextTable {
        var table = TextTable([
            .init("PERIOD"), .init("COVERED", .right), .init("ENROLLED", .right), .init("IN PERIOD", .right),
            .init("FROZEN"),
        ])
        for report in reports {
            func shown(_ measure: ReportMeasure) -> String {
                report.counts.first { $0.measure == measure }?.people.shown ?? "withheld"
            }
            table.add([
                report.period.description, report.covered.shown, shown(.enrolled), shown(.activeInPeriod),
                report.frozenAt.shortText,
            ])
        }
        return table
    }

    static func counts(_ report: SponsorReportAnswer) -> TextTable {
        var table = TextTable([.init("OF \(report.name)", yields: true), .init("PEOPLE", .right)])
        table.add(["Covered so far", report.covered.shown])
        for count in report.counts { table.add([count.label, count.people.shown]) }
        return table
    }

    static func notes(_ report: SponsorReportAnswer) -> [String] {
        func percent(_ percent: SponsorReportAnswer.Percent?) -> String {
            percent.map { "\($0.atLeast) to \($0.atMost) %" } ?? "too few people"
        }
        guard !report.isWithheld else {
            return ["", "Nothing is shown: too few are left of those who were covered when the reports began."]
        }
        return [
            "", "Meaningfully less pain, of those compared: \(percent(report.improvedPercent))",
            "Average adherence, self-reported: \(percent(report.adherencePercent))",
            "\(report.from) to \(report.through), counted on \(report.frozenAt.shortText) and not again.",
        ]
    }
}
