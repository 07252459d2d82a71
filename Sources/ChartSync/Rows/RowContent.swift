package import Care
package import StrictJSON

/// What one row of a chart says, typed.
package enum RowContent: Hashable, Sendable {
    case planRevision(PlanRevision)
    case sessionLog(SessionLog)
    case checkIn(CheckIn)
    case runLog(RunLog)
    case shoe(Shoe)
    case outcomeResponse(OutcomeResponse)
    case fallReport(FallReport)
    case clearance(Clearance)
    case selfCare(SelfCareLog)
    case disclaimerAcknowledgement(DisclaimerAcknowledgement)
    case runPhase(RunPhaseStart)
    case alert(AlertRecord)
    case alertAcknowledgement(AlertAcknowledgement)
    case suggestion(SuggestionRecord)
    case message(Message)
    case messageReading(MessageReading)
    case visit(Visit)
    case careNote(CareNote)
    case goal(Goal)
    case emergencyAccess(EmergencyAccess)
    case setAside(SetAside)

    package var kind: RowKind {
        switch self {
        case .planRevision: .planRevision
        case .sessionLog: .sessionLog
        case .checkIn: .checkIn
        case .runLog: .runLog
        case .shoe: .shoe
        case .outcomeResponse: .outcomeResponse
        case .fallReport: .fallReport
        case .clearance: .clearance
        case .selfCare: .selfCare
        case .disclaimerAcknowledgement: .disclaimerAcknowledgement
        case .runPhase: .runPhase
        case .alert: .alert
        case .alertAcknowledgement: .alertAcknowledgement
        case .suggestion: .suggestion
        case .message: .message
        case .messageReading: .messageReading
        case .visit: .visit
        case .careNote: .careNote
        case .goal: .goal
        case .emergencyAccess: .emergencyAccess
        case .setAside: .setAside
        }
    }

    /// Reads the wire form of a row of this kind.
    ///
    /// A field that this version does not know is refused: a typed table has no place for it, and dropping it would lose
    /// what somebody recorded.
    ///
    /// - Throws: `JSONProblem` with the pointer of the first field that does not fit.
    package init(kind: RowKind, body: JSONValue) throws(JSONProblem) {
        switch kind {
        case .planRevision: self = .planRevision(try body.decode())
        case .sessionLog: self = .sessionLog(try body.decode())
        case .checkIn: self = .checkIn(try body.decode())
        case .runLog: self = .runLog(try body.decode())
        case .shoe: self = .shoe(try body.decode())
        case .outcomeResponse: self = .outcomeResponse(try body.decode())
        case .fallReport: self = .fallReport(try body.decode())
        case .clearance: self = .clearance(try body.decode())
        case .selfCare: self = .selfCare(try body.decode())
        case .disclaimerAcknowledgement: self = .disclaimerAcknowledgement(try body.decode())
        case .runPhase: self = .runPhase(try body.decode())
        case .alert: self = .alert(try body.decode())
        case .alertAcknowledgement: self = .alertAcknowledgement(try body.decode())
        case .suggestion: self = .suggestion(try body.decode())
        case .message: self = .message(try body.decode())
        case .messageReading: self = .messageReading(try body.decode())
        case .visit: self = .visit(try body.decode())
        case .careNote: self = .careNote(try body.decode())
        case .goal: self = .goal(try body.decode())
        case .emergencyAccess: self = .emergencyAccess(try body.decode())
        case .setAside: self = .setAside(try body.decode())
        }
    }

    /// The wire form.
    package func body() throws(JSONProblem) -> JSONValue {
        switch self {
        case .planRevision(let revision): try JSONValue.encoding(revision)
        case .sessionLog(let log): try JSONValue.encoding(log)
        case .checkIn(let checkIn): try JSONValue.encoding(checkIn)
        case .runLog(let run): try JSONValue.encoding(run)
        case .shoe(let shoe): try JSONValue.encoding(shoe)
        case .outcomeResponse(let response): try JSONValue.encoding(response)
        case .fallReport(let fall): try JSONValue.encoding(fall)
        case .clearance(let clearance): try JSONValue.encoding(clearance)
        case .selfCare(let log): try JSONValue.encoding(log)
        case .disclaimerAcknowledgement(let acknowledgement): try JSONValue.encoding(acknowledgement)
        case .runPhase(let start): try JSONValue.encoding(start)
        case .alert(let alert): try JSONValue.encoding(alert)
        case .alertAcknowledgement(let acknowledgement): try JSONValue.encoding(acknowledgement)
        case .suggestion(let suggestion): try JSONValue.encoding(suggestion)
        case .message(let message): try JSONValue.encoding(message)
        case .messageReading(let reading): try JSONValue.encoding(reading)
        case .visit(let visit): try JSONValue.encoding(visit)
        case .careNote(let note): try JSONValue.encoding(note)
        case .goal(let goal): try JSONValue.encoding(goal)
        case .emergencyAccess(let access): try JSONValue.encoding(access)
        case .setAside(let setAside): try JSONValue.encoding(setAside)
        }
    }

    /// Writes the wire form; of what devices send by the dozen, without making it first.
    package func write(to output: inout JSONOutput) throws(JSONProblem) {
        switch self {
        case .sessionLog(let log): try log.write(to: &output)
        case .checkIn(let checkIn): try checkIn.write(to: &output)
        case .runLog(let run): try run.write(to: &output)
        case .shoe(let shoe): try shoe.write(to: &output)
        case .setAside(let setAside): try setAside.write(to: &output)
        case .planRevision, .outcomeResponse, .fallReport, .clearance, .selfCare, .disclaimerAcknowledgement, .runPhase,
            .alert, .alertAcknowledgement, .suggestion, .message, .messageReading, .visit, .careNote, .goal,
            .emergencyAccess:
            output.append(try body())
        }
    }

    /// The day on which a fact happened, by the member's calendar; nil for what has none.
    package var day: LocalDay? {
        switch self {
        case .sessionLog(let log): log.moment.day
        case .checkIn(let checkIn): checkIn.moment.day
        case .runLog(let run): run.moment.day
        case .outcomeResponse(let response): response.moment.day
        case .fallReport(let fall): fall.moment.day
        case .selfCare(let log): log.moment.day
        case .planRevision, .shoe, .clearance, .disclaimerAcknowledgement, .runPhase, .alert, .alertAcknowledgement,
            .suggestion, .message, .messageReading, .visit, .careNote, .goal, .emergencyAccess, .setAside:
            nil
        }
    }

    /// The rules that the types alone do not hold.
    package var violations: [FieldViolation] {
        switch self {
        case .planRevision(let revision): revision.violations
        case .sessionLog(let log): log.violations
        case .checkIn(let checkIn): checkIn.violations
        case .runLog(let run): run.violations
        case .shoe(let shoe): shoe.violations
        case .outcomeResponse(let response): response.violations
        case .clearance(let clearance): clearance.violations
        case .selfCare(let log): log.violations
        case .disclaimerAcknowledgement(let acknowledgement): acknowledgement.violations
        case .alert(let alert): alert.violations
        case .alertAcknowledgement(let acknowledgement): acknowledgement.violations
        case .suggestion(let suggestion): suggestion.violations
        case .messageReading(let reading): reading.violations
        case .visit(let visit): visit.violations
        case .emergencyAccess(let access): access.violations
        case .fallReport, .runPhase, .message, .careNote, .goal, .setAside: []
        }
    }
}

extension PlanRevision {
    /// The numbers of content that a column can hold; no content comes near a million versions.
    private static let contentVersions = 1...1_000_000

    fileprivate var violations: [FieldViolation] {
        var found = content.violations.map { FieldViolation(pointer: "/content\($0.pointer)", message: $0.message) }
        let message = "must be \(Self.contentVersions.lowerBound) to \(Self.contentVersions.upperBound)"
        if let template, !Self.contentVersions.contains(template.version) {
            found.append(FieldViolation(pointer: "/template/version", message: message))
        }
        for (index, item) in content.items.enumerated() where !Self.contentVersions.contains(item.exerciseVersion) {
            found.append(FieldViolation(pointer: "/content/items/\(index)/exerciseVersion", message: message))
        }
        return found
    }
}

/// One row of a chart as the database and a device hold it.
package struct ChartRowState: Hashable, Sendable {
    package var id: RowID
    /// The chart version that last changed the row.
    package var version: Int64
    package var content: RowContent
    /// For kinds that can be updated: the version that last changed each field group, in the order of `FieldGroups`.
    package var groupVersions: [Int64]

    package init(id: RowID, version: Int64, content: RowContent, groupVersions: [Int64] = []) {
        self.id = id
        self.version = version
        self.content = content
        self.groupVersions = groupVersions
    }
}
