import Care
import ChartSync
import GRDB
import StrictJSON

/// A row with this device's own work laid over what the service said.
struct ShownRow {
    var id: String
    var body: JSONValue
    /// Of the service's row beneath; nil when there is none.
    var version: Int64?
    var isWaiting: Bool

    /// The rows of one kind as the member sees them, in the order of their ids.
    static func all(_ kind: RowKind, _ database: Database) throws -> [ShownRow] {
        let scope = Scope.chart(try DeviceTable.enrolled(database).member)
        var rows: [String: ShownRow] = [:]
        for row in try RowTable.rows(scope, kind: kind.rawValue, database) {
            rows[row.id] = ShownRow(id: row.id, body: row.body, version: row.version, isWaiting: false)
        }
        let ackedSeq = try ScopeTable.state(of: scope, database)?.ackedSeq ?? 0
        for entry in try OutboxTable.overlaying(ackedSeq: ackedSeq, database)
        where entry.mutation.kind == kind.rawValue {
            lay(entry.mutation, over: &rows)
        }
        return rows.values.sorted { $0.id < $1.id }
    }

    static func current(_ row: RowID, _ kind: RowKind, _ database: Database) throws -> ShownRow {
        guard let shown = try all(kind, database).first(where: { $0.id == row.description }) else {
            throw StoreError.unknownRow(row)
        }
        return shown
    }

    private static func lay(_ mutation: Mutation, over rows: inout [String: ShownRow]) {
        let id = mutation.row.description
        switch RowOperation(rawValue: mutation.op) {
        case .insert:
            // A row of the service's is there when its page came before the answer to our push: it is the same one.
            guard rows[id] == nil, let body = mutation.body else { return }
            rows[id] = ShownRow(id: id, body: body, version: nil, isWaiting: true)
        case .update:
            guard var row = rows[id], let update = mutation.body?.objectValue else { return }
            row.body = ConflictRules.overlay(update, on: row.body)
            row.isWaiting = true
            rows[id] = row
        case .delete: rows[id] = nil
        case nil: return
        }
    }
}
