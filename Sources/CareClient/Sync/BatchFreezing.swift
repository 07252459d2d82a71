import Care
import ChartSync
import GRDB
import StrictJSON

/// Makes the next batch out of what waits; from then on it is repeated identically until it is answered.
enum BatchFreezing {
    /// The most bytes of mutations in a batch, half of what the service takes in one body.
    static let maximumBytes = 512 << 10

    /// Nil when nothing waits.
    static func freeze(limit: Int, at instant: Instant, _ database: Database) throws -> Batch? {
        let (device, member) = try DeviceTable.enrolled(database)
        let scope = Scope.chart(member)
        var mutations: [Mutation] = []
        var touched: Set<RowID> = []
        var byteCount = 0
        for entry in try OutboxTable.pending(limit: limit, database) {
            var mutation = entry.mutation
            if let last = mutations.last, mutation.seq != last.seq + 1 { break }
            // Its base is the version that the earlier change of the same row becomes, which the answer will tell.
            if touched.contains(mutation.row) { break }
            mutation.base = try base(of: mutation, in: scope, database)
            byteCount += JSONWriter.write(try JSONValue.encoding(mutation)).count
            if !mutations.isEmpty, byteCount > maximumBytes { break }
            mutations.append(mutation)
            touched.insert(mutation.row)
        }
        guard let first = mutations.first, let last = mutations.last else { return nil }
        for mutation in mutations { try OutboxTable.freeze(mutation, database) }
        let request = PushRequest(
            device: device, schema: ProtocolVersion.current, clientTime: instant,
            charts: [.init(chart: member, mutations: mutations)])
        return try BatchTable.insert(
            firstSeq: first.seq, lastSeq: last.seq, request: JSONWriter.write(try JSONValue.encoding(request)),
            frozenAt: instant, database)
    }

    /// The version that the member had before them: the row's as it was shown, or what their own last change of it became.
    ///
    /// A change of ours that was merged does not count: somebody else's came in between, which the member has not seen.
    private static func base(of mutation: Mutation, in scope: Scope, _ database: Database) throws -> Int64? {
        guard mutation.op != RowOperation.insert.rawValue else { return nil }
        var base = mutation.base
        for outcome in try OutboxTable.outcomes(onRow: mutation.row, before: mutation.seq, database)
        where outcome.version > base ?? 0 {
            if outcome.status == .merged { break }
            base = outcome.version
        }
        if let base { return base }
        return try RowTable.row(scope, mutation.kind, mutation.row.description, database)?.version ?? 0
    }
}
