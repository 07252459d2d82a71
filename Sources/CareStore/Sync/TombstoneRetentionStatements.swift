package import Care
package import Postgres

/// Dropping tombstones that every device should have seen by now, as the database's owner.
package enum TombstoneRetentionStatements {
    /// The charts after $1 with tombstones of commits older than $2 days, each with the last version that is so old.
    package static let charts = Statement(
        """
        SELECT chart.member_id, old.version
        FROM chart
        CROSS JOIN LATERAL (
            SELECT max(last_version) AS version FROM commit_entry
            WHERE commit_entry.member_id = chart.member_id AND server_time < now() - make_interval(days => $2::integer)
        ) AS old
        WHERE ($1::uuid IS NULL OR chart.member_id > $1) AND EXISTS (
            SELECT FROM tombstone WHERE tombstone.member_id = chart.member_id AND tombstone.version <= old.version
        )
        ORDER BY chart.member_id LIMIT $3
        """,
        takes: Types(MemberID?.self, Int32.self, Int.self), gives: Types(MemberID.self, Int64.self)
    ).map { (member: $0, version: $1) }

    /// Moves a chart's tombstones up to a version to the ids that stay taken, and raises its floor to the last of them.
    ///
    /// The chart is locked first, as for every change of it.
    package static let drop = Statement(
        """
        WITH locked AS (
            SELECT member_id FROM chart WHERE member_id = $1 FOR UPDATE
        ), dropped AS (
            DELETE FROM tombstone USING locked
            WHERE tombstone.member_id = locked.member_id AND tombstone.version <= $2
            RETURNING tombstone.member_id, tombstone.id, tombstone.version
        ), taken AS (
            INSERT INTO taken_id (member_id, id) SELECT member_id, id FROM dropped
        )
        UPDATE chart SET tombstone_floor = greatest(tombstone_floor, last.version)
        FROM (SELECT max(version) AS version, count(*) AS count FROM dropped) AS last
        WHERE chart.member_id = $1 AND last.count > 0
        RETURNING last.count
        """,
        takes: Types(MemberID.self, Int64.self), gives: Types(Int64.self))

    package static let all: [any AnyStatement] = [charts, drop]
}
