package import Care
import ChartSync
package import GRDB

extension OfflineStore {
    /// Why the plan is paused; nil while it is not.
    ///
    /// Worked out on the device by the service's own rules, so that it holds without a network.
    ///
    /// - Parameter chart: A member's; nil on a device that has one chart.
    package func pause(of chart: MemberID? = nil, today: LocalDay) throws(StoreError) -> PlanPauseNotice? {
        try read(Self.pauseReading(chart, today: today))
    }

    package static func pauseReading(
        _ chart: MemberID?, today: LocalDay
    ) -> @Sendable (Database) throws -> PlanPauseNotice? {
        { database in
            var picture = ChartPicture(today: today, careBegan: today)
            picture.checkIns = try charted(.checkIn, of: chart, database)
            picture.falls = try charted(.fallReport, of: chart, database)
            picture.clearances = try charted(.clearance, of: chart, database)
            return picture.pauses.first { $0.clearedOn == nil }.map { PlanPauseNotice($0) }
        }
    }

    private static func charted<Value: Decodable & Hashable & Sendable>(
        _ kind: RowKind, of chart: MemberID?, _ database: Database
    ) throws -> [Charted<Value>] {
        let entries: [ChartEntry<Value>] = try ShownChart.entries(kind, of: chart, database)
        return entries.map { Charted($0.row, $0.content) }
    }
}
