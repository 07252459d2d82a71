/// The kinds of rows that a chart holds, by their names on the wire and in the ledger.
package enum RowKind: String, Hashable, Sendable, Codable, CaseIterable {
    case planRevision = "plan_revision"
    case sessionLog = "session_log"
    case checkIn = "check_in"
    case runLog = "run_log"
    case shoe
    /// A mutation that was not applied: what somebody recorded is kept where they and their PT see it.
    case setAside = "set_aside"
}
