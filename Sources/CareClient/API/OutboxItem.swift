import Care
import ChartSync
public import Foundation

/// Something that was done on this device, and what became of it.
public struct OutboxItem: Hashable, Sendable {
    /// How far it has come.
    public enum State: String, Hashable, Sendable {
        /// Recorded here only.
        case pending
        /// Sent, and not answered: the service may or may not have it.
        case sent
        /// The service has it for good.
        case acknowledged
    }

    /// Whose chart it is about.
    public var chart: UUID
    /// What it is, by its name in the protocol, such as `check_in`.
    public var kind: String
    /// `insert`, `update` or `delete`.
    public var operation: String
    /// The record that it made or changed.
    public var record: UUID
    /// When, by the device's clock.
    public var recordedAt: Date
    /// How far it has come.
    public var state: State
    /// Why the service has kept it apart instead of applying it; nil when it has not.
    public var setAsideBecause: String?

    init(_ entry: OutboxEntry) {
        chart = entry.chart.uuid
        kind = entry.mutation.kind
        operation = entry.mutation.op
        record = entry.mutation.row.uuid
        recordedAt = entry.recordedAt.date
        state = State(rawValue: entry.state.rawValue) ?? .pending
        setAsideBecause = entry.isSetAside ? entry.outcome?.reason?.text ?? "No reason was given." : nil
    }
}

/// Something that the service has kept apart instead of making it part of the chart, with what can be done about it.
public struct SetAsideRecord: Hashable, Sendable, Identifiable {
    /// What its author can do.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Record it anew as it should have been (`CareDevice.record(_:insteadOf:)`).
        case correctAndRecordAgain
        /// Leave it aside for good (`CareDevice.dismiss(setAside:)`).
        case dismiss
        /// Nothing: their PT decides.
        case waitForPT
    }

    /// Names it for `CareDevice.dismiss(setAside:)` and `record(_:insteadOf:)`.
    public var id: UUID
    /// What it is, by its name in the protocol, such as `session_log`.
    public var kind: String
    /// Why, as a stable name such as `base_moved`.
    public var reason: String
    /// Why, in a sentence for the person who recorded it.
    public var explanation: String
    /// Which value is to blame, where one is.
    public var field: CareFailure.FieldProblem?
    /// What was recorded, where it is of a kind that this version can show.
    public var painReport: PainReport?
    /// Likewise.
    public var session: LoggedSession?
    /// Likewise.
    public var run: LoggedRun?
    /// Likewise.
    public var shoe: RunningShoe?
    /// Likewise.
    public var outcome: OutcomeReport?
    /// Likewise.
    public var fall: Fall?
    /// Likewise.
    public var selfCare: SelfCare?
    /// Likewise.
    public var goal: CareGoal?
    /// What can be done now; empty once it was decided.
    public var actions: [Action]
    /// `accepted` or `dismissed`; nil while it waits.
    public var decision: String?

    init(_ entry: ChartEntry<SetAside>, role: Role) {
        let setAside = entry.content
        id = entry.row.uuid
        kind = setAside.kind
        reason = setAside.reason.rawValue
        explanation = setAside.reason.text
        field = setAside.detail.map { .init(field: $0.pointer, message: $0.message) }
        actions = SetAsideAction.open(for: setAside, row: entry.row, role: role)
            .compactMap { Action(rawValue: $0.rawValue) }
        decision = setAside.resolution?.decision.rawValue
        guard let kind = RowKind(rawValue: setAside.kind), setAside.op == RowOperation.insert.rawValue,
            let body = setAside.body,
            // try?: it may have been set aside for not being readable, and is then shown by its reason alone.
            let content = try? RowContent(kind: kind, body: body)
        else { return }
        switch content {
        case .checkIn(let checkIn): painReport = PainReport(checkIn)
        case .sessionLog(let log): session = LoggedSession(log)
        case .runLog(let log): run = LoggedRun(log)
        case .shoe(let pair): shoe = RunningShoe(pair)
        case .outcomeResponse(let response): outcome = OutcomeReport(response)
        case .fallReport(let report): fall = Fall(report)
        case .selfCare(let log): selfCare = SelfCare(log)
        case .goal(let aim): goal = CareGoal(aim)
        case .planRevision, .clearance, .disclaimerAcknowledgement, .runPhase, .alert,
            .alertAcknowledgement, .suggestion, .message, .messageReading, .visit, .careNote, .emergencyAccess,
            .setAside:
            break
        }
    }
}
