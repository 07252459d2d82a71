/// The kinds of rows that a chart holds, by their names on the wire and in the ledger.
package enum RowKind: String, Hashable, Sendable, Codable, CaseIterable {
    case planRevision = "plan_revision"
    case sessionLog = "session_log"
    case checkIn = "check_in"
    case runLog = "run_log"
    case shoe
    case outcomeResponse = "outcome_response"
    case fallReport = "fall_report"
    case clearance
    case selfCare = "self_care"
    case disclaimerAcknowledgement = "disclaimer_acknowledgement"
    case runPhase = "run_phase"
    /// What a human should look at, as the service found it.
    case alert
    case alertAcknowledgement = "alert_acknowledgement"
    /// What the rules proposed, as the service found it, with a PT's decision.
    case suggestion
    case message
    case messageReading = "message_reading"
    case visit
    case careNote = "care_note"
    case goal
    /// A look into the chart by somebody outside of its care team.
    case emergencyAccess = "emergency_access"
    /// A mutation that was not applied: what somebody recorded is kept where they and their PT see it.
    case setAside = "set_aside"
}
