/// A sponsor's report as a CSV file (RFC 4180), one line for each count and share.
package enum SponsorReportCSV {
    package static func text(_ report: SponsorReport, of sponsor: String) -> String {
        var lines = [["sponsor", "period", "measure", "explanation", "at_least", "at_most", "shown"]]
        func add(_ measure: String, _ explanation: String, _ least: Int?, _ most: Int?, _ shown: String) {
            lines.append([
                sponsor, "\(report.period)", measure, explanation, least.map(String.init) ?? "",
                most.map(String.init) ?? "", shown,
            ])
        }
        let covered = report.covered
        add("covered", "Covered so far", covered.atLeast, covered.atMost, covered.text)
        for row in report.rows {
            add(row.measure.rawValue, row.measure.label, row.count.atLeast, row.count.atMost, row.count.text)
        }
        for (name, explanation, share) in [
            ("improved_percent", "Meaningfully less pain, of those compared, in percent", report.improvedShare),
            ("adherence_percent", "Average adherence, self-reported, in percent", report.averageAdherence),
        ] {
            let shown = share?.text ?? (report.isWithheld ? "withheld" : "too few people")
            add(name, explanation, share?.atLeast, share?.atMost, shown)
        }
        return CSVCell.file(lines)
    }
}
