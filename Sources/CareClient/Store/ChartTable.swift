import Care
import GRDB

/// Statements on `chart`: the numbers of this device on each chart that it writes to.
enum ChartTable {
    /// The next number on a chart, which is then taken.
    static func takeSeq(_ chart: MemberID, _ database: Database) throws -> Int64 {
        let next = try Int64.fetchOne(
            database,
            sql: """
                INSERT INTO chart (chart, next_seq) VALUES (?, 2)
                ON CONFLICT (chart) DO UPDATE SET next_seq = next_seq + 1 RETURNING next_seq - 1
                """,
            arguments: [chart.description])
        guard let next else { throw StoreError.damaged("the numbers of chart \(chart)") }
        return next
    }

    /// Every chart that was ever written to here.
    static func all(_ database: Database) throws -> [MemberID] {
        try String.fetchAll(database, sql: "SELECT chart FROM chart ORDER BY chart").compactMap { MemberID($0) }
    }

    static func setNextSeq(_ seq: Int64, of chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE chart SET next_seq = ? WHERE chart = ?", arguments: [seq, chart.description])
    }

    /// Notes why the service took nothing of a chart's slice; nil when it did.
    static func setRefusal(_ refusal: String?, of chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE chart SET refusal = ? WHERE chart = ? AND refusal IS NOT ?",
            arguments: [refusal, chart.description, refusal])
    }

    static func refusal(of chart: MemberID, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT refusal FROM chart WHERE chart = ?", arguments: [chart.description])
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM chart")
    }
}
