package import Postgres

/// What operators are shown of the practice as a whole: numbers and ages, and nobody behind them.
package enum OperatingStatements {
    /// How many charts are due to be looked at for alerts, up to 10,000, and how long the first of them has been.
    package static let lateLooks = Statement(
        """
        SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::float8
        FROM (
            SELECT due_at FROM alert_look WHERE due_at <= statement_timestamp() ORDER BY due_at LIMIT 10000
        ) AS late
        """,
        gives: Types(Int64.self, Double.self))

    /// The open alerts: how many there are of those that were escalated, acknowledged or neither, and the age of the oldest.
    package static let openAlerts = Statement(
        "SELECT standing, alert_count, oldest_seconds FROM open_alert_counts()",
        gives: Types(String.self, Int64.self, Double.self))

    /// The loads that are not settled, by where they stand, and the age of the oldest.
    package static let unsettledLoads = Statement(
        """
        SELECT state, count(*), coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)::float8
        FROM eligibility_load
        WHERE state IN ('received', 'parsed', 'validated', 'staged', 'held', 'approved')
        GROUP BY state
        """,
        gives: Types(String.self, Int64.self, Double.self))

    /// What devices have said of themselves, by how long ago: how many there are, how many have anything that is not yet
    /// sent, how much, since when, and how much is set aside.
    package static let devices = Statement(
        """
        SELECT CASE
                WHEN heard_at > now() - interval '1 hour' THEN 'hour'
                WHEN heard_at > now() - interval '1 day' THEN 'day'
                WHEN heard_at > now() - interval '7 days' THEN 'week'
                WHEN heard_at > now() - interval '30 days' THEN 'month'
                ELSE 'longer'
            END, count(*), count(*) FILTER (WHERE pending > 0), coalesce(sum(pending), 0)::bigint,
            coalesce(extract(epoch FROM now() - min(oldest_pending_at)), 0)::float8,
            coalesce(sum(set_aside), 0)::bigint
        FROM device_status GROUP BY 1
        """,
        gives: Types(String.self, Int64.self, Int64.self, Int64.self, Double.self, Int64.self))

    /// Of this database: deadlocks so far, and how old the oldest row is that vacuum has yet to freeze, in transactions.
    package static let database = Statement(
        """
        SELECT stat.deadlocks, age(datfrozenxid)::bigint
        FROM pg_database JOIN pg_stat_database AS stat ON stat.datid = pg_database.oid
        WHERE pg_database.datname = current_database()
        """,
        gives: Types(Int64.self, Int64.self))

    package static let all: [any AnyStatement] = [lateLooks, openAlerts, unsettledLoads, devices, database]
}
