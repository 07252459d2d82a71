import CareServices
import ChartSync
import CoreMetrics
import Prometheus

/// Counts what devices send, and what they are told.
struct SyncMetrics: Sendable {
    private let registry: MetricRegistry
    private let statuses: [Outcome.Status: Counter]
    private let repeats: Counter

    init(_ registry: MetricRegistry) {
        self.registry = registry
        statuses = Dictionary(
            uniqueKeysWithValues: Outcome.Status.allCases.map { status in
                (
                    status,
                    Counter(
                        label: "soleus_sync_mutations_total", dimensions: [("status", status.rawValue)],
                        factory: registry)
                )
            })
        repeats = Counter(label: "soleus_sync_repeats_total", factory: registry)
    }

    func note(_ answer: SliceAnswer, isNew: Bool) {
        if let problem = answer.problem {
            count("soleus_sync_refused_slices_total", "problem", problem.rawValue)
        } else if isNew {
            for outcome in answer.outcomes {
                statuses[outcome.status]?.increment()
                if let reason = outcome.reason { count("soleus_sync_set_aside_total", "reason", reason.rawValue) }
            }
        } else {
            repeats.increment()
        }
    }

    func note(_ poke: Poke) {
        let about =
            switch poke {
            case .chart: "chart"
            case .panel: "panel"
            case .catalog: "catalog"
            case .ended: "ended"
            }
        count("soleus_sync_pokes_total", "about", about)
    }

    private func count(_ name: String, _ label: String, _ value: String) {
        Counter(label: name, dimensions: [(label, value)], factory: registry).increment()
    }
}
