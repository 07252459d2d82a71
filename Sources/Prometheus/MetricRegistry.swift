import Synchronization

/// Every metric of a process, as a catalogue that was written down beforehand.
///
/// What is not in the catalogue, with just its labels, is not kept: nobody's name becomes a label by an oversight. It is the
/// factory of swift-metrics for what is counted as it happens (`Counter`, `Timer`, `Meter`); what can be looked at when somebody asks is
/// read then, from `collect`.
package final class MetricRegistry: Sendable {
    private struct State {
        var series: [String: [[String]: any MetricSeries]] = [:]
        var collectors: [@Sendable () -> [MetricReading]] = []
        var refused: Int64 = 0
    }

    /// How many series were refused, because the catalogue does not have them or has enough of them.
    package static let refusals = MetricDescription(
        "soleus_metric_series_refused_total", .counter,
        "Series that were not kept, since they are not in the catalogue or would be too many.")

    /// In the order in which they are shown.
    package let catalogue: [MetricDescription]
    private let byName: [String: MetricDescription]
    private let state = Mutex(State())

    /// - Precondition: names are unique.
    package init(_ catalogue: [MetricDescription]) {
        self.catalogue = catalogue + [Self.refusals]
        byName = Dictionary(uniqueKeysWithValues: self.catalogue.map { ($0.name, $0) })
    }

    /// Has somebody asked for readings each time the metrics are shown; they must not wait.
    package func collect(_ read: @escaping @Sendable () -> [MetricReading]) {
        state.withLock { $0.collectors.append(read) }
    }

    /// Everything there is, in the text format of Prometheus.
    package func exposition() -> String {
        let (series, collectors) = state.withLock { ($0.series, $0.collectors) }
        var readings: [String: [[String]: [MetricSample]]] = series.mapValues { family in
            family.mapValues(\.samples)
        }
        for reading in collectors.flatMap({ $0() }) {
            let known = readings[reading.name, default: [:]]
            guard let description = admissible(reading.name, reading.labels, beside: known.count) else { continue }
            readings[description.name, default: [:]][reading.labels] = [MetricSample(value: reading.value)]
        }
        // Last, so that it counts the refusals above.
        readings[Self.refusals.name] = [[]: [MetricSample(value: Double(state.withLock(\.refused)))]]
        return catalogue.map { MetricText.family($0, readings[$0.name] ?? [:]) }.joined()
    }

    /// The series of a metric with these labels, made where there is none; nil where it may not be.
    func series<Series: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], _ make: (MetricDescription.Kind) -> Series?
    ) -> Series? {
        guard let description = byName[name], dimensions.count == description.labels.count else {
            refuse()
            return nil
        }
        var labels: [String] = []
        for label in description.labels {
            guard let value = dimensions.first(where: { $0.0 == label })?.1 else {
                refuse()
                return nil
            }
            labels.append(value)
        }
        return state.withLock { state in
            if let known = state.series[name]?[labels] { return known as? Series }
            guard state.series[name, default: [:]].count < description.maximumSeries,
                let made = make(description.kind)
            else {
                state.refused += 1
                return nil
            }
            state.series[name, default: [:]][labels] = made
            return made
        }
    }

    /// Forgets a series.
    func remove(_ series: AnyObject) {
        state.withLock { state in
            for (name, family) in state.series {
                if let key = family.first(where: { $0.value === series })?.key { state.series[name]?[key] = nil }
            }
        }
    }

    private func admissible(_ name: String, _ labels: [String], beside count: Int) -> MetricDescription? {
        guard let description = byName[name], description.labels.count == labels.count,
            count < description.maximumSeries
        else {
            refuse()
            return nil
        }
        return description
    }

    private func refuse() { state.withLock { $0.refused += 1 } }
}
