import Care
import ChartSync
import GRDB

/// Statements on `scope` and `cursor`: how far the copy has come.
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
                    (scope, epoch, version, is_complete, acked_seq, checksum, checksum_state, checked_at, repairs)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (scope) DO UPDATE SET
                    epoch = excluded.epoch, version = excluded.version, is_complete = excluded.is_complete,
                    acked_seq = excluded.acked_seq, checksum = excluded.checksum,
                    checksum_state = excluded.checksum_state, checked_at = excluded.checked_at,
                    repairs = excluded.repairs
                """,
            arguments: [
                state.scope.description, state.epoch, state.version, state.isComplete, state.ackedSeq,
                state.checksum, state.comparison.rawValue, state.checkedAt?.description, state.repairs,
            ])
    }

    /// Forgets which mutations the rows show: a new device has none there.
    static func clearAcknowledgements(_ database: Database) throws {
        try database.execute(sql: "UPDATE scope SET acked_seq = 0")
    }

    static func cursor(_ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM cursor")
    }

    static func saveCursor(_ cursor: String?, _ database: Database) throws {
        guard let cursor else { return try database.execute(sql: "DELETE FROM cursor") }
        try database.execute(
            sql: """
                INSERT INTO cursor (singleton, value) VALUES (1, ?)
                ON CONFLICT (singleton) DO UPDATE SET value = excluded.value
                """,
            arguments: [cursor])
    }

    private static func read(_ row: Row) throws -> ScopeState {
        guard let scope = Scope(row["scope"] as String),
            let comparison = ScopeState.Comparison(rawValue: row["checksum_state"])
        else { throw StoreError.damaged("the state of a scope") }
        return ScopeState(
            scope: scope, epoch: row["epoch"], version: row["version"], isComplete: row["is_complete"],
            ackedSeq: row["acked_seq"], checksum: row["checksum"], comparison: comparison,
            checkedAt: (row["checked_at"] as String?).flatMap { Instant($0) }, repairs: row["repairs"])
    }
}
