import Care
import ChartSync
import GRDB
import StrictJSON

// What was acknowledged is kept until it is known to be on a second place, and goes again when a restore has taken it.
extension OutboxTable {
    /// Acknowledged mutations of a chart that are kept where the service has no second place: they are sent again if it is
    /// restored from a backup.
    static let keptAcknowledged = 2_000

    /// The last mutation that was acknowledged, and in which epoch.
    static func lastAcknowledged(
        _ chart: MemberID, _ database: Database
    ) throws -> (mutation: Mutation, epoch: String?)? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT mutation, epoch FROM outbox WHERE chart = ? AND state = 'acknowledged' ORDER BY seq DESC LIMIT 1
                """,
            arguments: [chart.description]
        ).map { (mutation: try stored($0["mutation"], as: "a mutation"), epoch: $0["epoch"]) }
    }

    /// The charts of which something acknowledged is kept, to this identity or to an earlier one.
    static func chartsAcknowledged(_ database: Database) throws -> [MemberID] {
        try String.fetchAll(
            database,
            sql: "SELECT chart FROM outbox WHERE state = 'acknowledged' UNION SELECT chart FROM earlier ORDER BY chart"
        ).compactMap { MemberID($0) }
    }

    /// How many records the service has acknowledged without its being known that they are on a second place.
    static func onOnePlaceCount(_ database: Database) throws -> Int {
        let numbered =
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM outbox LEFT JOIN scope ON scope.scope = 'chart:' || outbox.chart
                    WHERE outbox.state = 'acknowledged' AND outbox.seq > coalesce(scope.durable_through, 0)
                    """) ?? 0
        return try numbered + EarlierTable.count(database)
    }

    /// Forgets what the rows show and what no restore of the service can lose any more.
    ///
    /// - Parameter durableThrough: The last number that is on a second place; nil where the service has none, and then as
    ///   many are kept as `keptAcknowledged` says.
    static func forget(
        _ chart: MemberID, ackedSeq: Int64, durableThrough: Int64?, _ database: Database
    ) throws {
        if let durableThrough {
            try EarlierTable.forget(chart, durableThrough: durableThrough, database)
        } else {
            try EarlierTable.keepLatest(keptAcknowledged, of: chart, database)
        }
        try database.execute(
            sql: """
                DELETE FROM outbox
                WHERE chart = ?1 AND state = 'acknowledged' AND seq <= ?2 AND seq <= coalesce(?3,
                    (SELECT max(seq) FROM outbox WHERE chart = ?1 AND state = 'acknowledged') - ?4)
                """,
            arguments: [chart.description, ackedSeq, durableThrough, keptAcknowledged])
    }

    /// Gives up what was acknowledged, as far as it may be when there is no copy any more.
    ///
    /// Where the service has no second place, nothing will ever be known to be there, and all of it goes.
    static func giveUp(_ chart: MemberID, durableThrough: Int64?, _ database: Database) throws {
        if let durableThrough {
            try forget(chart, ackedSeq: .max, durableThrough: durableThrough, database)
        } else {
            try deleteAcknowledged(chart, database)
            try EarlierTable.delete(chart, notIn: nil, database)
        }
    }

    /// Whether something that was acknowledged is not in the history of an epoch.
    static func hasAcknowledged(_ chart: MemberID, notIn epoch: String, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM outbox WHERE chart = ?1 AND state = 'acknowledged' AND epoch <> ?2)
                    OR EXISTS (SELECT 1 FROM earlier WHERE chart = ?1 AND epoch <> ?2)
                """,
            arguments: [chart.description, epoch]) ?? false
    }

    /// Puts back in the queue what was acknowledged in another epoch, and whatever lies above `seq`; returns how many.
    ///
    /// Not only what lies above it: a clone of this device may have used the numbers up to it for something else, and only a
    /// repeat shows whose they are. What is kept from before epochs were noted goes by `seq` alone.
    static func requeue(
        _ chart: MemberID, in epoch: String?, above seq: Int64, _ database: Database
    ) throws -> Int {
        try database.execute(
            sql: """
                UPDATE outbox
                SET state = 'pending', hash = NULL, status = NULL, version = NULL, outcome = NULL
                WHERE chart = ? AND state = 'acknowledged' AND (seq > ? OR epoch <> ?)
                """,
            arguments: [chart.description, seq, epoch])
        let count = database.changesCount
        return count + (try requeueEarlier(chart, in: epoch, above: seq, database))
    }

    /// Gives what was acknowledged under an earlier identity numbers of this one, if it is not in the history of the epoch.
    ///
    /// It goes before everything that waits and that the service has not had under its number: it was made before.
    private static func requeueEarlier(
        _ chart: MemberID, in epoch: String?, above seq: Int64, _ database: Database
    ) throws -> Int {
        let earlier = try EarlierTable.entries(chart, notIn: epoch, database)
        guard !earlier.isEmpty else { return 0 }
        let settled =
            try Int64.fetchOne(
                database, sql: "SELECT max(seq) FROM outbox WHERE chart = ? AND state <> 'pending'",
                arguments: [chart.description]) ?? 0
        let border = max(settled, seq)
        let later = border == .max ? [] : try entries(chart, from: border + 1, through: .max, database)
        try database.execute(
            sql: "DELETE FROM outbox WHERE chart = ? AND seq > ?", arguments: [chart.description, border])
        let first = try later.first?.mutation.seq ?? ChartTable.nextSeq(chart, database)
        let all =
            try earlier.map { (mutation: try stored($0.mutation, as: "a mutation") as Mutation, at: $0.recordedAt) }
            + later.map { ($0.mutation, $0.recordedAt) }
        for (index, (mutation, recordedAt)) in all.enumerated() {
            var mutation = mutation
            mutation.seq = first + Int64(index)
            try append(mutation, to: chart, recordedAt: recordedAt, database)
        }
        try ChartTable.setNextSeq(first + Int64(all.count), of: chart, database)
        try EarlierTable.delete(chart, notIn: epoch, database)
        return earlier.count
    }

    /// Sends what was acknowledged under an earlier identity again: nothing else would show what has become of it.
    static func requeueAllEarlier(_ chart: MemberID, _ database: Database) throws -> Int {
        try requeueEarlier(chart, in: nil, above: 0, database)
    }
}
