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
    /// The transaction that committed `lastSeq`; nil before the first.
    package var pushedBy: UInt64?
    /// The last number, before those of the last push, that was known to be on a second place.
    package var durableSeq: Int64
    package var pulledVersion: Int64
    package var seenAt: Instant

    /// The last number that is on a second place, where every transaction below `horizon` is; nil where there is none.
    package func durableThrough(_ horizon: UInt64?) -> Int64? {
        guard let horizon else { return nil }
        return pushedBy.map { $0 < horizon } ?? true ? lastSeq : durableSeq
    }
}

package enum ChartStatements {
    private static let headColumns =
        "SELECT epoch, present_incarnation(), version, head, checksum, clock_timestamp()"
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
        headColumns + " FROM chart WHERE member_id = $1", takes: Types(MemberID.self),
        gives: headColumnTypes
    ).map(read)

    /// The same, and nobody else writes to the chart until the transaction ends: so its versions have no gaps.
    ///
    /// Nor is a place given or ended meanwhile (`CareTeamStatements.holdCommits`), which the commit would pass by.
    package static let lock = Statement(
        headColumns + """
             FROM chart CROSS JOIN pg_advisory_xact_lock_shared(hashtextextended($1::uuid::text, 0))
            WHERE member_id = $1 FOR UPDATE OF chart
            """, takes: Types(MemberID.self),
        gives: headColumnTypes
    ).map(read)

    /// A new member's chart, empty.
    package static let create = Statement(
        """
        INSERT INTO chart (member_id, epoch, version, head, checksum)
        VALUES ($1, $2, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'))
        """,
        takes: Types(MemberID.self, UUID.self))

    /// How many rows of each kind the chart has.
    package static let rowCounts = Statement(
        // The names of our own tables, not from input.
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

    package static let all: [any AnyStatement] = [head, lock, create, rowCounts]
}
