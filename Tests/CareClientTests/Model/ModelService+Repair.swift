import Care
import CareClient
import ChartSync
import StrictJSON

extension ModelService {
    private func contents(of scope: Scope) throws -> (epoch: String, version: Int64, rows: [WireRow])? {
        switch scope {
        case .chart(let member):
            guard let chart = charts[member] else { return nil }
            return (chart.epochText, chart.version, try chart.rows.values.map { try WireRow($0) })
        case .catalog: return ("catalog", catalog.map(\.version).max() ?? 0, catalog)
        case .panel: return nil
        }
    }

    func checksums(_ request: ChecksumsRequest) throws -> ServiceAnswer {
        guard let (epoch, version, rows) = try contents(of: request.scope) else { return ServiceAnswer(status: 404) }
        return try json(
            200,
            ChecksumsAnswer(
                scope: request.scope, epoch: epoch, version: version, checksum: shown(ChartChecksum(of: rows)),
                slices: ChartSlice.sums(of: rows, in: request.scope)))
    }

    /// Two rows at a time, so that every repair goes on.
    func repair(_ request: RepairRequest) throws -> ServiceAnswer {
        guard let (epoch, version, rows) = try contents(of: request.scope) else { return ServiceAnswer(status: 404) }
        let slice = rows.filter { row in
            guard ChartSlice(of: row, in: request.scope) == request.slice else { return false }
            return request.after.map { $0 < row.id } ?? true
        }.sorted { $0.id < $1.id }
        var page = Array(slice.prefix(2))
        let through = slice.count > 2 ? page.last?.id : nil
        // A service that is itself at fault, and sends what does not help.
        if isUnableToRepair {
            page = page.map { row in
                var body = row.body.objectValue ?? JSONObject([])
                body["pain"] = 9
                return WireRow(kind: row.kind, id: row.id, version: row.version, body: .object(body))
            }
        }
        return try json(
            200,
            RepairAnswer(
                scope: request.scope, epoch: epoch, version: version, slice: request.slice, rows: page,
                through: through))
    }
}
