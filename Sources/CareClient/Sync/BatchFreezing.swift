import Care
import ChartSync
import GRDB
import StrictJSON

/// Makes the next batch out of what waits for a chart; from then on it is repeated identically until it is answered.
enum BatchFreezing {
    /// The most bytes of mutations in a batch, half of what the service takes in one body.
    static let maximumBytes = 512 << 10

    /// Nil when nothing waits.
    static func freeze(
        _ chart: MemberID, limit: Int, at instant: Instant, uptimeMilliseconds: Int64?, _ database: Database
    ) throws -> Batch? {
        let device = try DeviceTable.owner(database).device.id
        let scope = Scope.chart(chart)
        var mutations: [Mutation] = []
        var touched: Set<RowID> = []
        var byteCount = 0
        for entry in try OutboxTable.pending(chart, limit: limit, database) {
            var mutation = entry.mutation
            if let last = mutations.last, mutation.seq != last.seq + 1 { break }
            // Its base is the version that the earlier change of the same row becomes, which the answer will tell.
            if touched.contains(mutation.row) { break }
            if mutation.op != RowOperation.insert.rawValue {
                // Its author had the row before them as it is in the copy; 0 for one that was never there.
                let seen =
                    try mutation.base
                    ?? RowTable.row(scope, mutation.kind, mutation.row.description, database)?.version ?? 0
                // Or as their own earlier change has made it, which the copy may not show yet.
                mutation.base = max(seen, try OutboxTable.madeVersion(before: mutation, of: chart, database) ?? 0)
            }
            byteCount += JSONWriter.write(try JSONValue.encoding(mutation)).count
            if !mutations.isEmpty, byteCount > maximumBytes { break }
            mutations.append(mutation)
            touched.insert(mutation.row)
        }
        guard let first = mutations.first, let last = mutations.last else { return nil }
        // None before the first page.
        let epoch = try ScopeTable.state(of: scope, database).flatMap { $0.epoch.isEmpty ? nil : $0.epoch }
        for mutation in mutations { try OutboxTable.freeze(mutation, of: chart, in: epoch, database) }
        let request = PushRequest(
            device: device, schema: ProtocolVersion.current, clientTime: instant,
            monotonicMilliseconds: uptimeMilliseconds, charts: [.init(chart: chart, mutations: mutations)])
        return try BatchTable.insert(
            chart, firstSeq: first.seq, lastSeq: last.seq,
            request: JSONWriter.write(try JSONValue.encoding(request)), frozenAt: instant, database)
    }
}
