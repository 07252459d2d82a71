import Care
import ChartSync
import GRDB
import StrictJSON

/// A row of a chart with this device's own work laid over what the service said.
struct ShownRow {
    var id: String
    var body: JSONValue
    /// What a change of the row is based on: the version of the service's row beneath, or the one that this device's own
    /// change made, where its answer came before the page that shows it; nil while the service has never had the row.
    var version: Int64?
    var isWaiting: Bool

    /// The rows of one kind as the device's holder sees them, in the order of their ids.
    static func all(_ kind: RowKind, of chart: MemberID, _ database: Database) throws -> [ShownRow] {
        let scope = Scope.chart(chart)
        var rows: [String: ShownRow] = [:]
        for row in try RowTable.rows(scope, kind: kind.rawValue, database) {
            rows[row.id] = ShownRow(id: row.id, body: row.body, version: row.version, isWaiting: false)
        }
        let ackedSeq = try ScopeTable.state(of: scope, database)?.ackedSeq ?? 0
        let role = try DeviceTable.owner(database).holder.role
        for entry in try OutboxTable.overlaying(chart, ackedSeq: ackedSeq, database)
        where entry.mutation.kind == kind.rawValue {
            lay(entry.mutation, by: role, over: &rows)
            guard let version = entry.madeVersion, var row = rows[entry.mutation.row.description] else { continue }
            row.version = max(row.version ?? 0, version)
            rows[row.id] = row
        }
        return rows.values.sorted { $0.id < $1.id }
    }

    static func current(
        _ row: RowID, _ kind: RowKind, of chart: MemberID, _ database: Database
    ) throws -> ShownRow {
        guard let shown = try all(kind, of: chart, database).first(where: { $0.id == row.description }) else {
            throw StoreError.unknownRow(row)
        }
        return shown
    }

    private static func lay(_ mutation: Mutation, by role: Role, over rows: inout [String: ShownRow]) {
        let id = mutation.row.description
        switch RowOperation(rawValue: mutation.op) {
        case .insert:
            // A row of the service's is there when its page came before the answer to our push: it is the same one.
            guard rows[id] == nil, let body = mutation.body else { return }
            rows[id] = ShownRow(id: id, body: body, version: nil, isWaiting: true)
        case .update:
            guard var row = rows[id], let update = mutation.body?.objectValue else { return }
            row.body =
                mutation.kind == RowKind.setAside.rawValue
                ? resolved(row.body, update, by: role) : ConflictRules.overlay(update, on: row.body)
            row.isWaiting = true
            rows[id] = row
        case .delete: rows[id] = nil
        case nil: return
        }
    }

    /// What was set aside with its author's decision, as the service will show it.
    private static func resolved(_ body: JSONValue, _ update: JSONObject, by role: Role) -> JSONValue {
        var resolution = update
        resolution["role"] = .string(role.rawValue)
        return ConflictRules.overlay(["resolution": .object(resolution)], on: body)
    }
}
