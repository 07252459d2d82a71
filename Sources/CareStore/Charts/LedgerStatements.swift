package import Care
package import ChartSync
import Foundation
package import Postgres

/// A ledger entry as it is stored, with the hash that was made of it then.
package struct StoredLedgerEntry: Hashable, Sendable {
    package var entry: LedgerEntry
    package var hash: [UInt8]
    package var lastVersion: Int64
}

package enum LedgerStatements {
    private static let columns = """
        SELECT member_id, last_version, first_version, actor_role, actor_id, device_id, first_seq, client_time,
            monotonic_milliseconds, server_time, kinds::text[], operations::text[], row_ids, statuses::text[], mutation_hashes, before, checksum, hash
        FROM commit_entry WHERE member_id = $1
        """
    private static let columnTypes = Types(
        MemberID.self, Int64.self, Int64.self, Role.self, UUID.self, DeviceID?.self, Int64?.self, Instant?.self,
        Int64?.self, Instant.self, [RowKind].self, [RowOperation].self, [RowID].self, [Outcome.Status].self,
        [UInt8].self,
        String?.self, ChartChecksum.self, [UInt8].self)

    /// The whole ledger, oldest first.
    package static let all = Statement(
        columns + " ORDER BY last_version",
        takes: Types(MemberID.self),
        gives: columnTypes
    ).map(entry)

    /// The entries that hold a device's numbers from $3 to $4.
    ///
    /// No index serves this: a repeat is rare, and one more index would cost every push a page.
    package static let ofDevice = Statement(
        columns
            + " AND device_id = $2 AND first_seq <= $4 AND first_seq + cardinality(row_ids) > $3 ORDER BY last_version",
        takes: Types(MemberID.self, DeviceID.self, Int64.self, Int64.self),
        gives: columnTypes
    ).map(entry)

    package static let statements: [any AnyStatement] = [all, ofDevice]

    @Sendable private static func entry(
        member: MemberID, lastVersion: Int64, firstVersion: Int64, actorRole: Role, actor: UUID, device: DeviceID?,
        firstSeq: Int64?, clientTime: Instant?, monotonicMilliseconds: Int64?, serverTime: Instant, kinds: [RowKind],
        operations: [RowOperation],
        rows: [RowID], statuses: [Outcome.Status], mutationHashes: [UInt8], before: String?, checksum: ChartChecksum,
        hash: [UInt8]
    ) -> StoredLedgerEntry {
        let changes = kinds.indices.map { index in
            LedgerEntry.Change(
                kind: kinds[index], op: operations[index], row: rows[index], status: statuses[index])
        }
        let hashes = stride(from: 0, to: mutationHashes.count, by: 16).map { Array(mutationHashes[$0..<$0 + 16]) }
        return StoredLedgerEntry(
            entry: LedgerEntry(
                member: member, firstVersion: firstVersion, actorRole: actorRole, actor: actor, device: device,
                firstSeq: firstSeq, clientTime: clientTime, monotonicMilliseconds: monotonicMilliseconds,
                serverTime: serverTime, changes: changes,
                mutationHashes: hashes, before: before, checksum: checksum),
            hash: hash, lastVersion: lastVersion)
    }
}
