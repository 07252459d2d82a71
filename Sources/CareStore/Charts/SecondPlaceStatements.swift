package import Care
package import Postgres

/// How far the database's log has come, here and at a second place.
package enum SecondPlaceStatements {
    /// A moment before which everything has been committed, and where the log stood after that.
    ///
    /// A transaction notes its time before it commits, so a moment counts as past only when no transaction of ours that began
    /// before it is still under way; the second allows for one that begins while this looks. The log is asked last.
    package static let mark = Statement(
        """
        SELECT least(
                clock_timestamp(),
                (SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database())
            ) - interval '1 second',
            pg_current_wal_insert_lsn()::text
        """,
        gives: Types(Instant.self, String.self))

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
