import Care
import ChartSync
import GRDB
import StrictJSON

/// Statements on `outbox`: what the member did on this device, in the order in which they did it.
enum OutboxTable {
    /// Acknowledged mutations that are kept, to be sent again if the service is restored from a backup.
    static let keptAcknowledged = 2_000

    static func append(_ mutation: Mutation, recordedAt: Instant, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO outbox (seq, mutation, row_id, recorded_at, state) VALUES (?, ?, ?, ?, 'pending')",
            arguments: [mutation.seq, try jsonText(mutation), mutation.row.description, recordedAt.description])
    }

    static func all(_ database: Database) throws -> [OutboxEntry] {
        try entries(database, "SELECT * FROM outbox ORDER BY seq")
    }

    static func pending(limit: Int, _ database: Database) throws -> [OutboxEntry] {
        try entries(database, "SELECT * FROM outbox WHERE state = 'pending' ORDER BY seq LIMIT ?", [limit])
    }

    static func entries(from first: Int64, through last: Int64, _ database: Database) throws -> [OutboxEntry] {
        try entries(database, "SELECT * FROM outbox WHERE seq BETWEEN ? AND ? ORDER BY seq", [first, last])
    }

    /// What the service's rows do not show yet: above `ackedSeq`, and not set aside.
    ///
    /// What has no outcome stays visible below it, too: there the number may be one that a clone of this device has used.
    /// Laying an insertion over its own row shows nothing twice.
    static func overlaying(ackedSeq: Int64, _ database: Database) throws -> [OutboxEntry] {
        try entries(
            database,
            """
            SELECT * FROM outbox
            WHERE (status IS NULL OR status IN ('applied', 'merged'))
                AND (seq > ? OR state = 'pending'
                    OR (state = 'sent' AND json_extract(mutation, '$.op') = 'insert'))
            ORDER BY seq
            """, [ackedSeq])
    }

    /// The mutations without an outcome: recorded here, and for all we know nowhere else.
    static func waitingCount(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox WHERE state <> 'acknowledged'") ?? 0
    }

    static func firstKeptSeq(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT min(seq) FROM outbox")
    }

    /// Writes a mutation as it is about to be sent.
    static func freeze(_ mutation: Mutation, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE outbox SET state = 'sent', mutation = ?, hash = ? WHERE seq = ?",
            arguments: [try jsonText(mutation), try mutation.contentHash().databaseBlob, mutation.seq])
    }

    static func unfreeze(from first: Int64, through last: Int64, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE outbox SET state = 'pending', hash = NULL WHERE state = 'sent' AND seq BETWEEN ? AND ?",
            arguments: [first, last])
    }

    static func acknowledge(_ outcome: Outcome, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE outbox SET state = 'acknowledged', status = ?, version = ?, outcome = ? WHERE seq = ?",
            arguments: [outcome.status.rawValue, outcome.version, try jsonText(outcome), outcome.seq])
    }

    static func forgetOldest(_ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM outbox WHERE state = 'acknowledged'
                AND seq <= (SELECT max(seq) FROM outbox WHERE state = 'acknowledged') - ?
                """,
            arguments: [keptAcknowledged])
    }

    /// Puts the answered mutations above `seq` back in the queue; returns how many.
    static func requeue(above seq: Int64, _ database: Database) throws -> Int {
        try database.execute(
            sql: """
                UPDATE outbox
                SET state = 'pending', hash = NULL, status = NULL, version = NULL, outcome = NULL
                WHERE state = 'acknowledged' AND seq > ?
                """,
            arguments: [seq])
        return database.changesCount
    }

    /// Forgets the bases of what is not sent: they are versions of a history that is gone.
    static func clearBases(_ database: Database) throws {
        try database.execute(
            sql: "UPDATE outbox SET mutation = json_remove(mutation, '$.base') WHERE state = 'pending'")
    }

    /// Numbers what has no outcome from 1 on and forgets the rest; returns the next number.
    static func renumber(_ database: Database) throws -> Int64 {
        let waiting = try entries(database, "SELECT * FROM outbox WHERE state <> 'acknowledged' ORDER BY seq")
        try database.execute(sql: "DELETE FROM outbox")
        for (index, entry) in waiting.enumerated() {
            var mutation = entry.mutation
            mutation.seq = Int64(index) + 1
            try append(mutation, recordedAt: entry.recordedAt, database)
        }
        return Int64(waiting.count) + 1
    }

    /// The outcomes of this device's earlier mutations of one row, in their order.
    static func outcomes(onRow row: RowID, before seq: Int64, _ database: Database) throws -> [Outcome] {
        try String.fetchAll(
            database,
            sql: """
                SELECT outcome FROM outbox
                WHERE row_id = ? AND seq < ? AND status IN ('applied', 'merged') ORDER BY seq
                """,
            arguments: [row.description, seq]
        ).map { try stored($0, as: "an outcome") }
    }

    private static func entries(
        _ database: Database, _ sql: String, _ arguments: StatementArguments = []
    ) throws -> [OutboxEntry] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            let outcome: Outcome? = try (row["outcome"] as String?).map { try stored($0, as: "an outcome") }
            guard let recordedAt = Instant(row["recorded_at"] as String),
                let state = OutboxEntry.State(rawValue: row["state"])
            else { throw StoreError.damaged("an entry of the outbox") }
            return OutboxEntry(
                mutation: try stored(row["mutation"], as: "a mutation"), recordedAt: recordedAt, state: state,
                outcome: outcome)
        }
    }
}
