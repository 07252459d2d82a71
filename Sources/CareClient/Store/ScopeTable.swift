import Care
import ChartSync
import GRDB

/// Statements on `scope` and `purged`: how far each copy has come, and which were given up.
enum ScopeTable {
    static func state(of scope: Scope, _ database: Database) throws -> ScopeState? {
        try Row.fetchOne(database, sql: "SELECT * FROM scope WHERE scope = ?", arguments: [scope.description])
            .map(read)
    }

    static func all(_ database: Database) throws -> [ScopeState] {
        try Row.fetchAll(database, sql: "SELECT * FROM scope ORDER BY scope").map(read)
    }

    static func save(_ state: ScopeState, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO scope
                    (scope, epoch, version, is_complete, acked_seq, durable_through, cursor, since, wanted_since,
                    heard_version, heard_epoch, drop_reason, checksum, checksum_state, checked_at, repairs)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (scope) DO UPDATE SET
                    epoch = excluded.epoch, version = excluded.version, is_complete = excluded.is_complete,
                    acked_seq = excluded.acked_seq, durable_through = excluded.durable_through,
                    cursor = excluded.cursor, since = excluded.since, wanted_since = excluded.wanted_since,
                    heard_version = excluded.heard_version, heard_epoch = excluded.heard_epoch,
                    drop_reason = excluded.drop_reason, checksum = excluded.checksum,
                    checksum_state = excluded.checksum_state, checked_at = excluded.checked_at,
                    repairs = excluded.repairs
                """,
            arguments: [
                state.scope.description, state.epoch, state.version, state.isComplete, state.ackedSeq,
                state.durableThrough, state.cursor, state.since?.description, state.wantedSince?.description,
                state.heardVersion, state.heardEpoch, state.dropReason?.rawValue, state.checksum,
                state.comparison.rawValue, state.checkedAt?.description, state.repairs,
            ])
    }

    /// Makes the scope one that is copied, if it is none yet; the history that it holds is what the device is set to.
    static func want(_ scope: Scope, _ database: Database) throws {
        guard try state(of: scope, database) == nil else { return }
        let since: LocalDay? =
            if case .chart = scope { try DeviceTable.current(database)?.historySince } else { nil }
        try save(ScopeState(scope, since: since), database)
        // Pages tell again what is on a second place.
        if case .chart(let chart) = scope { try ChartTable.setHandsOver(false, chart, database) }
    }

    /// Whether the service has a second place, as far as it has said.
    static func hasSecondPlace(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM scope WHERE durable_through IS NOT NULL)
                    OR EXISTS (SELECT 1 FROM chart WHERE hands_over)
                """) ?? false
    }

    /// The copied charts that are not on the panel, once all of it is here.
    ///
    /// Access may have ended while a backup of this device was put back, so that the service believes the copy gone; asked for
    /// such a chart, it says.
    static func chartsOffPanel(_ database: Database) throws -> Set<Scope> {
        let found = try String.fetchAll(
            database,
            sql: """
                SELECT scope FROM scope
                WHERE scope LIKE 'chart:%' AND EXISTS (SELECT 1 FROM scope WHERE scope = ?1 AND is_complete)
                    AND NOT EXISTS (
                        SELECT 1 FROM scope_row AS chart
                        WHERE chart.scope = ?1 AND chart.kind = ?2 AND chart.id = substr(scope.scope, 7))
                """,
            arguments: [Scope.panel.description, PanelChart.kind])
        return Set(found.compactMap { Scope($0) })
    }

    /// Notes that a scope has come to a version, which is pulled when the copy lags behind it.
    static func hear(
        _ scope: Scope, version: Int64, epoch: String? = nil, _ database: Database
    ) throws {
        guard var state = try state(of: scope, database) else { return }
        let before = state
        state.heardVersion = epoch == nil ? max(state.heardVersion, version) : version
        state.heardEpoch = epoch ?? state.heardEpoch
        if state != before { try save(state, database) }
    }

    /// Begins every copy anew, as a device that has seen nothing: cursors and numbers belong to an identity.
    ///
    /// Where the service has a second place, nothing of the new identity is on it; NULL would say that it has none.
    static func forgetCursors(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE scope SET cursor = NULL, acked_seq = 0,
                    durable_through = CASE WHEN durable_through IS NOT NULL THEN 0 END
                """)
    }

    /// Removes the copy, and remembers that the service has to hear of it.
    static func purge(_ scope: Scope, at instant: Instant, _ database: Database) throws {
        try RowTable.deleteAll(in: scope, database)
        try database.execute(sql: "DELETE FROM scope WHERE scope = ?", arguments: [scope.description])
        try notePurge(scope, at: instant, database)
    }

    /// Remembers to tell the service that there is no copy here.
    static func notePurge(_ scope: Scope, at instant: Instant, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO purged (scope, purged_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [scope.description, instant.description])
    }

    /// The scopes whose purge the service has not heard of.
    static func purged(_ database: Database) throws -> [Scope] {
        try String.fetchAll(database, sql: "SELECT scope FROM purged ORDER BY scope").compactMap { Scope($0) }
    }

    static func confirmPurge(_ scope: Scope, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM purged WHERE scope = ?", arguments: [scope.description])
    }

    static func deleteAll(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM scope_row")
        try database.execute(sql: "DELETE FROM scope")
        try database.execute(sql: "DELETE FROM purged")
    }

    private static func read(_ row: Row) throws -> ScopeState {
        guard let scope = Scope(row["scope"] as String),
            let comparison = ScopeState.Comparison(rawValue: row["checksum_state"])
        else { throw StoreError.damaged("the state of a scope") }
        var state = ScopeState(scope)
        state.epoch = row["epoch"]
        state.version = row["version"]
        state.isComplete = row["is_complete"]
        state.ackedSeq = row["acked_seq"]
        state.durableThrough = row["durable_through"]
        state.cursor = row["cursor"]
        state.since = (row["since"] as String?).flatMap { LocalDay($0) }
        state.wantedSince = (row["wanted_since"] as String?).flatMap { LocalDay($0) }
        state.heardVersion = row["heard_version"]
        state.heardEpoch = row["heard_epoch"]
        state.dropReason = (row["drop_reason"] as String?).flatMap { ScopeDrop.Reason(rawValue: $0) }
        state.checksum = row["checksum"]
        state.comparison = comparison
        state.checkedAt = (row["checked_at"] as String?).flatMap { Instant($0) }
        state.repairs = row["repairs"]
        return state
    }
}
