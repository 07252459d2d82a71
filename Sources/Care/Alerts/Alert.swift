/// Something about one member that a human should look at, ranked.
package struct Alert: Hashable, Sendable, Codable {
    package let finding: AlertFinding
    /// When what was found began, by the clock of the device that reported it.
    package let since: Instant
    /// The rows of the chart that it rests on, in the order of their ids; empty where a silence follows a mere log-in.
    package let evidence: [RowID]
    /// What was found, in plain sentences with the numbers.
    package let words: String
    /// When somebody of the care team took note of exactly this; nil while nobody has.
    package internal(set) var acknowledgedAt: Instant?
    /// Until when they do not want to see it; nil when they said nothing of it.
    package internal(set) var snoozedUntil: Instant?

    init(_ finding: AlertFinding, since: Instant, evidence: some Sequence<RowID>, words: String) {
        self.finding = finding
        self.since = since
        self.evidence = Set(evidence).sorted()
        self.words = words
    }

    package var rule: AlertRule { finding.rule }
    package var level: AlertLevel { finding.level }
}
