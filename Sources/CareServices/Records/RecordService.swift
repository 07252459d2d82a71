package import Care
import CareStore
package import ChartSync
package import Postgres
import StrictJSON

/// Lists the rows of a chart by kind, and takes those that a practitioner adds.
package struct RecordService: Sendable {
    private let database: Database
    private let committed: ChartCommit.Listener

    /// `committed` is told of each commit, after it.
    package init(database: Database, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        self.committed = committed
    }

    /// The rows of one kind, the latest change last.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's.
    package func records(_ kind: RowKind, of member: MemberID, actor: Actor) async throws -> Records {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            guard try transaction.first(AccessStatements.member, member) != nil else { throw CareError.notFound }
            let rows = try RecordTables.everyRow(of: [kind], of: member, in: transaction)
            return Records(rows: try rows.map { try WireRow($0) })
        }
    }

    /// Adds a row; the same id with the same body is the same row, and `isNew` is false.
    ///
    /// - Throws: see `PractitionerWriting`; `CareError.invalid` for a kind that is not recorded so.
    package func record(
        _ record: NewRecord, for member: MemberID, actor: Actor
    ) async throws -> (row: WireRow, isNew: Bool) {
        guard NewRecord.kinds.contains(record.kind) else {
            throw CareError.invalid([FieldViolation(pointer: "/kind", message: "is not recorded by practitioners")])
        }
        let options = TransactionOptions(settings: actor.access(to: member))
        let (row, isNew, commit) = try await database.retrying(options) {
            transaction -> (WireRow, Bool, ChartCommit?) in
            var known: ChartRowState?
            let writing = try PractitionerWriting(
                to: member, naming: [record.id] + record.references, by: actor, in: transaction
            ) { _, rows in
                known = rows[record.id]
                return [
                    Mutation(
                        seq: 0, kind: record.kind.rawValue, op: RowOperation.insert.rawValue, row: record.id,
                        body: record.body)
                ]
            }
            guard let row = writing.row(record.id) ?? known else { throw CareError.notFound }
            let commit = try writing.commit(dryRun: record.dryRun == true, in: transaction)
            return (try WireRow(row), known == nil, commit)
        }
        if let commit { committed(commit) }
        return (row, isNew)
    }
}

extension NewRecord {
    fileprivate var references: [RowID] {
        Mutation(seq: 0, kind: kind.rawValue, op: RowOperation.insert.rawValue, row: id, body: body).references
    }
}
