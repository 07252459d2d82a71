import Care
import CareStore
import ChartSync
import Postgres

/// What the ledger says became of a device's numbers when they first came.
struct FirstOutcomes {
    private var outcomes: [(outcome: Outcome, hash: [UInt8])] = []
    private let expectedCount: Int

    init(
        of device: DeviceID, on member: MemberID, from firstSeq: Int64, count: Int,
        in transaction: borrowing Transaction
    ) throws {
        expectedCount = count
        let lastSeq = firstSeq + Int64(count) - 1
        let entries = try transaction.all(LedgerStatements.ofDevice, member, device, firstSeq, lastSeq)
        let aside = try transaction.all(
            SetAsideStatements.named, member, (firstSeq...lastSeq).map { SetAside.rowID(device: device, seq: $0) })
        var reasons: [Int64: SetAside] = [:]
        for row in aside {
            if case .setAside(let content) = row.content { reasons[content.seq] = content }
        }
        for stored in entries {
            let entry = stored.entry
            guard let entrySeq = entry.firstSeq else { continue }
            for (position, change) in entry.changes.enumerated() {
                let seq = entrySeq + Int64(position)
                guard (firstSeq...lastSeq).contains(seq) else { continue }
                outcomes.append(
                    (
                        Outcome(
                            seq: seq, status: change.status, version: entry.firstVersion + Int64(position),
                            reason: reasons[seq]?.reason, detail: reasons[seq]?.detail),
                        entry.mutationHashes[position]
                    ))
            }
        }
    }

    /// The outcomes, or nil when a number was first sent with other content: two devices share one identity.
    func matching(_ hashes: [[UInt8]]) -> [Outcome]? {
        guard outcomes.count == expectedCount, outcomes.map(\.hash) == hashes else { return nil }
        return outcomes.map(\.outcome)
    }
}
