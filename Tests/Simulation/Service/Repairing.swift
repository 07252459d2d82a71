import Care
import ChartSync

extension Service {
    /// By which slices a copy differs, for a device that may see the chart.
    func checksums(_ request: ChecksumsRequest, holder: Holder) -> Reply {
        let snapshot = database.snapshot()
        guard let (chart, epoch) = readable(request.scope, by: holder, in: snapshot) else { return .problem(.notFound) }
        let rows = chart.rows(after: 0, through: chart.version).map(\.wire)
        return .checksums(
            ChecksumsAnswer(
                scope: request.scope, epoch: epoch, version: chart.version, checksum: chart.checksum.description,
                slices: ChartSlice.sums(of: rows, in: request.scope)))
    }

    /// A slice anew, in the order of its rows' ids.
    func repair(_ request: RepairRequest, holder: Holder) -> Reply {
        let snapshot = database.snapshot()
        guard let (chart, epoch) = readable(request.scope, by: holder, in: snapshot) else { return .problem(.notFound) }
        let left = chart.rows.values.map(\.wire)
            .filter { ChartSlice(of: $0, in: request.scope) == request.slice && $0.id > request.after ?? "" }
            .sorted { $0.id < $1.id }
        let rows = Array(left.prefix(5))
        return .repair(
            RepairAnswer(
                scope: request.scope, epoch: epoch, version: chart.version, slice: request.slice, rows: rows,
                through: rows.count < left.count ? rows.last?.id : nil))
    }

    private func readable(
        _ scope: Scope, by holder: Holder, in snapshot: Database.Snapshot
    ) -> (chart: StoredChart, epoch: String)? {
        guard let member = scope.member, let chart = snapshot.state.charts[member] else { return nil }
        let mayRead =
            switch holder {
            case .member(let own): own == member
            case .practitioner(let practitioner):
                access(of: practitioner, to: member, in: snapshot.state, at: snapshot.now) == .present
            }
        return mayRead ? (chart, WireEpoch.text(of: chart.epoch, in: snapshot.state.incarnation)) : nil
    }
}
