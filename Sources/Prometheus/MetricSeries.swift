import CoreMetrics
import Synchronization

/// What one series has come to.
protocol MetricSeries: AnyObject, Sendable {
    /// The lines' endings after the metric's name, their further label, and their values.
    var samples: [MetricSample] { get }
}

/// One line of a series.
struct MetricSample: Hashable, Sendable {
    /// What follows the metric's name: `_bucket`, `_sum`, `_count` or nothing.
    var suffix = ""
    /// The upper bound of a bucket.
    var bound: String?
    var value: Double
}

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.add(max(0, amount), ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    var samples: [MetricSample] { [MetricSample(value: Double(value.load(ordering: .relaxed)))] }
}

/// A number that is what it was last set to.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { self.value.withLock { $0 = value } }

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }

    var samples: [MetricSample] { [MetricSample(value: value.withLock { $0 })] }
}

/// How many values were at most so large, for each of some sizes.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    private struct State {
        /// For each bucket, and for what is beyond the last; not yet added up.
        var counts: [Int64]
        var sum = 0.0
    }

    private let buckets: [Double]
    private let state: Mutex<State>

    init(buckets: [Double]) {
        self.buckets = buckets
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let position = buckets.firstIndex { value <= $0 } ?? buckets.count
        state.withLock { state in
            state.counts[position] += 1
            state.sum += value
        }
    }

    /// Times are shown in seconds.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    var samples: [MetricSample] {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var total: Int64 = 0
        var samples: [MetricSample] = []
        for (bound, count) in zip(buckets.map(MetricText.number) + ["+Inf"], counts) {
            total += count
            samples.append(MetricSample(suffix: "_bucket", bound: bound, value: Double(total)))
        }
        samples.append(MetricSample(suffix: "_sum", value: sum))
        samples.append(MetricSample(suffix: "_count", value: Double(total)))
        return samples
    }
}
