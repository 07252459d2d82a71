package import Care
package import ChartSync
package import Postgres

/// The rows of a chart, of all kinds: read by version or by id, and written as a merge decided.
///
/// One kind, one table (with its parts); this is the one place that knows them all.
package enum ChartRows {
    /// The rows changed after `version`, in the order of their versions, at most `limit`.
    package static func after(
        _ version: Int64, limit: Int, of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        let (plans, sessions, checkIns, runs, shoes, setAside) = try transaction.pipeline(
            PlanStatements.after.all(member, version, limit), SessionStatements.after.all(member, version, limit),
            CheckInStatements.after.all(member, version, limit), RunStatements.after.all(member, version, limit),
            ShoeStatements.after.all(member, version, limit), SetAsideStatements.after.all(member, version, limit))
        // Versions are unique in a chart, so the first `limit` of all kinds together are the first of the chart; parts are
        // fetched for those alone.
        let last =
            (plans.map(\.version) + sessions.map(\.version) + checkIns.map(\.version) + runs.map(\.version)
            + shoes.map(\.version) + setAside.map(\.version)).sorted().prefix(limit).last ?? version
        let rows =
            try PlanStatements.assemble(plans.filter { $0.version <= last }, of: member, in: transaction)
            + SessionStatements.assemble(sessions.filter { $0.version <= last }, of: member, in: transaction)
            + checkIns + runs + shoes + setAside
        return rows.filter { $0.version <= last }.sorted { $0.version < $1.version }
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
            + SessionStatements.assemble(sessions, of: member, in: transaction) + checkIns + runs + shoes + setAside
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
        ShoeStatements.update(result.updated, of: member, into: &pipeline)
        SetAsideStatements.settle(result.updated, of: member, into: &pipeline)
        TombstoneStatements.bury(result.deleted, of: member, into: &pipeline)
    }
}
