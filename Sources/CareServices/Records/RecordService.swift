package import Care
import CareStore
package import ChartSync
package import Postgres
import StrictJSON

/// Lists the rows of a chart by kind, and takes those that a practitioner adds.
package struct RecordService: Sendable {
    let database: Database
    let committed: ChartCommit.Listener

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
            // The same row again was looked at when it first came.
            if known == nil { try Self.check(row.content, against: writing.chart, in: transaction) }
            let commit = try writing.commit(dryRun: record.dryRun == true, in: transaction)
            return (try WireRow(row), known == nil, commit)
        }
        if let commit { committed(commit) }
        return (row, isNew)
    }
}

extension RecordService {
    /// Changes fields of a row.
    ///
    /// - Throws: see `PractitionerWriting`; `CareError.invalid` for a kind that is not changed so, or when somebody changed
    ///   the same fields after the base.
    package func change(
        _ row: RowID, by change: RecordChange, of member: MemberID, actor: Actor
    ) async throws -> WireRow {
        guard RecordChange.kinds.contains(change.kind) else {
            throw CareError.invalid([FieldViolation(pointer: "/kind", message: "is not changed by practitioners")])
        }
        let options = TransactionOptions(settings: actor.access(to: member))
        let (changed, commit) = try await database.retrying(options) { transaction -> (WireRow, ChartCommit?) in
            let writing = try PractitionerWriting(to: member, naming: [row], by: actor, in: transaction) { chart, _ in
                [
                    Mutation(
                        seq: 0, kind: change.kind.rawValue, op: RowOperation.update.rawValue, row: row,
                        base: change.base ?? chart.head.version, body: change.body)
                ]
            }
            guard let after = writing.row(row) else { throw CareError.notFound }
            if change.saysWhen { try Self.check(after.content, against: writing.chart, in: transaction) }
            return (try WireRow(after), try writing.commit(dryRun: change.dryRun == true, in: transaction))
        }
        if let commit { committed(commit) }
        return changed
    }
}

extension RecordService {
    /// Visits and goals of practitioners fit the day on which they are set: nothing is held before its time, and nothing is
    /// aimed at in the past.
    ///
    /// Not so in what devices send: their clocks drift, and they may send it much later.
    ///
    /// - Throws: `CareError.invalid` with pointers in the row's body.
    private static func check(
        _ content: RowContent, against chart: OpenChart, in transaction: borrowing Transaction
    ) throws {
        let violations: [FieldViolation]
        switch content {
        case .visit(let visit): violations = visit.violations(at: chart.head.now)
        case .goal(let goal):
            guard let member = try transaction.first(AccessStatements.member, chart.member) else {
                throw CareError.notFound
            }
            violations = goal.violations(on: member.timeZone.day(of: chart.head.now))
        default: violations = []
        }
        guard violations.isEmpty else { throw CareError.invalid(violations) }
    }
}

extension RecordChange {
    /// Whether it changes something that time speaks against; a goal that was due may be met or dropped.
    fileprivate var saysWhen: Bool {
        switch kind {
        case .visit: body["status"] != nil || body["moment"] != nil
        case .goal: body["dueOn"] != nil
        default: false
        }
    }
}

extension NewRecord {
    fileprivate var references: [RowID] {
        Mutation(seq: 0, kind: kind.rawValue, op: RowOperation.insert.rawValue, row: id, body: body).references
    }
}
