/// A care team member's word that they have looked at an alert.
///
/// It holds for that evidence and that level and less: a new report or a higher level opens the alert anew.
package struct AlertAcknowledgement: Hashable, Sendable, Codable {
    package var rule: AlertRule
    package var level: AlertLevel
    /// At most 100 rows that the alert rested on; empty for a silence after a mere log-in.
    package var evidence: [RowID]
    package var acknowledgedBy: PractitionerID
    package var at: Instant
    /// Until when the alert is not to be shown; nil when it stays in sight.
    ///
    /// Critical alerts are not snoozed (choice).
    package var snoozedUntil: Instant?
    package var note: Note?

    package init(
        rule: AlertRule, level: AlertLevel, evidence: [RowID], acknowledgedBy: PractitionerID, at: Instant,
        snoozedUntil: Instant? = nil, note: Note? = nil
    ) {
        self.rule = rule
        self.level = level
        self.evidence = evidence
        self.acknowledgedBy = acknowledgedBy
        self.at = at
        self.snoozedUntil = snoozedUntil
        self.note = note
    }

    /// An alert may be out of sight for 14 days at most (choice: no longer than the silence that is itself an alert).
    package static let maximumSnoozeSeconds: Int64 = 14 * 86_400

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if evidence.count > 100 {
            found.append(FieldViolation(pointer: "/evidence", message: "must name at most 100 rows"))
        }
        if Set(evidence).count != evidence.count {
            found.append(FieldViolation(pointer: "/evidence", message: "names a row twice"))
        }
        if let snoozedUntil {
            if level == .critical {
                found.append(FieldViolation(pointer: "/snoozedUntil", message: "must be absent: critical alerts stay"))
            }
            if snoozedUntil <= at || at.adding(seconds: Self.maximumSnoozeSeconds) < snoozedUntil {
                found.append(FieldViolation(pointer: "/snoozedUntil", message: "must be within 14 days after at"))
            }
        }
        return found
    }

    /// Whether it was said of this alert.
    func covers(_ alert: Alert) -> Bool {
        rule == alert.rule && level >= alert.level && Set(evidence).isSuperset(of: alert.evidence)
            // Without evidence, only the time tells one silence from the next.
            && (!alert.evidence.isEmpty || at >= alert.since)
    }
}
