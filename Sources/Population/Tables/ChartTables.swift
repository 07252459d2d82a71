import Care
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON

/// Charts: their heads, their ledgers, how far devices have come, and what was deleted or set aside.
enum ChartTables {
    private static let charts = CopyStatement(
        "COPY chart (member_id, epoch, version, head, checksum) FROM STDIN (FORMAT binary)",
        Types(MemberID.self, UUID.self, Int64.self, [UInt8].self, ChartChecksum.self))

    private static let entries = CopyStatement(
        """
        COPY commit_entry (
            member_id, last_version, first_version, actor_role, actor_id, device_id, first_seq, client_time, server_time,
            kinds, operations, row_ids, statuses, mutation_hashes, before, checksum, hash
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, Int64.self, Int64.self, Role.self, UUID.self, DeviceID?.self, Int64?.self, Instant?.self,
            Instant.self, EnumArray.self, EnumArray.self, [RowID].self, EnumArray.self, [UInt8].self, String?.self,
            ChartChecksum.self, [UInt8].self))

    private static let progress = CopyStatement(
        """
        COPY device_progress (member_id, device_id, last_seq, seen_at, pulled_version, holds_copy)
        FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, DeviceID.self, Int64.self, Instant.self, Int64.self, Bool.self))

    private static let tombstones = CopyStatement(
        "COPY tombstone (member_id, id, version, kind) FROM STDIN (FORMAT binary)",
        Types(MemberID.self, RowID.self, Int64.self, String.self))

    private static let setAside = CopyStatement(
        """
        COPY set_aside (member_id, id, version, status, reason, device_id, seq, kind, operation, row_id, body)
        FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, SetAside.Status.self, SetAsideReason.self, DeviceID.self, Int64.self,
            String.self, String.self, RowID.self, String?.self))

    static func fill(_ records: [ChartRecord], _ types: LedgerTypes, in transaction: borrowing Transaction) throws {
        try transaction.copyIn(charts) { writer in
            for record in records {
                try writer.row(record.person.member, record.epoch, record.version, record.head, record.checksum)
            }
        }
        try transaction.copyIn(entries) { writer in
            for stored in records.flatMap(\.entries) {
                let entry = stored.entry
                try writer.row(
                    entry.member, entry.lastVersion, entry.firstVersion, entry.actorRole, entry.actor, entry.device,
                    entry.firstSeq, entry.clientTime, entry.serverTime,
                    EnumArray(type: types.kind, words: entry.changes.map(\.kind.rawValue)),
                    EnumArray(type: types.operation, words: entry.changes.map(\.op.rawValue)),
                    entry.changes.map(\.row),
                    EnumArray(type: types.status, words: entry.changes.map(\.status.rawValue)),
                    entry.mutationHashes.flatMap(\.self), entry.before, entry.checksum, stored.hash)
            }
        }
        try transaction.copyIn(progress) { writer in
            for record in records {
                try writer.row(
                    record.person.member, record.person.device, record.lastSeq, record.pushedAt, record.version,
                    true)
            }
        }
        try transaction.copyIn(tombstones) { writer in
            for record in records {
                for tombstone in record.tombstones {
                    guard let id = RowID(tombstone.id) else { continue }
                    try writer.row(record.person.member, id, tombstone.version, tombstone.kind)
                }
            }
        }
        try transaction.copyIn(setAside) { writer in
            for record in records {
                for row in record.rows {
                    guard case .setAside(let aside) = row.content else { continue }
                    try writer.row(
                        record.person.member, row.id, row.version, aside.status, aside.reason, aside.device, aside.seq,
                        aside.kind, aside.op, aside.row,
                        aside.body.map { String(decoding: JSONWriter.write($0), as: UTF8.self) })
                }
            }
        }
    }
}
