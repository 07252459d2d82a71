import Care
import ChartSync
import Postgres

/// What alerts rest on, the alerts, and what the care team said about them.
enum AlertTables {
    static let falls = RecordTable(
        .fallReport,
        LocalMoment.columns { (fall: FallReport) in fall.moment } + [
            RecordColumn("kind") { $0.kind }, RecordColumn("note") { $0.note },
        ],
        unwrap: { if case .fallReport(let fall) = $0 { fall } else { nil } },
        read: { row in
            .fallReport(FallReport(moment: try LocalMoment(&row), kind: try row.next(), note: try row.next()))
        })

    static let clearances = RecordTable(
        .clearance,
        LocalMoment.columns { (clearance: Clearance) in clearance.moment } + [
            RecordColumn("cleared_by") { $0.clearedBy }, RecordColumn("seen") { $0.seen },
            RecordColumn("note") { $0.note },
        ],
        unwrap: { if case .clearance(let clearance) = $0 { clearance } else { nil } },
        read: { row in
            .clearance(
                Clearance(
                    moment: try LocalMoment(&row), clearedBy: try row.next(), seen: try row.next(),
                    note: try row.next()))
        })

    static let alerts = RecordTable(
        .alert,
        [
            RecordColumn<AlertRecord>("finding") { $0.finding }, RecordColumn("since") { $0.since },
            RecordColumn("evidence") { $0.evidence }, RecordColumn("words") { $0.words },
            RecordColumn("advice") { $0.advice }, RecordColumn("opened_at") { $0.openedAt },
            RecordColumn("acknowledged_at") { $0.acknowledgedAt }, RecordColumn("snoozed_until") { $0.snoozedUntil },
            RecordColumn("escalated_at") { $0.escalatedAt }, RecordColumn("closed_at") { $0.closedAt },
        ],
        unwrap: { if case .alert(let alert) = $0 { alert } else { nil } },
        read: { row in
            .alert(
                AlertRecord(
                    finding: try row.next(), since: try row.next(), evidence: try row.next(), words: try row.next(),
                    advice: try row.next(), openedAt: try row.next(), acknowledgedAt: try row.next(),
                    snoozedUntil: try row.next(), escalatedAt: try row.next(), closedAt: try row.next()))
        })

    static let acknowledgements = RecordTable(
        .alertAcknowledgement,
        [
            RecordColumn<AlertAcknowledgement>("rule") { $0.rule }, RecordColumn("level") { $0.level },
            RecordColumn("evidence") { $0.evidence }, RecordColumn("acknowledged_by") { $0.acknowledgedBy },
            RecordColumn("at") { $0.at }, RecordColumn("snoozed_until") { $0.snoozedUntil },
            RecordColumn("note") { $0.note },
        ],
        unwrap: { if case .alertAcknowledgement(let word) = $0 { word } else { nil } },
        read: { row in
            .alertAcknowledgement(
                AlertAcknowledgement(
                    rule: try row.next(), level: try row.next(), evidence: try row.next(),
                    acknowledgedBy: try row.next(), at: try row.next(), snoozedUntil: try row.next(),
                    note: try row.next()))
        })
}
