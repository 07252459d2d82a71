/// An alert as the chart keeps it from when it is found until nothing is left of it.
///
/// The service writes it, and it reaches every device that has the chart: the member's, where `advice` says what to do, and
/// those of the care team.
package struct AlertRecord: Hashable, Sendable, Codable {
    package var finding: AlertFinding
    package var since: Instant
    /// The rows that it rests on; empty where a silence follows a mere log-in.
    package var evidence: [RowID]
    /// For the care team: what was found, in plain sentences with the numbers.
    package var words: String
    /// For the member: what to do now; nil where they are told nothing.
    package var advice: String?
    package var openedAt: Instant
    /// When somebody of the care team took note of it as it is now.
    package var acknowledgedAt: Instant?
    package var snoozedUntil: Instant?
    /// When it had waited too long for somebody to look.
    package var escalatedAt: Instant?
    package var closedAt: Instant?

    package init(
        finding: AlertFinding, since: Instant, evidence: [RowID], words: String, advice: String? = nil,
        openedAt: Instant, acknowledgedAt: Instant? = nil, snoozedUntil: Instant? = nil, escalatedAt: Instant? = nil,
        closedAt: Instant? = nil
    ) {
        self.finding = finding
        self.since = since
        self.evidence = evidence
        self.words = words
        self.advice = advice
        self.openedAt = openedAt
        self.acknowledgedAt = acknowledgedAt
        self.snoozedUntil = snoozedUntil
        self.escalatedAt = escalatedAt
        self.closedAt = closedAt
    }

    package var rule: AlertRule { finding.rule }
    package var level: AlertLevel { finding.level }
    package var isOpen: Bool { closedAt == nil }

    /// Whether it is to be shown at an instant: open, and not out of sight for now.
    package func isInSight(at now: Instant) -> Bool { isOpen && (snoozedUntil.map { $0 <= now } ?? true) }

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if words.isEmpty || words.utf8.count > 8_000 {
            found.append(FieldViolation(pointer: "/words", message: "must be 1 to 8000 bytes"))
        }
        if let closedAt, closedAt < openedAt {
            found.append(FieldViolation(pointer: "/closedAt", message: "must not be before openedAt"))
        }
        if let escalatedAt, escalatedAt < openedAt {
            found.append(FieldViolation(pointer: "/escalatedAt", message: "must not be before openedAt"))
        }
        return found
    }
}

extension AlertFinding {
    /// What the member is told at once; the software never diagnoses (domain guide §4.6).
    package var advice: String? {
        switch self {
        case .redFlag: RedFlag.advice
        case .fall:
            "Stop exercising for now. If you hit your head, cannot stand or feel unwell, get medical care; in an "
                + "emergency, call 911. Your plan is paused until your physical therapist has spoken with you."
        default: nil
        }
    }
}
