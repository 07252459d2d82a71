import Care
import StrictJSON

@testable import ChartSync

/// A chart in memory that takes batches as the service does: the merge sees only the rows that the batch names.
struct ModelChart: Equatable {
    var rows: [RowID: ChartRowState] = [:]
    var tombstones: [RowID: Tombstone] = [:]
    var version: Int64 = 0
    var checksum = ChartChecksum.empty
    private var firstOutcomes: [DeviceID: [Outcome]] = [:]

    /// The sum over the rows as they are, for comparison with the one that was kept.
    func countedChecksum() throws -> ChartChecksum { ChartChecksum(of: try rows.values.map { try WireRow($0) }) }

    func lastSeq(of device: DeviceID) -> Int64 { Int64(firstOutcomes[device]?.count ?? 0) }

    /// What a merge of these mutations sees.
    func picture(for mutations: [Mutation]) -> ChartMerge.Picture {
        let named = Set(mutations.flatMap { [$0.row] + $0.references })
        let visible = rows.filter { named.contains($0.key) }
        let inUse = rows.compactMap { id, row -> RowID? in
            guard case .runLog(let run) = row.content, visible[id] == nil else { return nil }
            return run.shoe
        }
        let revisions = rows.values.compactMap { row in
            if case .planRevision(let plan) = row.content { plan.number } else { nil }
        }
        var waiting: [RowID: Int] = [:]
        for case .setAside(let aside) in rows.values.map(\.content)
        where aside.op == "insert" && aside.resolution == nil && named.contains(aside.row) {
            waiting[aside.row, default: 0] += 1
        }
        return ChartMerge.Picture(
            version: version, checksum: checksum, rows: visible, gone: named.intersection(tombstones.keys),
            waiting: waiting, latestRevision: revisions.max() ?? 0, shoesInUse: Set(inUse))
    }

    /// Sends a batch: numbers that came before get their first outcomes, the others are applied.
    @discardableResult
    mutating func send(
        _ mutations: [Mutation], role: Role = .member, device: DeviceID, schema: Int = ProtocolVersion.current
    ) throws -> [Outcome] {
        let known = lastSeq(of: device)
        let earlier = mutations.filter { $0.seq <= known }.compactMap { firstOutcomes[device]?[Int($0.seq) - 1] }
        let fresh = mutations.filter { $0.seq > known }
        let result = try ChartMerge.apply(fresh, to: picture(for: fresh), role: role, device: device, schema: schema)
        store(result)
        firstOutcomes[device, default: []] += result.outcomes
        return earlier + result.outcomes
    }

    mutating func store(_ result: ChartMerge.Result) {
        for row in result.inserted + result.updated { rows[row.id] = row }
        for tombstone in result.deleted {
            guard let id = RowID(tombstone.id) else { continue }
            rows[id] = nil
            tombstones[id] = tombstone
        }
        version = result.version
        checksum = result.checksum
    }
}
