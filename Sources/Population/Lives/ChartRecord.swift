import Care
import ChartSync
import Foundation

/// A chart with its ledger, as the service would have written it: what each batch did is decided by `ChartMerge`.
struct ChartRecord: Sendable {
    struct Entry: Sendable {
        var entry: LedgerEntry
        var hash: [UInt8]
    }

    let person: Person
    let epoch: UUID
    private(set) var version: Int64 = 0
    private(set) var head = LedgerEntry.origin
    private(set) var checksum = ChartChecksum.empty
    private(set) var entries: [Entry] = []
    private(set) var tombstones: [Tombstone] = []
    private(set) var lastSeq: Int64 = 0
    private(set) var pushedAt: Instant
    private var order: [RowID] = []
    private var present: [RowID: ChartRowState] = [:]
    private var latestRevision = 0

    /// The rows that are there, in the order in which they came.
    var rows: [ChartRowState] { order.compactMap { present[$0] } }

    init(of person: Person, by practitioner: PractitionerID, living life: Life, seed: UInt64) throws {
        var dice = Dice(seed: seed, .sponsor, person.index)
        self.person = person
        epoch = UUID.timeOrdered(at: person.enrolledAt, using: &dice)
        pushedAt = person.enrolledAt
        for batch in life.batches { try commit(batch, by: practitioner) }
    }

    private mutating func commit(_ batch: Life.Batch, by practitioner: PractitionerID) throws {
        let isMembers = batch.author == .member
        var mutations = batch.mutations
        var picture = ChartMerge.Picture(version: version, checksum: checksum, latestRevision: latestRevision)
        for id in Set(mutations.flatMap { [$0.row] + $0.references }) { picture.rows[id] = present[id] }
        for position in mutations.indices where mutations[position].op == RowOperation.delete.rawValue {
            // What the device had: the version that this very batch gave the row, or an earlier one.
            let earlier = mutations[..<position].firstIndex { $0.row == mutations[position].row }
            mutations[position].base =
                earlier.map { version + 1 + Int64($0) } ?? present[mutations[position].row]?.version ?? 0
        }
        let result = try ChartMerge.apply(
            mutations, to: picture, role: isMembers ? .member : .practitioner, device: isMembers ? person.device : nil)
        let firstSeq = isMembers ? mutations[0].seq : nil
        let entry = LedgerEntry(
            member: person.member, firstVersion: version + 1, actorRole: isMembers ? .member : .practitioner,
            actor: isMembers ? person.member.uuid : practitioner.uuid, device: isMembers ? person.device : nil,
            firstSeq: firstSeq, clientTime: isMembers ? batch.at.adding(seconds: -1) : nil, serverTime: batch.at,
            changes: result.changes, mutationHashes: try mutations.map { try $0.contentHash() },
            before: try result.before.isEmpty ? nil : LedgerText.canonical(result.before), checksum: result.checksum)
        head = entry.hash(after: head)
        entries.append(Entry(entry: entry, hash: head))
        version = result.version
        checksum = result.checksum
        tombstones += result.deleted
        for row in result.inserted {
            order.append(row.id)
            present[row.id] = row
            if case .planRevision(let revision) = row.content { latestRevision = revision.number }
        }
        for gone in result.deleted { if let id = RowID(gone.id) { present[id] = nil } }
        if let last = entry.lastSeq {
            lastSeq = last
            pushedAt = batch.at
        }
    }
}
