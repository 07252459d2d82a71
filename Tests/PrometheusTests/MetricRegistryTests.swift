import CoreMetrics
import Testing

@testable import Prometheus

@Suite struct `A registry of metrics` {
    private static let served = MetricDescription(
        "served_total", .counter, "Requests.\nAll of them, by \\ route.", labels: ["method", "route"],
        maximumSeries: 3)
    private static let lasting = MetricDescription(
        "lasting_seconds", .histogram(buckets: [0.1, 1, 2.5]), "How long.", labels: ["route"])
    private static let waiting = MetricDescription("waiting", .gauge, "Who waits.")

    private func registry() -> MetricRegistry { MetricRegistry([Self.served, Self.lasting, Self.waiting]) }

    @Test func `shows what swift-metrics was told, in the order of its catalogue`() {
        let registry = registry()
        let get = Counter(
            label: "served_total", dimensions: [("route", "/a\"\n\\b"), ("method", "GET")], factory: registry)
        get.increment()
        get.increment(by: 4)
        // The same labels in another order are the same series.
        Counter(label: "served_total", dimensions: [("method", "GET"), ("route", "/a\"\n\\b")], factory: registry)
            .increment()
        let timer = CoreMetrics.Timer(label: "lasting_seconds", dimensions: [("route", "/a")], factory: registry)
        for milliseconds in [50, 100, 700, 9_000] { timer.recordMilliseconds(milliseconds) }
        let meter = Meter(label: "waiting", factory: registry)
        meter.set(7.5)
        meter.decrement(by: 0.25)
        #expect(
            registry.exposition() == """
                # HELP served_total Requests.\\nAll of them, by \\\\ route.
                # TYPE served_total counter
                served_total{method="GET",route="/a\\"\\n\\\\b"} 6
                # HELP lasting_seconds How long.
                # TYPE lasting_seconds histogram
                lasting_seconds_bucket{route="/a",le="0.1"} 2
                lasting_seconds_bucket{route="/a",le="1"} 3
                lasting_seconds_bucket{route="/a",le="2.5"} 3
                lasting_seconds_bucket{route="/a",le="+Inf"} 4
                lasting_seconds_sum{route="/a"} 9.85
                lasting_seconds_count{route="/a"} 4
                # HELP waiting Who waits.
                # TYPE waiting gauge
                waiting 7.25
                # HELP soleus_metric_series_refused_total Series that were not kept, since they are not in the catalogue or would be too many.
                # TYPE soleus_metric_series_refused_total counter
                soleus_metric_series_refused_total 0

                """)
    }

    @Test func `asks for what can be looked at, each time it is shown`() {
        let registry = registry()
        #expect(!registry.exposition().contains("waiting"))
        registry.collect { [MetricReading("waiting", [], 3)] }
        #expect(registry.exposition().contains("\nwaiting 3\n") || registry.exposition().contains("waiting 3\n"))
    }

    @Test func `keeps no label and no metric that nobody has written down, and no more series than were foreseen`() {
        let registry = registry()
        Counter(label: "served_total", dimensions: [("member", "Ana Ruiz")], factory: registry).increment()
        Counter(
            label: "served_total", dimensions: [("method", "GET"), ("member", "Ana Ruiz")], factory: registry
        ).increment()
        Counter(label: "other_total", factory: registry).increment()
        // It is a counter, whoever takes it for something else.
        Meter(label: "served_total", dimensions: [("method", "GET"), ("route", "/")], factory: registry).set(1)
        registry.collect { [MetricReading("waiting", ["Ana Ruiz"], 1), MetricReading("else", [], 1)] }
        for number in 1...5 {
            Counter(
                label: "served_total", dimensions: [("method", "GET"), ("route", "/\(number)")], factory: registry
            ).increment()
        }
        let text = registry.exposition()
        #expect(!text.contains("Ana"))
        #expect(!text.contains("other_total"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("served_total{") } == 3)
        #expect(text.contains("soleus_metric_series_refused_total 8\n"))
    }

    @Test func `forgets a series that is destroyed`() {
        let registry = registry()
        let meter = Meter(label: "waiting", factory: registry)
        meter.set(1)
        #expect(registry.exposition().contains("waiting 1\n"))
        meter.destroy()
        #expect(!registry.exposition().contains("waiting"))
    }

    @Test(arguments: [
        (0.0, "0"), (-1, "-1"), (0.1, "0.1"), (1e18, "1000000000000000000"), (1e300, "1e+300"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func `writes numbers so that they read back as they are`(value: Double, text: String) {
        #expect(MetricText.number(value) == text)
    }

    @Test func `counts from many threads at once without losing one`() async {
        let registry = registry()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        Counter(
                            label: "served_total", dimensions: [("method", "G"), ("route", "/")], factory: registry
                        )
                        .increment()
                        CoreMetrics.Timer(label: "lasting_seconds", dimensions: [("route", "/")], factory: registry)
                            .recordMilliseconds(10)
                    }
                }
            }
        }
        #expect(registry.exposition().contains("served_total{method=\"G\",route=\"/\"} 8000\n"))
        #expect(registry.exposition().contains("lasting_seconds_count{route=\"/\"} 8000\n"))
    }
}
