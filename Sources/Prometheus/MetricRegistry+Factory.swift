package import CoreMetrics

/// What swift-metrics asks of a backend.
///
/// A metric that the catalogue does not have, or has as something else, is counted as refused and goes nowhere.
extension MetricRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let found: CounterSeries? = series(label, dimensions) { $0 == .counter ? CounterSeries() : nil }
        return found ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let found: GaugeSeries? = series(label, dimensions) { $0 == .gauge ? GaugeSeries() : nil }
        return found ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) ?? NOOPMetricsHandler.instance }
        let found: GaugeSeries? = series(label, dimensions) { $0 == .gauge ? GaugeSeries() : nil }
        return found ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }

    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }

    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }

    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries? {
        series(label, dimensions) { kind in
            guard case .histogram(let buckets) = kind else { return nil }
            return HistogramSeries(buckets: buckets)
        }
    }
}
