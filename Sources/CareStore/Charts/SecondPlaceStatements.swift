package import Postgres

/// A place in the log, with what lies before it.
package struct SecondPlaceMark: Hashable, Sendable {
    /// Every transaction with a lower number was over.
    package var horizon: UInt64
    package var place: String
}

/// How far the database's log has come, here and at a second place.
package enum SecondPlaceStatements {
    /// The oldest transaction that was under way, and where the log stood after that: whatever was committed by an older one
    /// lies before that place.
    ///
    /// Numbers, and not times: clocks are set back, and a push after that must not count as older than it is. The statement
    /// takes its snapshot before it asks for the log.
    package static let mark = Statement(
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, pg_current_wal_insert_lsn()::text",
        gives: Types(String.self, String.self)
    ).map { horizon, place in
        guard let horizon = UInt64(horizon) else { throw PostgresError.malformedValue(type: "xid8") }
        return SecondPlaceMark(horizon: horizon, place: place)
    }

    /// Whether a standby has everything up to a place in the log on its disk.
    package static let standbyHas = Statement(
        """
        SELECT coalesce(max(flush_lsn) >= $1::text::pg_lsn, false) FROM pg_stat_replication WHERE state = 'streaming'
        """,
        takes: Types(String.self), gives: Types(Bool.self))

    /// Whether the file of the log that holds a place has been archived; files are, in their order.
    package static let archiveHas = Statement(
        """
        SELECT coalesce(
            left(last_archived_wal, 8) = left(pg_walfile_name($1::text::pg_lsn), 8)
                AND left(last_archived_wal, 24) >= pg_walfile_name($1::text::pg_lsn),
            false
        ) FROM pg_stat_archiver
        """,
        takes: Types(String.self), gives: Types(Bool.self))

    package static let all: [any AnyStatement] = [mark, standbyHas, archiveHas]
}
