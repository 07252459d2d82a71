import CoreMetrics
import Postgres
import Prometheus

/// Counts what happens on the way to one database.
struct DatabaseMetrics: Sendable {
    private let name: String
    private let registry: MetricRegistry
    private let wait: Timer
    private let retries: Counter

    init(_ name: String, _ registry: MetricRegistry) {
        self.name = name
        self.registry = registry
        wait = Timer(label: "soleus_database_wait_seconds", dimensions: [("database", name)], factory: registry)
        retries = Counter(label: "soleus_database_retries_total", dimensions: [("database", name)], factory: registry)
    }

    func note(_ event: DatabaseEvent) {
        switch event {
        case .lent(let waited): wait.recordNanoseconds(Int64(waited / .nanoseconds(1)))
        case .ranAgain: retries.increment()
        case .failed(let error):
            // Failures are few: the counter is looked up.
            Counter(
                label: "soleus_database_errors_total", dimensions: [("database", name), ("code", error.code)],
                factory: registry
            ).increment()
        }
    }

    /// Has the pool's state shown.
    func watch(_ database: Database) {
        registry.collect { [name] in
            [
                MetricReading("soleus_database_sessions", [name, "used"], Double(database.sessionsInUse)),
                MetricReading("soleus_database_sessions", [name, "idle"], Double(database.idleSessions)),
                MetricReading(
                    "soleus_database_sessions_limit", [name], Double(database.configuration.maximumSessions)),
                MetricReading("soleus_database_waiting", [name], Double(database.waiterCount)),
            ]
        }
    }
}

extension DatabaseConfiguration {
    /// The same, with its events counted.
    func observed(by metrics: DatabaseMetrics) -> DatabaseConfiguration {
        var configuration = self
        configuration.observe = { metrics.note($0) }
        return configuration
    }
}
