package import Care

extension ChartPicture {
    /// Puts rows where the rules look for them; what they do not read is passed over.
    package mutating func add(_ rows: [ChartRowState]) {
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
                .careNote, .goal, .emergencyAccess, .setAside:
                break
            }
        }
    }
}
