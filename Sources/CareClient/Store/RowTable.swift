import Care
import ChartSync
import GRDB
import StrictJSON

/// Statements on `scope_row`: what the service said, as it said it.
enum RowTable {
    static func row(_ scope: Scope, _ kind: String, _ id: String, _ database: Database) throws -> WireRow? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM scope_row WHERE scope = ? AND kind = ? AND id = ?",
            arguments: [scope.description, kind, id]
        ).map(read)
    }

    static func rows(_ scope: Scope, kind: String, _ database: Database) throws -> [WireRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM scope_row WHERE scope = ? AND kind = ? ORDER BY id",
            arguments: [scope.description, kind]
        ).map(read)
    }

    static func all(_ scope: Scope, _ database: Database) throws -> [WireRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM scope_row WHERE scope = ? ORDER BY kind, id", arguments: [scope.description]
        ).map(read)
    }

    static func count(_ scope: Scope, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM scope_row WHERE scope = ?", arguments: [scope.description]) ?? 0
    }

    /// The rows of a slice whose ids lie after one and up to another, both as text.
    static func rows(
        _ scope: Scope, in slice: ChartSlice, after: String?, through: String?, _ database: Database
    ) throws -> [WireRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM scope_row WHERE scope = ?1 AND (?2 IS NULL OR id > ?2) AND (?3 IS NULL OR id <= ?3)
                """,
            arguments: [scope.description, after, through]
        ).map(read).filter { ChartSlice(of: $0, in: scope) == slice }
    }

    /// Stores a row unless a later state of it is there already.
    static func save(_ row: WireRow, in scope: Scope, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO scope_row (scope, kind, id, version, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (scope, kind, id) DO UPDATE SET version = excluded.version, body = excluded.body
                WHERE excluded.version >= scope_row.version
                """,
            arguments: [
                scope.description, row.kind, row.id, row.version,
                String(decoding: JSONWriter.write(keepingOrder: row.body), as: UTF8.self),
            ])
    }

    static func delete(_ tombstone: Tombstone, in scope: Scope, _ database: Database) throws {
        // A row of the panel has its chart's version, to which the end of a place on the care team has none to compare.
        let last = scope == .panel ? Int64.max : tombstone.version
        try database.execute(
            sql: "DELETE FROM scope_row WHERE scope = ? AND kind = ? AND id = ? AND version <= ?",
            arguments: [scope.description, tombstone.kind, tombstone.id, last])
    }

    static func delete(_ row: WireRow, in scope: Scope, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM scope_row WHERE scope = ? AND kind = ? AND id = ?",
            arguments: [scope.description, row.kind, row.id])
    }

    static func deleteAll(in scope: Scope, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM scope_row WHERE scope = ?", arguments: [scope.description])
    }

    private static func read(_ row: Row) throws -> WireRow {
        let id: String = row["id"]
        return WireRow(
            kind: row["kind"], id: id, version: row["version"], body: try body(row["body"], ofRow: id))
    }

    private static func body(_ text: String, ofRow id: String) throws(StoreError) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONReader.read(Array(text.utf8), limits: .stored)
        } catch {
            throw .damaged("row \(id) cannot be read")
        }
    }
}
