package import Care
package import ChartSync
package import Foundation
package import Postgres

/// A chart's own row: where its ledger stands.
package struct ChartHead: Hashable, Sendable {
    /// As devices know it: of this life of the database (`WireEpoch`).
    package var epoch: UUID
    package var version: Int64
    /// The hash of the last ledger entry, 32 bytes.
    package var head: [UInt8]
    package var checksum: ChartChecksum
    /// What the database's clock said, the one clock by which commits are stamped.
    package var now: Instant
}

/// What is known of one device on one chart.
package struct DeviceProgress: Hashable, Sendable {
    package var lastSeq: Int64
    /// When `lastSeq` was committed; nil before the first.
    package var pushedAt: Instant?
    /// The last number, before those of the last push, that was known to be on a second place.
    package var durableSeq: Int64
    package var pulledVersion: Int64
    package var seenAt: Instant

    /// The last number that is on a second place, where all that was committed up to `instant` is; nil where there is none.
    package func durableThrough(_ instant: Instant?) -> Int64? {
        guard let instant else { return nil }
        return pushedAt.map { $0 <= instant } ?? true ? lastSeq : durableSeq
    }
}

package enum ChartStatements {
    private static let headColumns =
        """
        SELECT epoch, (SELECT incarnation_id FROM incarnation ORDER BY began_at DESC LIMIT 1), version, head, checksum,
            clock_timestamp()
        FROM chart WHERE member_id = $1
        """
    private static let headColumnTypes = Types(
        UUID.self, UUID.self, Int64.self, [UInt8].self, ChartChecksum.self, Instant.self)

    @Sendable private static func read(
        epoch: UUID, incarnation: UUID, version: Int64, head: [UInt8], checksum: ChartChecksum, now: Instant
    ) -> ChartHead {
        ChartHead(
            epoch: WireEpoch.of(epoch, in: incarnation), version: version, head: head, checksum: checksum, now: now)
    }

    /// The chart as this snapshot shows it.
    package static let head = Statement(
        headColumns, takes: Types(MemberID.self),
        gives: headColumnTypes
    ).map(read)

    /// The same, and nobody else writes to the chart until the transaction ends: so its versions have no gaps.
    package static let lock = Statement(
        headColumns + " FOR UPDATE", takes: Types(MemberID.self),
        gives: headColumnTypes
    ).map(read)

    /// A new member's chart, empty.
    package static let create = Statement(
        """
        INSERT INTO chart (member_id, epoch, version, head, checksum)
        VALUES ($1, $2, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'))
        """,
        takes: Types(MemberID.self, UUID.self))

    package static let advance = Statement(
        "UPDATE chart SET version = $2, head = $3, checksum = $4 WHERE member_id = $1",
        takes: Types(MemberID.self, Int64.self, [UInt8].self, ChartChecksum.self))

    /// Which of some ids the chart has or had, and as what; `tombstone` stands for a deleted row.
    package static let present = Statement(
        """
        SELECT id, 'session_log' FROM session_log WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'check_in' FROM check_in WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'run_log' FROM run_log WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'shoe' FROM shoe WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'plan_revision' FROM plan_revision WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'set_aside' FROM set_aside WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'tombstone' FROM tombstone WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL SELECT id, 'tombstone' FROM taken_id WHERE member_id = $1 AND id = ANY ($2)
        UNION ALL \(RecordTables.present)
        """,
        takes: Types(MemberID.self, [RowID].self), gives: Types(RowID.self, String.self))

    /// How many rows of each kind the chart has.
    package static let rowCounts = Statement(
        """
        SELECT 'session_log', count(*) FROM session_log WHERE member_id = $1
        UNION ALL SELECT 'check_in', count(*) FROM check_in WHERE member_id = $1
        UNION ALL SELECT 'run_log', count(*) FROM run_log WHERE member_id = $1
        UNION ALL SELECT 'shoe', count(*) FROM shoe WHERE member_id = $1
        UNION ALL SELECT 'plan_revision', count(*) FROM plan_revision WHERE member_id = $1
        UNION ALL SELECT 'set_aside', count(*) FROM set_aside WHERE member_id = $1
        UNION ALL \(RecordTables.counts)
        """,
        takes: Types(MemberID.self), gives: Types(String.self, Int64.self))

    package static let all: [any AnyStatement] = [head, lock, create, advance, present, rowCounts]
}

package enum DeviceProgressStatements {
    package static let find = Statement(
        """
        SELECT last_seq, pushed_at, durable_seq, pulled_version, seen_at FROM device_progress
        WHERE member_id = $1 AND device_id = $2
        """,
        takes: Types(MemberID.self, DeviceID.self),
        gives: Types(Int64.self, Instant?.self, Int64.self, Int64.self, Instant.self)
    ).map { DeviceProgress(lastSeq: $0, pushedAt: $1, durableSeq: $2, pulledVersion: $3, seenAt: $4) }

    /// Notes a device's last number, and which earlier one is on a second place.
    package static let pushed = Statement(
        """
        INSERT INTO device_progress (member_id, device_id, last_seq, seen_at, pushed_at, durable_seq)
        VALUES ($1, $2, $3, $4, $4, $5)
        ON CONFLICT (member_id, device_id) DO UPDATE SET last_seq = excluded.last_seq, seen_at = excluded.seen_at,
            pushed_at = excluded.pushed_at, durable_seq = excluded.durable_seq
        """,
        takes: Types(MemberID.self, DeviceID.self, Int64.self, Instant.self, Int64.self))

    /// Notes the version that a device's cursor proves it to have; it may go back after a rebase.
    package static let pulled = Statement(
        """
        INSERT INTO device_progress (member_id, device_id, last_seq, seen_at, pulled_version)
        VALUES ($1, $2, 0, clock_timestamp(), $3)
        ON CONFLICT (member_id, device_id)
        DO UPDATE SET pulled_version = excluded.pulled_version, seen_at = excluded.seen_at
        """,
        takes: Types(MemberID.self, DeviceID.self, Int64.self))

    package static let all: [any AnyStatement] = [find, pushed, pulled]
}
