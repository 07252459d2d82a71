import Care
import Foundation
import GRDB

/// A request that carries mutations, exactly as it was and will be sent.
struct Batch: Sendable {
    var id: Int64
    var firstSeq: Int64
    var lastSeq: Int64
    /// The whole body.
    var request: [UInt8]
}

/// Statements on `batch`.
enum BatchTable {
    /// The batch that the service has not answered, if there is one.
    static func unanswered(_ database: Database) throws -> Batch? {
        try one(database, "SELECT * FROM batch WHERE answered_at IS NULL")
    }

    /// The last batch that the service has answered.
    static func lastAnswered(_ database: Database) throws -> Batch? {
        try one(database, "SELECT * FROM batch WHERE answered_at IS NOT NULL ORDER BY id DESC LIMIT 1")
    }

    static func insert(
        firstSeq: Int64, lastSeq: Int64, request: [UInt8], frozenAt: Instant, _ database: Database
    ) throws -> Batch {
        try database.execute(
            sql: "INSERT INTO batch (first_seq, last_seq, request, frozen_at) VALUES (?, ?, ?, ?)",
            arguments: [firstSeq, lastSeq, request.databaseBlob, frozenAt.description])
        return Batch(id: database.lastInsertedRowID, firstSeq: firstSeq, lastSeq: lastSeq, request: request)
    }

    /// Notes the answer and forgets the batches before; false when another process has done so.
    static func answer(_ batch: Batch, at instant: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "UPDATE batch SET answered_at = ? WHERE id = ? AND answered_at IS NULL",
            arguments: [instant.description, batch.id])
        guard database.changesCount == 1 else { return false }
        try database.execute(sql: "DELETE FROM batch WHERE id < ?", arguments: [batch.id])
        return true
    }

    /// Forgets a batch of which the service has recorded nothing; false when another process has done so.
    static func dissolve(_ batch: Batch, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "DELETE FROM batch WHERE id = ? AND answered_at IS NULL", arguments: [batch.id])
        guard database.changesCount == 1 else { return false }
        try OutboxTable.unfreeze(from: batch.firstSeq, through: batch.lastSeq, database)
        return true
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM batch")
    }

    private static func one(_ database: Database, _ sql: String) throws -> Batch? {
        try Row.fetchOne(database, sql: sql).map { row in
            Batch(
                id: row["id"], firstSeq: row["first_seq"], lastSeq: row["last_seq"],
                request: Array(row["request"] as Data))
        }
    }
}

extension [UInt8] {
    /// As a value for a BLOB column.
    var databaseBlob: Data { Data(self) }
}
