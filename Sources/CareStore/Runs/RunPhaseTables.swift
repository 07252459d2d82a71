import Care
import ChartSync
import Postgres

/// From when a member is on which phase of walking and running.
enum RunPhaseTables {
    static let starts = RecordTable(
        .runPhase,
        [
            RecordColumn<RunPhaseStart>("phase") { $0.phase }, RecordColumn("from_day") { $0.from },
        ],
        unwrap: { if case .runPhase(let start) = $0 { start } else { nil } },
        read: { row in .runPhase(RunPhaseStart(phase: try row.next(), from: try row.next())) })
}
