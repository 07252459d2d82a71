package import Care
package import ChartSync
package import Foundation
package import Postgres

/// A chart and what is known of one device's copy of it, as a pull begins.
package struct ChartOpening: Hashable, Sendable {
    /// Nil when there is no such chart for this actor now.
    package var chart: Chart?
    /// Nil for a device that has neither sent nor pulled anything of it.
    package var copy: Copy?

    package struct Chart: Hashable, Sendable {
        package var epoch: UUID
        package var version: Int64
        package var checksum: ChartChecksum
        package var tombstoneFloor: Int64
    }

    package init() {}

    package struct Copy: Hashable, Sendable {
        package var lastSeq: Int64
        package var pulledVersion: Int64
        package var seenAt: Instant
        /// Whether rows were given that are not known to be purged.
        package var isHeld: Bool
        /// Whether the device was told to drop them.
        package var isDropped: Bool
        var pushedBy: UInt64?
        var durableSeq: Int64

        /// The last number that is on a second place, where every transaction below `horizon` is.
        package func durableThrough(_ horizon: UInt64) -> Int64 {
            pushedBy.map { $0 < horizon } ?? true ? lastSeq : durableSeq
        }
    }
}

/// What pulls ask of charts and note of devices.
package enum PullStatements {
    /// One row always.
    package static let open = Statement(
        """
        SELECT chart.epoch, chart.version, chart.checksum, chart.tombstone_floor, copy.last_seq, copy.pulled_version,
            copy.seen_at, copy.holds_copy, copy.dropped_at IS NOT NULL, copy.pushed_by::text, copy.durable_seq
        FROM (SELECT $1::uuid AS member_id) AS asked
        LEFT JOIN chart ON chart.member_id = asked.member_id
        LEFT JOIN device_progress AS copy ON copy.member_id = asked.member_id AND copy.device_id = $2
        """,
        takes: Types(MemberID.self, DeviceID.self),
        gives: Types(
            UUID?.self, Int64?.self, ChartChecksum?.self, Int64?.self, Int64?.self, Int64?.self, Instant?.self,
            Bool?.self, Bool.self, String?.self, Int64?.self)
    ).map {
        epoch, version, checksum, floor, lastSeq, pulledVersion, seenAt, isHeld, isDropped, pushedBy, durableSeq in
        var opening = ChartOpening()
        if let epoch, let version, let checksum, let floor {
            opening.chart = ChartOpening.Chart(
                epoch: epoch, version: version, checksum: checksum, tombstoneFloor: floor)
        }
        if let lastSeq, let pulledVersion, let seenAt, let isHeld, let durableSeq {
            opening.copy = ChartOpening.Copy(
                lastSeq: lastSeq, pulledVersion: pulledVersion, seenAt: seenAt, isHeld: isHeld, isDropped: isDropped,
                pushedBy: pushedBy.flatMap { UInt64($0) }, durableSeq: durableSeq)
        }
        return opening
    }

    /// Notes the versions that a device's cursors prove it to have; they may go back after a rebase.
    package static let pulled = Statement(
        """
        INSERT INTO device_progress (member_id, device_id, last_seq, seen_at, pulled_version)
        SELECT member_id, $1, 0, clock_timestamp(), version FROM unnest($2::uuid[], $3::bigint[]) AS new (member_id, version)
        ORDER BY member_id
        ON CONFLICT (member_id, device_id)
        DO UPDATE SET pulled_version = excluded.pulled_version, seen_at = excluded.seen_at
        """,
        takes: Types(DeviceID.self, [MemberID].self, [Int64].self))

    /// Notes that a device is about to be given rows of some charts; whatever it was told to drop before is withdrawn.
    package static let hold = Statement(
        """
        INSERT INTO device_progress (member_id, device_id, last_seq, seen_at, holds_copy)
        SELECT member_id, $1, 0, clock_timestamp(), true FROM unnest($2::uuid[]) AS new (member_id) ORDER BY member_id
        ON CONFLICT (member_id, device_id) DO UPDATE SET holds_copy = true, dropped_at = NULL
        """,
        takes: Types(DeviceID.self, [MemberID].self))

    package static let all: [any AnyStatement] = [open, pulled, hold]
}
