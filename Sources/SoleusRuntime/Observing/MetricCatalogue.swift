import Prometheus

/// Every metric of the service: read it as the list of what an operator can see.
///
/// A label is a route, a state, a code or a kind, and nothing that belongs to a person.
enum MetricCatalogue {
    static let all = requests + database + sync + care + process

    /// Long polls end within 30 seconds; everything else belongs to the left half.
    private static let requestSeconds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]
    private static let waitSeconds = [0.000_1, 0.001, 0.01, 0.1, 0.5, 1, 3]

    private static let requests = [
        MetricDescription(
            "soleus_http_requests_total", .counter, "Requests that are over, by the route's template and the status.",
            labels: ["method", "route", "status"], maximumSeries: 2_000),
        MetricDescription(
            "soleus_http_request_seconds", .histogram(buckets: requestSeconds),
            "From the request line to the last byte of the answer; waits for news included.",
            labels: ["method", "route"], maximumSeries: 300),
        MetricDescription(
            "soleus_http_refusals_total", .counter, "Answers that told of a problem, by its kind.",
            labels: ["problem"], maximumSeries: 200),
        MetricDescription(
            "soleus_http_cut_total", .counter, "Requests that ended before the client had the whole answer."),
        MetricDescription("soleus_http_connections", .gauge, "Connections of clients that are open."),
        MetricDescription(
            "soleus_http_requests_in_flight", .gauge, "Requests that are being answered or wait for news."),
    ]

    private static let database = [
        MetricDescription(
            "soleus_database_sessions", .gauge, "Sessions with PostgreSQL, by whether somebody uses them.",
            labels: ["database", "state"]),
        MetricDescription(
            "soleus_database_sessions_limit", .gauge, "Sessions that there may be at most.", labels: ["database"]),
        MetricDescription(
            "soleus_database_waiting", .gauge, "Callers that wait for a session.", labels: ["database"]),
        MetricDescription(
            "soleus_database_wait_seconds", .histogram(buckets: waitSeconds),
            "How long callers waited for a session.", labels: ["database"]),
        MetricDescription(
            "soleus_database_errors_total", .counter,
            "Uses of a session that failed, by SQLSTATE or by what happened on the way.", labels: ["database", "code"]),
        MetricDescription(
            "soleus_database_retries_total", .counter, "Transactions that ran again after a conflict.",
            labels: ["database"]),
        MetricDescription(
            "soleus_postgres_deadlocks_total", .counter, "Deadlocks that PostgreSQL has found in this database."),
        MetricDescription(
            "soleus_postgres_transaction_age", .gauge,
            "Transactions since the oldest row that vacuum has yet to freeze."),
    ]

    private static let sync = [
        MetricDescription(
            "soleus_sync_mutations_total", .counter, "What devices sent and was new, by what became of it.",
            labels: ["status"]),
        MetricDescription(
            "soleus_sync_set_aside_total", .counter, "Mutations that were rejected or set aside, by the reason.",
            labels: ["reason"]),
        MetricDescription(
            "soleus_sync_repeats_total", .counter, "Pushes of which everything had been taken before."),
        MetricDescription(
            "soleus_sync_refused_slices_total", .counter, "Pushes of which nothing was taken, by the reason.",
            labels: ["problem"]),
        MetricDescription("soleus_sync_waiters", .gauge, "Devices that wait for news in this process."),
        MetricDescription(
            "soleus_sync_pokes_total", .counter, "News that was told to those who wait, by what it is about.",
            labels: ["about"]),
        MetricDescription("soleus_sync_first_syncs_waiting", .gauge, "Copies that wait to begin."),
        MetricDescription(
            "soleus_sync_devices", .gauge, "Devices by how long ago they were last heard.", labels: ["heard"]),
        MetricDescription(
            "soleus_sync_devices_behind", .gauge, "Of these, those that then had something to send.",
            labels: ["heard"]),
        MetricDescription(
            "soleus_sync_pending_mutations", .gauge, "What they then had to send.", labels: ["heard"]),
        MetricDescription(
            "soleus_sync_oldest_pending_seconds", .gauge, "How long the oldest of it has waited on a device.",
            labels: ["heard"]),
        MetricDescription(
            "soleus_sync_device_set_aside", .gauge, "What they then knew to be set aside.", labels: ["heard"]),
        MetricDescription(
            "soleus_second_place_lag_seconds", .gauge,
            "How far a standby or the archive is behind at most; absent where there is none."),
    ]

    private static let care = [
        MetricDescription(
            "soleus_alerts_open", .gauge, "Alerts that nobody has closed, by where they stand.", labels: ["standing"]),
        MetricDescription(
            "soleus_alerts_oldest_seconds", .gauge, "The age of the oldest of them.", labels: ["standing"]),
        MetricDescription("soleus_alert_looks_late", .gauge, "Charts that are due to be looked at, up to 10,000."),
        MetricDescription(
            "soleus_alert_look_lag_seconds", .gauge, "How long the first of these charts has been due."),
        MetricDescription(
            "soleus_loads_unsettled", .gauge, "Rosters that are not yet in force or turned down, by where they stand.",
            labels: ["state"]),
        MetricDescription(
            "soleus_loads_oldest_seconds", .gauge, "How long the oldest of them has been here.", labels: ["state"]),
    ]

    private static let process = [
        MetricDescription(
            "soleus_sample_age_seconds", .gauge,
            "How old what was read from the database is; what is older than a minute is not shown."),
        MetricDescription("soleus_sample_failures_total", .counter, "Readings of the database that failed."),
        MetricDescription(
            "soleus_build_info", .gauge, "Always 1: what this process is.", labels: ["schema", "sync", "swift"]),
        MetricDescription("soleus_serving", .gauge, "1 while the service takes requests, 0 before and after."),
        MetricDescription("process_cpu_seconds_total", .counter, "CPU time of this process."),
        MetricDescription("process_resident_memory_bytes", .gauge, "Memory of this process that is in RAM."),
        MetricDescription("process_open_fds", .gauge, "Open files and sockets of this process."),
        MetricDescription("process_max_fds", .gauge, "How many there may be."),
        MetricDescription("process_start_time_seconds", .gauge, "When this process began, since 1970."),
    ]
}
