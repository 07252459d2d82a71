import Care
import CareStore
import Postgres

/// Puts frozen reports together.
enum ReportReading {
    /// A sponsor's reports up to a period, the earliest first.
    static func reports(
        of sponsor: SponsorID, through period: ReportPeriod, in transaction: borrowing Transaction
    ) throws -> [(report: SponsorReport, frozen: FrozenReport)] {
        let (frozen, rows) = try transaction.pipeline(
            SponsorReportStatements.through.all(sponsor, period),
            SponsorReportStatements.rowsThrough.all(sponsor, period))
        let rowsOf = Dictionary(grouping: rows, by: \.period)
        return frozen.map { frozen in
            let counts = Dictionary(
                (rowsOf[frozen.period] ?? []).map { ($0.row.measure, $0.row) }, uniquingKeysWith: { first, _ in first })
            return (
                SponsorReport(
                    period: frozen.period, covered: frozen.covered, settled: frozen.settled,
                    rows: ReportMeasure.allCases.compactMap { counts[$0] }),
                frozen
            )
        }
    }
}
