import Care
import CareStore
import ChartSync
import Postgres

/// What alerts are found from: the reports of the last weeks, and of all time what pauses a plan and what was scored.
enum AlertReading {
    /// Pain is compared with reports of so many days, and no older ones (choice: an alert is about now).
    static let days = 60

    struct Found {
        var picture: ChartPicture
        var acknowledgements: [AlertAcknowledgement]
        var kept: [Charted<AlertRecord>]
        /// The same, as rows.
        var alertRows: [ChartRowState]
    }

    static func read(
        _ member: Member, today: LocalDay, careBegan: LocalDay, in transaction: borrowing Transaction
    ) throws -> Found {
        let first = today.adding(days: -days)
        // A fast clock dates reports later than today.
        let last = today.adding(days: 3_650)
        let answers = try transaction.pipeline { pipeline in
            (
                pipeline.add(CheckInStatements.ofDays.all(member.id, first, last)),
                pipeline.add(CheckInStatements.flagged.all(member.id)),
                pipeline.add(SessionStatements.painOfDays.all(member.id, first, last)),
                pipeline.add(RunStatements.ofDays.all(member.id, first, last)),
                RecordTables.everyRow(
                    of: [.outcomeResponse, .fallReport, .clearance, .alert, .alertAcknowledgement], of: member.id,
                    into: &pipeline)
            )
        }
        let (checkIns, flagged) = (try answers.0.value, try answers.1.value)
        let (sessions, runs) = (try answers.2.value, try answers.3.value)
        let records = try answers.4.flatMap { try $0.value }
        var picture = ChartPicture(today: today, careBegan: careBegan)
        let old = flagged.filter { row in !checkIns.contains { $0.id == row.id } }
        picture.add(checkIns + old + sessions + runs + records)
        return Found(
            picture: picture,
            acknowledgements: records.compactMap {
                if case .alertAcknowledgement(let word) = $0.content { word } else { nil }
            },
            kept: records.compactMap {
                if case .alert(let alert) = $0.content { Charted($0.id, alert) } else { nil }
            },
            alertRows: records.filter { $0.content.kind == .alert })
    }
}
