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

    /// The number of the next mutation on a chart.
    static func nextSeq(_ chart: MemberID, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT next_seq FROM chart WHERE chart = ?", arguments: [chart.description]) ?? 1
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

    /// Notes whether the chart's copy had to go, so that what is acknowledged stays only until it is on a second place.
    static func setHandsOver(_ isOn: Bool, _ chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE chart SET hands_over = ?1 WHERE chart = ?2 AND hands_over <> ?1",
            arguments: [isOn, chart.description])
    }

    static func handsOver(_ chart: MemberID, _ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT hands_over FROM chart WHERE chart = ?", arguments: [chart.description])
            ?? false
    }

    /// The charts whose copies have gone while something acknowledged is on no second place yet, as far as there ever is one:
    /// no page will tell.
    static func handingOver(_ database: Database) throws -> [MemberID] {
        try String.fetchAll(
            database,
            sql: """
                SELECT chart FROM chart
                WHERE (hands_over
                    OR (NOT EXISTS (SELECT 1 FROM scope WHERE scope.scope = 'chart:' || chart.chart)
                        AND EXISTS (SELECT 1 FROM scope WHERE durable_through IS NOT NULL)))
                    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.chart = chart.chart AND state = 'acknowledged')
                ORDER BY chart
                """
        ).compactMap { MemberID($0) }
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM chart")
    }
}
