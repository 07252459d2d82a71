package import Care
package import ChartSync
package import Postgres

/// The rows of a chart, of all kinds: read by version or by id, and written as a merge decided.
///
/// One kind, one table (with its parts); this is the one place that knows those of which there are many rows, and
/// `RecordTables` knows the others.
package enum ChartRows {
    /// The rows changed after `version`, in the order of their versions, at most `limit`.
    package static func after(
        _ version: Int64, limit: Int, of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        let (plans, sessions, checkIns, runs, shoes, setAside, records) = try transaction.pipeline(
            PlanStatements.after.all(member, version, limit), SessionStatements.after.all(member, version, limit),
            CheckInStatements.after.all(member, version, limit), RunStatements.after.all(member, version, limit),
            ShoeStatements.after.all(member, version, limit), SetAsideStatements.after.all(member, version, limit),
            RecordTables.after.all(member, version, limit))
        return try first(
            limit, of: member, plans: plans, records: records, others: sessions + checkIns + runs + shoes + setAside,
            in: transaction)
    }

    /// What one part of a sweep has left: its rows up to `version`, in the order of their versions, at most `limit`.
    package static func swept(
        _ sweep: Cursor.Sweep, through version: Int64, since: LocalDay?, limit: Int, of member: MemberID,
        in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        let after = sweep.after
        let isUseful = sweep.part == .useful
        let from = isUseful ? sweep.border : since ?? firstDay
        let until = isUseful ? dayAfterAll : sweep.border
        let (plans, sessions, checkIns, runs) = try transaction.pipeline(
            PlanStatements.swept.all(member, after, version, isUseful, limit),
            SessionStatements.swept.all(member, after, version, from, until, limit),
            CheckInStatements.swept.all(member, after, version, from, until, limit),
            RunStatements.swept.all(member, after, version, from, until, limit))
        var others = sessions + checkIns + runs
        var records: [(RowID, Int64, RowKind)] = []
        if isUseful {
            let (shoes, setAside, found) = try transaction.pipeline(
                ShoeStatements.after.all(member, after, limit), SetAsideStatements.after.all(member, after, limit),
                RecordTables.after.all(member, after, limit))
            others += (shoes + setAside).filter { $0.version <= version }
            records = found.filter { $0.1 <= version }
        }
        return try first(limit, of: member, plans: plans, records: records, others: others, in: transaction)
    }

    /// Outside of the years in which anything can have happened.
    private static let firstDay = LocalDay(dayNumber: -719_162)
    private static let dayAfterAll = LocalDay(dayNumber: 2_932_897)

    /// The first `limit` rows by version, whole.
    ///
    /// Versions are unique in a chart, so the first `limit` of all kinds together are the first of the chart; parts are fetched
    /// for those alone.
    private static func first(
        _ limit: Int, of member: MemberID, plans: [PlanStatements.Head], records: [(RowID, Int64, RowKind)],
        others: [ChartRowState], in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        let versions = plans.map(\.version) + records.map(\.1) + others.map(\.version)
        guard let last = versions.sorted().prefix(limit).last else { return [] }
        let rows =
            try PlanStatements.assemble(plans.filter { $0.version <= last }, of: member, in: transaction)
            + RecordTables.rows(records.filter { $0.1 <= last }.map { ($0.0, $0.2) }, of: member, in: transaction)
            + others.filter { $0.version <= last }
        return rows.sorted { $0.version < $1.version }
    }

    /// The rows with these ids, among those of the kinds that `present` found.
    package static func named(
        _ present: [(RowID, RowKind)], of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        func ids(_ kind: RowKind) -> [RowID] { present.filter { $0.1 == kind }.map(\.0) }
        let (plans, sessions, checkIns, runs, shoes, setAside) = try transaction.pipeline(
            PlanStatements.named.all(member, ids(.planRevision)), SessionStatements.named.all(member, ids(.sessionLog)),
            CheckInStatements.named.all(member, ids(.checkIn)), RunStatements.named.all(member, ids(.runLog)),
            ShoeStatements.named.all(member, ids(.shoe)), SetAsideStatements.named.all(member, ids(.setAside)))
        return try PlanStatements.assemble(plans, of: member, in: transaction)
            + sessions + checkIns + runs + shoes + setAside
            + RecordTables.rows(present, of: member, in: transaction)
    }

    /// Adds the statements that write a merge's rows to a pipeline: one for each table that is touched.
    package static func write(_ result: ChartMerge.Result, of member: MemberID, into pipeline: inout Pipeline) {
        // A shoe before the runs that name it, a plan before the sessions that follow it.
        PlanStatements.insert(result.inserted, of: member, into: &pipeline)
        ShoeStatements.insert(result.inserted, of: member, into: &pipeline)
        SessionStatements.insert(result.inserted, of: member, into: &pipeline)
        CheckInStatements.insert(result.inserted, of: member, into: &pipeline)
        RunStatements.insert(result.inserted, of: member, into: &pipeline)
        SetAsideStatements.insert(result.inserted, of: member, into: &pipeline)
        RecordTables.write(result, of: member, into: &pipeline)
        ShoeStatements.update(result.updated, of: member, into: &pipeline)
        SetAsideStatements.settle(result.updated, of: member, into: &pipeline)
        TombstoneStatements.bury(result.deleted, of: member, into: &pipeline)
    }
}
