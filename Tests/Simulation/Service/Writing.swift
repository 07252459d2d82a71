import Care
import ChartSync
import Foundation
import StrictJSON

extension ServiceState {
    /// Who made a commit, for the ledger.
    struct Authorship {
        var role: Role
        var actor: UUID
        var device: DeviceID?
        var firstSeq: Int64?
        var clientTime: Instant?

        init(holder: Holder, device: DeviceID? = nil, firstSeq: Int64? = nil, clientTime: Instant? = nil) {
            self.init(role: holder.role, actor: holder.uuid)
            self.device = device
            self.firstSeq = firstSeq
            self.clientTime = clientTime
        }

        private init(role: Role, actor: UUID) {
            self.role = role
            self.actor = actor
        }

        /// What the service finds by itself, it writes under its own name.
        static let service = Authorship(role: .service, actor: UUID(bytes: Array("the Soleus care ".utf8)))
    }

    /// Writes what a merge decided, its ledger entry and the chart's new head, and marks places on the care team.
    mutating func write(
        _ result: ChartMerge.Result, to member: MemberID, hashes: [[UInt8]], by author: Authorship,
        marking marks: Set<Int>, in transaction: Database.Transaction
    ) {
        guard var chart = charts.removeValue(forKey: member) else { return }
        for row in result.inserted + result.updated {
            // What the merge gives back was read from JSON, so it can be written as JSON.
            guard let wire = try? WireRow(row) else { continue }
            chart.rows[row.id] = StoredChart.Row(state: row, wire: wire, touchedAt: transaction.startedAt)
            // Only a service that brings rows back gets here with a tombstone in the way.
            chart.tombstones[row.id] = nil
        }
        for tombstone in result.deleted {
            guard let id = RowID(tombstone.id) else { continue }
            chart.lastStates[id] = chart.rows.removeValue(forKey: id)?.state
            chart.tombstones[id] = tombstone
        }
        let entry = LedgerEntry(
            member: member, firstVersion: chart.version + 1, actorRole: author.role, actor: author.actor,
            device: author.device, firstSeq: author.firstSeq, clientTime: author.clientTime,
            serverTime: transaction.startedAt, changes: result.changes, mutationHashes: hashes, before: nil,
            checksum: result.checksum)
        chart.ledger.append((entry, entry.hash(after: chart.head)))
        chart.version = result.version
        chart.checksum = result.checksum
        charts[member] = chart
        for index in places.indices where marks.contains(places[index].id) {
            places[index].changedBy = transaction.number
        }
    }

    /// The places that a commit to a chart marks, so that panels find it: those that have not ended.
    ///
    /// Those that begin later are marked as well: a panel may be read after one has begun, and before the commit is seen.
    func places(markedFor member: MemberID, at now: Instant) -> Set<Int> {
        Set(places.filter { $0.member == member && $0.until.map { $0 > now } ?? true }.map(\.id))
    }
}
