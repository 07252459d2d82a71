package import Care
package import ChartSync
package import Postgres

/// The tables of the kinds of which a chart has few rows.
///
/// A new such kind is a line of `all`, its table in a migration, its lines in `RowKind`, `RowContent` and `ConflictRules`,
/// and its sample in the tests.
package enum RecordTables {
    /// A row is written after those that it may refer to.
    package static let all: [RecordTable] = [
        OutcomeTables.responses, AlertTables.falls, SelfCareTables.logs, AlertTables.clearances,
        DisclaimerTables.acknowledgements,
        RunPhaseTables.starts, AlertTables.alerts, AlertTables.acknowledgements, SuggestionTables.suggestions,
        CareTeamTables.messages, CareTeamTables.readings, CareTeamTables.visits, CareTeamTables.notes,
        CareTeamTables.goals, CareTeamTables.emergencies,
    ]

    private static let byKind = Dictionary(all.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })

    /// Nil for a kind with statements of its own.
    package static func table(of kind: RowKind) -> RecordTable? { byKind[kind] }

    package static let statements: [any AnyStatement] =
        [after] + all.flatMap { $0.statements }

    /// Which rows were changed after a version, at most so many, in the order of their versions: asked of all the tables at
    /// once, since a page of a pull finds nothing in nearly all of them.
    package static let after = Statement(
        union { table in
            // The names of our own tables, not from input.
            """
            (SELECT id, version, '\(table)' FROM \(table) WHERE member_id = $1 AND version > $2 ORDER BY version LIMIT $3)
            """
        } + " ORDER BY 2 LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self), gives: Types(RowID.self, Int64.self, RowKind.self))

    /// For `ChartStatements.rowCounts`.
    // The names of our own tables, not from input.
    static let counts = union { "SELECT '\($0)', count(*) FROM \($0) WHERE member_id = $1" }

    private static func union(_ part: (String) -> String) -> String {
        all.map { part($0.kind.rawValue) }.joined(separator: "\nUNION ALL ")
    }

    /// Whole rows of several of the tables, in one round trip; none when nothing is asked for.
    package static func rows(
        _ wanted: [(RowID, RowKind)], of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        let byKind = Dictionary(grouping: wanted, by: \.1)
        let tables = all.filter { byKind[$0.kind] != nil }
        guard !tables.isEmpty else { return [] }
        let found = try transaction.pipeline { pipeline in
            tables.map { pipeline.add($0.named(member, (byKind[$0.kind] ?? []).map(\.0))) }
        }
        return try found.flatMap { try $0.value }
    }

    /// Every row of some kinds, in one round trip.
    package static func everyRow(
        of kinds: [RowKind], of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        guard kinds.contains(where: { table(of: $0) != nil }) else { return [] }
        let found = try transaction.pipeline { pipeline in everyRow(of: kinds, of: member, into: &pipeline) }
        return try found.flatMap { try $0.value }
    }

    /// The same, asked along with other things.
    package static func everyRow(
        of kinds: [RowKind], of member: MemberID, into pipeline: inout Pipeline
    ) -> [Pending<[ChartRowState]>] {
        kinds.compactMap { table(of: $0) }.map { pipeline.add($0.everyRow(member)) }
    }

    static func write(_ result: ChartMerge.Result, of member: MemberID, into pipeline: inout Pipeline) {
        for row in result.inserted { table(of: row.content.kind)?.insert(member, row, &pipeline) }
        for row in result.updated { table(of: row.content.kind)?.update?(member, row, &pipeline) }
    }
}
