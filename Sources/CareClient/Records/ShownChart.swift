package import Care
package import ChartSync
import GRDB
import StrictJSON

/// One chart of a practitioner's panel as this device knows it.
package struct PanelEntry: Hashable, Sendable {
    package var member: MemberID
    package var chart: PanelChart
    /// The chart's version at the service, as the panel last told it.
    package var version: Int64
}

/// Reads a chart as its device shows it: typed, with the device's own work laid over what the service said.
enum ShownChart {
    static func planRevisions(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<PlanRevision>] {
        try entries(.planRevision, of: chart, database).sorted { $0.content.number < $1.content.number }
    }

    /// The revision that holds on a day: of those that have begun, the latest.
    static func planInForce(
        _ chart: MemberID?, on day: LocalDay, _ database: Database
    ) throws -> ChartEntry<PlanRevision>? {
        let revisions = try planRevisions(chart, database)
        let timeline = PlanTimeline(revisions.map(\.content))
        guard let number = timeline.inForce(on: day)?.number else { return nil }
        return revisions.first { $0.content.number == number }
    }

    static func sessions(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<SessionLog>] {
        try entries(.sessionLog, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    static func checkIns(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<CheckIn>] {
        try entries(.checkIn, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    static func runs(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<RunLog>] {
        try entries(.runLog, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    static func panel(_ database: Database) throws -> [PanelEntry] {
        try RowTable.rows(.panel, kind: PanelChart.kind, database).compactMap { row in
            guard let member = MemberID(row.id), let chart = content(of: row.body, as: PanelChart.self) else {
                return nil
            }
            return PanelEntry(member: member, chart: chart, version: row.version)
        }.sorted { ($0.chart.lastName.description, $0.member) < ($1.chart.lastName.description, $1.member) }
    }

    /// Rows of a kind that this version can read, with the device's own work laid over them.
    ///
    /// A row that only a newer version can read is left out here and stays among the scope's rows.
    static func entries<Content: Decodable & Hashable & Sendable>(
        _ kind: RowKind, of chart: MemberID?, _ database: Database
    ) throws -> [ChartEntry<Content>] {
        let chart = try DeviceTable.chart(chart, database)
        return try ShownRow.all(kind, of: chart, database).compactMap { row in
            guard let id = RowID(row.id), let content = content(of: row.body, as: Content.self) else { return nil }
            return ChartEntry(row: id, content: content, version: row.version, isWaiting: row.isWaiting)
        }
    }

    private static func content<Content: Decodable>(of body: JSONValue, as type: Content.Type) -> Content? {
        do throws(JSONProblem) {
            return try body.decode(type, unknownFields: .ignore)
        } catch {
            // Not damage: a kind may gain values that this version has no name for.
            return nil
        }
    }
}
