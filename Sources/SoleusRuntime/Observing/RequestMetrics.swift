import CoreMetrics
import HTTPMessages
import HTTPServer
import Prometheus
import Synchronization

/// Counts requests as they end.
///
/// It is told of each on the thread that serves connections, so it finds its counters again without asking for them.
final class RequestMetrics: Sendable {
    private struct Place: Hashable {
        var method: String
        var route: String
    }

    private struct Outcome: Hashable {
        var place: Place
        var status: Int
    }

    private struct State {
        var requests: [Outcome: Counter] = [:]
        var seconds: [Place: Timer] = [:]
        var refusals: [String: Counter] = [:]
    }

    private let registry: MetricRegistry
    private let cut: Counter
    private let state = Mutex(State())

    init(_ registry: MetricRegistry) {
        self.registry = registry
        cut = Counter(label: "soleus_http_cut_total", factory: registry)
    }

    func note(_ request: HTTPObservation) {
        // A route that nobody has is one series, whatever clients ask for.
        let place = Place(method: request.method?.rawValue ?? "other", route: request.routeTemplate ?? "none")
        let outcome = Outcome(place: place, status: request.status?.code ?? 0)
        let (counter, timer, refusal) = state.withLock { state in
            let counter = state.requests[outcome] ?? makeCounter(outcome)
            state.requests[outcome] = counter
            let timer = state.seconds[place] ?? makeTimer(place)
            state.seconds[place] = timer
            guard let problem = request.problem else { return (counter, timer, nil as Counter?) }
            let refusal = state.refusals[problem] ?? makeRefusal(problem)
            state.refusals[problem] = refusal
            return (counter, timer, refusal)
        }
        counter.increment()
        timer.recordNanoseconds(Int64(request.duration / .nanoseconds(1)))
        refusal?.increment()
        if !request.isWhole { cut.increment() }
    }

    private func makeCounter(_ outcome: Outcome) -> Counter {
        Counter(
            label: "soleus_http_requests_total",
            dimensions: [
                ("method", outcome.place.method), ("route", outcome.place.route), ("status", String(outcome.status)),
            ], factory: registry)
    }

    private func makeTimer(_ place: Place) -> Timer {
        Timer(
            label: "soleus_http_request_seconds", dimensions: [("method", place.method), ("route", place.route)],
            factory: registry)
    }

    private func makeRefusal(_ problem: String) -> Counter {
        Counter(label: "soleus_http_refusals_total", dimensions: [("problem", problem)], factory: registry)
    }
}
