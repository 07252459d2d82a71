import Care
import ChartSync
import GRDB
import StrictJSON

/// Statements on `outbox`: what was done on this device, chart by chart in the order in which it was done.
enum OutboxTable {
    static func append(
        _ mutation: Mutation, to chart: MemberID, recordedAt: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO outbox (chart, seq, mutation, row_id, recorded_at, state)
                VALUES (?, ?, ?, ?, ?, 'pending')
                """,
            arguments: [
                chart.description, mutation.seq, try jsonText(mutation), mutation.row.description,
                recordedAt.description,
            ])
    }

    static func all(_ database: Database) throws -> [OutboxEntry] {
        try entries(database, "SELECT * FROM outbox ORDER BY recorded_at, chart, seq")
    }

    static func pending(_ chart: MemberID, limit: Int, _ database: Database) throws -> [OutboxEntry] {
        try entries(
            database, "SELECT * FROM outbox WHERE chart = ? AND state = 'pending' ORDER BY seq LIMIT ?",
            [chart.description, limit])
    }

    static func entries(
        _ chart: MemberID, from first: Int64, through last: Int64, _ database: Database
    ) throws -> [OutboxEntry] {
        try entries(
            database, "SELECT * FROM outbox WHERE chart = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            [chart.description, first, last])
    }

    /// What the service's rows do not show yet: above `ackedSeq`, and not set aside.
    ///
    /// What has no outcome stays visible below it, too: there the number may be one that a clone of this device has used.
    /// Laying an insertion over its own row shows nothing twice.
    static func overlaying(_ chart: MemberID, ackedSeq: Int64, _ database: Database) throws -> [OutboxEntry] {
        try entries(
            database,
            """
            SELECT * FROM outbox
            WHERE chart = ? AND (status IS NULL OR status IN ('applied', 'merged'))
                AND (seq > ? OR state = 'pending'
                    OR (state = 'sent' AND json_extract(mutation, '$.op') = 'insert'))
            ORDER BY seq
            """, [chart.description, ackedSeq])
    }

    /// The charts that have something to send, the longest waiting first.
    static func chartsWaiting(_ database: Database) throws -> [MemberID] {
        try String.fetchAll(
            database,
            sql: """
                SELECT chart FROM outbox WHERE state <> 'acknowledged'
                GROUP BY chart ORDER BY min(recorded_at), chart
                """
        ).compactMap { MemberID($0) }
    }

    /// The mutations without an outcome: recorded here, and for all we know nowhere else.
    static func waitingCount(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox WHERE state <> 'acknowledged'") ?? 0
    }

    static func waitingCount(_ chart: MemberID, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM outbox WHERE chart = ? AND state <> 'acknowledged'",
            arguments: [chart.description]) ?? 0
    }

    /// When the oldest of them was recorded.
    static func oldestWaiting(_ database: Database) throws -> Instant? {
        try String.fetchOne(database, sql: "SELECT min(recorded_at) FROM outbox WHERE state <> 'acknowledged'")
            .flatMap { Instant($0) }
    }

    /// What is pending, in two figures of which at least one changes with each record.
    struct PendingMark: Hashable, Sendable {
        var count: Int
        var latest: Int64
    }

    static func pendingMark(_ database: Database) throws -> PendingMark {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT count(*), coalesce(max(rowid), 0) FROM outbox WHERE state = 'pending'")
        else { return PendingMark(count: 0, latest: 0) }
        return PendingMark(count: row[0], latest: row[1])
    }

    static func firstKeptSeq(_ chart: MemberID, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database, sql: "SELECT min(seq) FROM outbox WHERE chart = ?", arguments: [chart.description])
    }

    /// Writes a mutation as it is about to be sent, on the versions of an epoch.
    static func freeze(_ mutation: Mutation, of chart: MemberID, in epoch: String?, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'sent', mutation = ?, hash = ?, epoch = coalesce(epoch, ?)
                WHERE chart = ? AND seq = ?
                """,
            arguments: [
                try jsonText(mutation), try mutation.contentHash().databaseBlob, epoch, chart.description,
                mutation.seq,
            ])
    }

    static func unfreeze(
        _ chart: MemberID, from first: Int64, through last: Int64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'pending', hash = NULL
                WHERE chart = ? AND state = 'sent' AND seq BETWEEN ? AND ?
                """,
            arguments: [chart.description, first, last])
    }

    /// Notes an outcome, and gives the later changes of the same row the version that the author has now seen.
    ///
    /// A change that was merged gives none: somebody else's came in between, which the author has not seen.
    static func acknowledge(
        _ outcome: Outcome, of chart: MemberID, in epoch: String?, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE outbox
                SET state = 'acknowledged', status = ?, version = ?, outcome = ?, epoch = coalesce(?, epoch)
                WHERE chart = ? AND seq = ?
                """,
            arguments: [
                outcome.status.rawValue, outcome.version, try jsonText(outcome), epoch, chart.description,
                outcome.seq,
            ])
        guard outcome.status == .applied else { return }
        try database.execute(
            sql: """
                UPDATE outbox SET mutation = json_set(mutation, '$.base', ?1)
                WHERE chart = ?2 AND seq > ?3 AND state = 'pending'
                    AND row_id = (SELECT row_id FROM outbox WHERE chart = ?2 AND seq = ?3)
                    AND json_extract(mutation, '$.op') <> 'insert'
                    AND coalesce(json_extract(mutation, '$.base'), 0) < ?1
                """,
            arguments: [outcome.version, chart.description, outcome.seq])
    }

    /// The version that earlier changes of the same row, each of which was applied, have given it.
    ///
    /// All that is acknowledged here in a known epoch is of one life of the service: what was so in another goes again.
    static func madeVersion(
        before mutation: Mutation, of chart: MemberID, _ database: Database
    ) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT max(version) FROM outbox
                WHERE chart = ? AND row_id = ? AND seq < ? AND state = 'acknowledged' AND status = 'applied'
                    AND epoch IS NOT NULL
                """,
            arguments: [chart.description, mutation.row.description, mutation.seq])
    }

    /// Forgets the bases of what is not sent: they are versions of a history that is gone.
    ///
    /// - Parameter seq: The last number that the service has of this device: what was sent up to it is repeated as it was.
    static func clearBases(_ chart: MemberID, above seq: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE outbox SET mutation = json_remove(mutation, '$.base'), epoch = NULL
                WHERE chart = ? AND state = 'pending' AND (seq > ? OR epoch IS NULL)
                """,
            arguments: [chart.description, seq])
    }

    /// Numbers what has no outcome from 1 on, and keeps the rest as what was acknowledged earlier; returns the next number.
    static func renumber(_ chart: MemberID, _ database: Database) throws -> Int64 {
        // A new device repeats nothing, and has no bases in a history that is gone.
        try database.execute(
            sql: """
                UPDATE outbox SET mutation = json_remove(mutation, '$.base')
                WHERE chart = ? AND epoch <> (SELECT epoch FROM scope WHERE scope = ?)
                """,
            arguments: [chart.description, Scope.chart(chart).description])
        let waiting = try entries(
            database, "SELECT * FROM outbox WHERE chart = ? AND state <> 'acknowledged' ORDER BY seq",
            [chart.description])
        try EarlierTable.keepAcknowledged(chart, database)
        try delete(chart, database)
        for (index, entry) in waiting.enumerated() {
            var mutation = entry.mutation
            mutation.seq = Int64(index) + 1
            try append(mutation, to: chart, recordedAt: entry.recordedAt, database)
        }
        return Int64(waiting.count) + 1
    }

    /// Forgets a mutation that is nowhere else; false when it was sent, or is not there.
    static func discard(_ chart: MemberID, _ seq: Int64, _ database: Database) throws -> Bool {
        try database.execute(
            sql: """
                DELETE FROM outbox WHERE chart = ?1 AND seq = ?2 AND state = 'pending'
                """,
            arguments: [chart.description, seq])
        guard database.changesCount == 1 else { return false }
        // Numbers have no gaps: what was recorded after it moves up. None of it was sent, since batches go in order.
        let later = try entries(
            database, "SELECT * FROM outbox WHERE chart = ? AND seq > ? ORDER BY seq", [chart.description, seq])
        try database.execute(
            sql: "DELETE FROM outbox WHERE chart = ? AND seq > ?", arguments: [chart.description, seq])
        for entry in later {
            var mutation = entry.mutation
            mutation.seq -= 1
            try append(mutation, to: chart, recordedAt: entry.recordedAt, database)
        }
        try ChartTable.setNextSeq(seq + Int64(later.count), of: chart, database)
        return true
    }

    static func deleteAcknowledged(_ chart: MemberID, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM outbox WHERE chart = ? AND state = 'acknowledged'", arguments: [chart.description])
    }

    static func delete(_ chart: MemberID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM outbox WHERE chart = ?", arguments: [chart.description])
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM outbox")
    }

    private static func entries(
        _ database: Database, _ sql: String, _ arguments: StatementArguments = []
    ) throws -> [OutboxEntry] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            let outcome: Outcome? = try (row["outcome"] as String?).map { try stored($0, as: "an outcome") }
            guard let chart = MemberID(row["chart"] as String), let recordedAt = Instant(row["recorded_at"] as String),
                let state = OutboxEntry.State(rawValue: row["state"])
            else { throw StoreError.damaged("an entry of the outbox") }
            return OutboxEntry(
                chart: chart, mutation: try stored(row["mutation"], as: "a mutation"), recordedAt: recordedAt,
                state: state, outcome: outcome)
        }
    }
}
