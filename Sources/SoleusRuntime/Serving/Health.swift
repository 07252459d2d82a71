import HTTPMessages
import Postgres
import Prometheus
import Synchronization

/// Whether the process lives, whether it can take requests, and what it counts: for those who run it.
final class Health: Sendable {
    enum Question: Sendable {
        /// Is there a process? It has answered.
        case lives
        /// Would a request be answered well?
        case isReady
        /// What has been counted?
        case metrics
    }

    private let care: Database
    private let eligibility: Database
    private let migrator: Migrator
    private let metrics: MetricRegistry
    private let serving = Mutex(false)

    init(care: Database, eligibility: Database, migrator: Migrator, metrics: MetricRegistry) {
        self.care = care
        self.eligibility = eligibility
        self.migrator = migrator
        self.metrics = metrics
    }

    static func router() throws(AmbiguousRoutes) -> Router<Question> {
        try Router([
            Route(.get, "/livez", .lives), Route(.get, "/readyz", .isReady), Route(.get, "/metrics", .metrics),
        ])
    }

    /// Whether the service listens and is not on its way down.
    var isServing: Bool {
        get { serving.withLock { $0 } }
        set { serving.withLock { $0 = newValue } }
    }

    func verifySchema() async throws { try await migrator.verify(care) }

    func answer(_ question: Question) async -> Response {
        switch question {
        case .lives: return .text("alive\n")
        case .metrics:
            return Response(
                .ok, headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                body: .bytes(Array(metrics.exposition().utf8)))
        case .isReady:
            let problems = await problems()
            return problems.isEmpty
                ? .text("ready\n")
                : .text(problems.map { "not ready: \($0)\n" }.joined(), status: .serviceUnavailable)
        }
    }

    private func problems() async -> [String] {
        guard isServing else { return ["starting or stopping"] }
        var problems: [String] = []
        for (name, database) in [("database", care), ("eligibility database", eligibility)] {
            // Which fault it is stands in the log, where the pool writes it; here it only counts that there is one.
            do { try await database.ping(timeout: .seconds(2)) } catch {
                problems.append("the \(name) does not answer")
            }
        }
        if problems.isEmpty {
            do { try await verifySchema() } catch { problems.append("the schema is not the one of this program") }
        }
        return problems
    }
}
