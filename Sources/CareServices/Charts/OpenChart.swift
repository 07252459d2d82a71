import Care
import CareStore
import ChartSync
import Postgres
import StrictJSON

/// A chart that this transaction has locked, with what a batch of mutations needs to know of it.
///
/// The one write path: whoever changes a chart opens it, lets `ChartMerge` decide, and commits the result.
struct OpenChart {
    let member: MemberID
    let head: ChartHead
    /// What the device sent before; nil for an author without one.
    let progress: DeviceProgress?
    private let present: [(id: RowID, kind: RowKind)]
    private let gone: Set<RowID>
    private let latestRevision: Int

    /// Locks the chart and looks around, in one round trip; nil when there is no such chart for this actor.
    ///
    /// Looking comes after locking, in statements of their own, so that two sends of one batch cannot both find nothing.
    init?(
        _ member: MemberID, for mutations: [Mutation], device: DeviceID?, in transaction: borrowing Transaction
    ) throws {
        let named = Set(mutations.flatMap { [$0.row] + $0.references })
        let (head, progress, present, latest) = try transaction.pipeline { pipeline in
            (
                pipeline.add(ChartStatements.lock.first(member)),
                device.map { pipeline.add(DeviceProgressStatements.find.first(member, $0)) },
                pipeline.add(ChartStatements.present.all(member, Array(named))),
                pipeline.add(PlanStatements.latestNumber.only(member))
            )
        }
        guard let head = try head.value else { return nil }
        self.member = member
        self.head = head
        self.progress = try progress?.value
        self.latestRevision = Int(try latest.value)
        let found = try present.value
        self.present = found.compactMap { id, kind in RowKind(rawValue: kind).map { (id, $0) } }
        self.gone = Set(found.filter { $0.1 == "tombstone" }.map(\.0))
    }

    /// What `ChartMerge` sees of the chart; a second round trip only where a batch names rows that are there.
    func picture(for mutations: [Mutation], in transaction: borrowing Transaction) throws -> ChartMerge.Picture {
        var picture = ChartMerge.Picture(
            version: head.version, checksum: head.checksum, gone: gone, latestRevision: latestRevision)
        guard !present.isEmpty else { return picture }
        for row in try ChartRows.named(present.map { ($0.id, $0.kind) }, of: member, in: transaction) {
            picture.rows[row.id] = row
        }
        let deletedShoes = mutations.filter {
            $0.kind == RowKind.shoe.rawValue && $0.op == RowOperation.delete.rawValue
        }
        if !deletedShoes.isEmpty {
            picture.shoesInUse = Set(
                try transaction.all(
                    ShoeStatements.inUse, member, deletedShoes.map(\.row), Array(picture.rows.keys)))
        }
        return picture
    }

    /// Who made the mutations, for the ledger.
    struct Authorship {
        var actor: Actor
        var device: DeviceID?
        var firstSeq: Int64?
        var clientTime: Instant?
    }

    /// Writes what the merge decided, its ledger entry and the chart's new head, and commits, all in one round trip.
    func commit(
        _ result: ChartMerge.Result, mutationHashes: [[UInt8]], by author: Authorship,
        in transaction: borrowing Transaction
    ) throws {
        let before =
            try result.before.isEmpty
            ? nil : String(decoding: JSONWriter.write(JSONValue.encoding(result.before)), as: UTF8.self)
        let entry = LedgerEntry(
            member: member, firstVersion: head.version + 1, actorRole: author.actor.role, actor: author.actor.subject,
            device: author.device, firstSeq: author.firstSeq, clientTime: author.clientTime, serverTime: head.now,
            changes: result.changes, mutationHashes: mutationHashes, before: before, checksum: result.checksum)
        let hash = entry.hash(after: head.head)
        try transaction.commit { pipeline in
            ChartRows.write(result, of: member, into: &pipeline)
            pipeline.add(LedgerStatements.adding(entry, hash: hash))
            pipeline.add(ChartStatements.advance.run(member, result.version, hash, result.checksum))
            pipeline.add(CareTeamStatements.mark.all(member))
            if let device = author.device, let last = entry.lastSeq {
                pipeline.add(DeviceProgressStatements.pushed.run(member, device, last, head.now))
            }
        }
    }
}

extension Mutation {
    /// The rows of the chart that the mutation's body names, as far as it can be read.
    fileprivate var references: [RowID] {
        guard kind == RowKind.runLog.rawValue, let shoe = body?["shoe"]?.stringValue else { return [] }
        return RowID(shoe).map { [$0] } ?? []
    }
}
