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
        let (checkIns, flagged, sessions, runs) = try transaction.pipeline(
            CheckInStatements.ofDays.all(member.id, first, last), CheckInStatements.flagged.all(member.id),
            SessionStatements.ofDays.all(member.id, first, last), RunStatements.ofDays.all(member.id, first, last))
        let records = try RecordTables.everyRow(
            of: [.outcomeResponse, .fallReport, .clearance, .alert, .alertAcknowledgement], of: member.id,
            in: transaction)
        var picture = ChartPicture(today: today, careBegan: careBegan)
        let old = flagged.filter { row in !checkIns.contains { $0.id == row.id } }
        // Of sessions, alerts read the pain alone: what was done in them is not fetched.
        let logs = sessions.map { ChartRowState(id: $0.id, version: $0.version, content: .sessionLog($0.log)) }
        picture.add(checkIns + old + logs + runs + records)
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

extension ChartPicture {
    /// Puts rows where the rules look for them; what they do not read is passed over.
    mutating func add(_ rows: [ChartRowState]) {
        for row in rows {
            switch row.content {
            case .planRevision(let revision): revisions.append(Charted(row.id, revision))
            case .sessionLog(let log): sessions.append(Charted(row.id, log))
            case .checkIn(let checkIn): checkIns.append(Charted(row.id, checkIn))
            case .runLog(let run): runs.append(Charted(row.id, run))
            case .shoe(let shoe): shoes.append(Charted(row.id, shoe))
            case .outcomeResponse(let response): outcomes.append(Charted(row.id, response))
            case .fallReport(let fall): falls.append(Charted(row.id, fall))
            case .selfCare(let log): selfCare.append(Charted(row.id, log))
            case .clearance(let clearance): clearances.append(Charted(row.id, clearance))
            case .runPhase(let start): runPhases.append(Charted(row.id, start))
            case .disclaimerAcknowledgement, .alert, .alertAcknowledgement, .suggestion, .message, .messageReading,
                .visit,
                .careNote,
                .goal, .emergencyAccess, .setAside:
                break
            }
        }
    }
}
