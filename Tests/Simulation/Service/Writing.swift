import Care
import ChartSync
import Foundation
import StrictJSON

extension ServiceState {
    /// Who made a commit, for the ledger.
    struct Authorship {
        var holder: Holder
        var device: DeviceID?
        var firstSeq: Int64?
        var clientTime: Instant?
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
            member: member, firstVersion: chart.version + 1, actorRole: author.holder.role, actor: author.holder.uuid,
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
