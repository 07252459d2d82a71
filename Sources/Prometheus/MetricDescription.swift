/// What a metric is: its name, what it says, and by which labels it is told apart.
package struct MetricDescription: Hashable, Sendable {
    /// How Prometheus is to read the numbers.
    package enum Kind: Hashable, Sendable {
        /// Only grows, until the process ends.
        case counter
        /// What is so at the moment.
        case gauge
        /// How often a value was at most each of these, in ascending order, and how much all were together.
        case histogram(buckets: [Double])
    }

    /// As Prometheus wants names: with the unit, and `_total` where it counts.
    package let name: String
    /// One line for people.
    package let help: String
    package let kind: Kind
    /// The labels that each of its series has; no others.
    package let labels: [String]
    /// How many series it may have: a label that grows must not fill the memory of whoever collects.
    package let maximumSeries: Int

    package init(
        _ name: String, _ kind: Kind, _ help: String, labels: [String] = [], maximumSeries: Int = 1_000
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.maximumSeries = maximumSeries
    }
}

/// One number of a series, as whoever knows it says it when it is asked.
package struct MetricReading: Hashable, Sendable {
    package let name: String
    /// In the order of the description's labels.
    package let labels: [String]
    package let value: Double

    package init(_ name: String, _ labels: [String] = [], _ value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}
