import Care
import Foundation
import GRDB

/// A request that carries mutations of one chart, exactly as it was and will be sent.
struct Batch: Sendable {
    var id: Int64
    var chart: MemberID
    var firstSeq: Int64
    var lastSeq: Int64
    /// The whole body.
    var request: [UInt8]
}

/// Statements on `batch`.
enum BatchTable {
    /// The batch of a chart that the service has not answered, if there is one.
    static func unanswered(_ chart: MemberID, _ database: Database) throws -> Batch? {
        try one(
            database, "SELECT * FROM batch WHERE chart = ? AND answered_at IS NULL", [chart.description])
    }

    /// The last batch that the service has answered.
    static func lastAnswered(_ database: Database) throws -> Batch? {
        try one(
            database, "SELECT * FROM batch WHERE answered_at IS NOT NULL ORDER BY answered_at DESC, id DESC LIMIT 1")
    }

    static func insert(
        _ chart: MemberID, firstSeq: Int64, lastSeq: Int64, request: [UInt8], frozenAt: Instant, _ database: Database
    ) throws -> Batch {
        try database.execute(
            sql: "INSERT INTO batch (chart, first_seq, last_seq, request, frozen_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [chart.description, firstSeq, lastSeq, request.databaseBlob, frozenAt.description])
        return Batch(
            id: database.lastInsertedRowID, chart: chart, firstSeq: firstSeq, lastSeq: lastSeq, request: request)
    }

    /// Notes the answer and forgets the chart's batches before; false when another process has done so.
    static func answer(_ batch: Batch, at instant: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "UPDATE batch SET answered_at = ? WHERE id = ? AND answered_at IS NULL",
            arguments: [instant.description, batch.id])
        guard database.changesCount == 1 else { return false }
        try database.execute(
            sql: "DELETE FROM batch WHERE chart = ? AND id < ?", arguments: [batch.chart.description, batch.id])
        return true
    }

    /// Forgets a batch of which the service has recorded nothing, so that it is made anew.
    static func dissolve(_ batch: Batch, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM batch WHERE id = ? AND answered_at IS NULL", arguments: [batch.id])
        // Zero when another process has done so.
        guard database.changesCount == 1 else { return }
        try OutboxTable.unfreeze(batch.chart, from: batch.firstSeq, through: batch.lastSeq, database)
    }

    static func delete(_ chart: MemberID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM batch WHERE chart = ?", arguments: [chart.description])
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM batch")
    }

    private static func one(
        _ database: Database, _ sql: String, _ arguments: StatementArguments = []
    ) throws -> Batch? {
        try Row.fetchOne(database, sql: sql, arguments: arguments).map { row in
            guard let chart = MemberID(row["chart"] as String) else { throw StoreError.damaged("a batch's chart") }
            return Batch(
                id: row["id"], chart: chart, firstSeq: row["first_seq"], lastSeq: row["last_seq"],
                request: Array(row["request"] as Data))
        }
    }
}
