import Care
import GRDB

/// Statements on `earlier`: what was acknowledged to this device under an identity that it has no more.
///
/// Whatever is acknowledged under the present identity came later on the chart. So where any of that is on a second place, all
/// of this is as well, and is forgotten.
enum EarlierTable {
    /// Takes over what is acknowledged in the outbox of a chart.
    static func keepAcknowledged(_ chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO earlier (chart, mutation, recorded_at, epoch)
                SELECT chart, json_remove(mutation, '$.base'), recorded_at, epoch FROM outbox
                WHERE chart = ? AND state = 'acknowledged' AND epoch IS NOT NULL ORDER BY seq
                """,
            arguments: [chart.description])
    }

    /// What is not in the history of an epoch, oldest first; everything for nil.
    static func entries(
        _ chart: MemberID, notIn epoch: String?, _ database: Database
    ) throws -> [(mutation: String, recordedAt: Instant)] {
        try Row.fetchAll(
            database,
            sql: "SELECT mutation, recorded_at FROM earlier WHERE chart = ? AND epoch IS NOT ? ORDER BY position",
            arguments: [chart.description, epoch]
        ).map { row in
            guard let recordedAt = Instant(row["recorded_at"] as String) else {
                throw StoreError.damaged("what was acknowledged earlier")
            }
            return (row["mutation"], recordedAt)
        }
    }

    static func count(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM earlier") ?? 0
    }

    static func delete(_ chart: MemberID, notIn epoch: String?, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM earlier WHERE chart = ? AND epoch IS NOT ?", arguments: [chart.description, epoch])
    }

    /// Forgets what lies before a number of the present identity that is on a second place.
    static func forget(_ chart: MemberID, durableThrough: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM earlier WHERE chart = ?1 AND epoch IN
                    (SELECT epoch FROM outbox WHERE chart = ?1 AND state = 'acknowledged' AND seq <= ?2)
                """,
            arguments: [chart.description, durableThrough])
    }

    /// Keeps no more than the latest so many.
    static func keepLatest(_ count: Int, of chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM earlier WHERE chart = ?1 AND position <=
                    (SELECT position FROM earlier WHERE chart = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)
                """,
            arguments: [chart.description, count])
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM earlier")
    }
}
