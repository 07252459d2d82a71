import Care
import ChartSync
import GRDB

/// Statements on `scope`: how far the copy has come.
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
                    (scope, epoch, version, is_complete, acked_seq, checksum, checksum_state, checked_at, repairs,
                     cursor)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (scope) DO UPDATE SET
                    epoch = excluded.epoch, version = excluded.version, is_complete = excluded.is_complete,
                    acked_seq = excluded.acked_seq, checksum = excluded.checksum,
                    checksum_state = excluded.checksum_state, checked_at = excluded.checked_at,
                    repairs = excluded.repairs, cursor = excluded.cursor
                """,
            arguments: [
                state.scope.description, state.epoch, state.version, state.isComplete, state.ackedSeq,
                state.checksum, state.comparison.rawValue, state.checkedAt?.description, state.repairs, state.cursor,
            ])
    }

    /// Forgets which mutations the rows show: a new device has none there.
    static func clearAcknowledgements(_ database: Database) throws {
        try database.execute(sql: "UPDATE scope SET acked_seq = 0")
    }

    /// How far the copies of some scopes have come, in the service's own sealed words.
    static func cursors(of scopes: [Scope], _ database: Database) throws -> [Scope: String] {
        var cursors: [Scope: String] = [:]
        for scope in scopes { cursors[scope] = try state(of: scope, database)?.cursor }
        return cursors
    }

    /// Begins every scope anew; the rows stay until the pages that replace them arrive.
    static func clearCursors(_ database: Database) throws {
        try database.execute(sql: "UPDATE scope SET cursor = NULL")
    }

    private static func read(_ row: Row) throws -> ScopeState {
        guard let scope = Scope(row["scope"] as String),
            let comparison = ScopeState.Comparison(rawValue: row["checksum_state"])
        else { throw StoreError.damaged("the state of a scope") }
        return ScopeState(
            scope: scope, epoch: row["epoch"], version: row["version"], isComplete: row["is_complete"],
            ackedSeq: row["acked_seq"], checksum: row["checksum"], comparison: comparison,
            checkedAt: (row["checked_at"] as String?).flatMap { Instant($0) }, repairs: row["repairs"],
            cursor: row["cursor"])
    }
}
