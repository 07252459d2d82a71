/// What has to be written so that the alerts that a chart keeps are those that it gives reason for.
package struct AlertBook: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case open(AlertRecord)
        case change(RowID, AlertRecord)
    }

    /// Empty when everything is kept as it is.
    package let changes: [Change]
    /// When to look again although nothing is recorded; nil when only a new record can change something.
    package let nextLook: Instant?

    /// A critical alert waits so long for somebody to look before it is escalated, and a high one so long; a low one may
    /// wait (choices).
    package static func patienceSeconds(_ level: AlertLevel) -> Int64? {
        switch level {
        case .critical: 3_600
        case .high: 86_400
        case .low: nil
        }
    }

    /// While a member is silent, a mere log-in ends the alert, and writes nothing that would have somebody look: so the
    /// chart is looked at so often (choice).
    package static let silenceSeconds: Int64 = 3_600

    /// Compares the alerts that are kept and open with those found now.
    ///
    /// - Parameter kept: one for each rule at most; the closed ones may be left out.
    package init(kept: [Charted<AlertRecord>], found: OpenAlerts, now: Instant) {
        var changes: [Change] = []
        var looks = [found.nextLook].compactMap(\.self)
        let open = kept.filter(\.value.isOpen)
        for alert in found.alerts {
            let known = open.first { $0.value.rule == alert.rule }
            let record = Self.record(of: alert, known: known?.value, now: now)
            if let known {
                if record != known.value { changes.append(.change(known.id, record)) }
            } else {
                changes.append(.open(record))
            }
            if let escalation = Self.escalation(of: record) { looks.append(escalation) }
            if record.rule == .engagement { looks.append(now.adding(seconds: Self.silenceSeconds)) }
        }
        for known in open where !found.alerts.contains(where: { $0.rule == known.value.rule }) {
            var closed = known.value
            closed.closedAt = max(now, closed.openedAt)
            changes.append(.change(known.id, closed))
        }
        self.changes = changes
        nextLook = looks.filter { $0 > now }.min()
    }

    /// When an alert that nobody has looked at is escalated; nil for one that is not, or was.
    private static func escalation(of record: AlertRecord) -> Instant? {
        guard record.acknowledgedAt == nil, record.escalatedAt == nil else { return nil }
        return patienceSeconds(record.level).map { record.openedAt.adding(seconds: $0) }
    }

    private static func record(of alert: Alert, known: AlertRecord?, now: Instant) -> AlertRecord {
        // Of a silence, the words count the hours: they are kept as they were when it was found.
        let isSame =
            known.map {
                $0.finding == alert.finding && $0.since == alert.since && $0.evidence == alert.evidence
            } ?? false
        var record =
            known
            ?? AlertRecord(
                finding: alert.finding, since: alert.since, evidence: alert.evidence, words: alert.words, openedAt: now)
        if !isSame || alert.rule != .engagement { record.words = alert.words }
        record.finding = alert.finding
        record.since = alert.since
        record.evidence = alert.evidence
        record.advice = alert.finding.advice
        let wasLookedAt = known?.acknowledgedAt != nil
        record.acknowledgedAt = alert.acknowledgedAt
        record.snoozedUntil = alert.snoozedUntil.flatMap { $0 > now ? $0 : nil }
        if alert.acknowledgedAt != nil {
            record.escalatedAt = nil
        } else if let known, wasLookedAt || known.level < alert.level {
            // Something new is there to look at, and time to look begins anew.
            record.openedAt = max(now, known.openedAt)
            record.escalatedAt = nil
        }
        if let due = escalation(of: record), due <= now { record.escalatedAt = max(now, record.openedAt) }
        return record
    }
}
