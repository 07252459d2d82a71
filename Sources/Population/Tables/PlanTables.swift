import Care
import CareStore
import ChartSync
import Postgres

/// What PTs have prescribed.
enum PlanTables {
    private static let revisions = CopyStatement(
        """
        COPY plan_revision (
            member_id, id, version, number, base, author_id, authored_at, effective_from, reason, program, title, note
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, Int32.self, Int32.self, PractitionerID.self, Instant.self,
            LocalDay.self, Note.self, Slug.self, Label.self, Note?.self))

    private static let items = CopyStatement(
        """
        COPY plan_item (
            member_id, revision_id, position, block, exercise, exercise_version, sets, reps, reps_max, rest_seconds, side,
            per_day, per_week, phrase
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int16.self, PlanItem.Block.self, Slug.self, Int32.self, Int16.self, Int16?.self,
            Int16?.self, Int16?.self, Side.self, Int16.self, Int16.self, Label?.self))

    static func fill(_ records: [ChartRecord], in transaction: borrowing Transaction) throws {
        let found = records.flatMap { record in
            record.rows.compactMap { row -> (member: MemberID, row: ChartRowState, revision: PlanRevision)? in
                guard case .planRevision(let revision) = row.content else { return nil }
                return (record.person.member, row, revision)
            }
        }
        try transaction.copyIn(revisions) { writer in
            for (member, row, revision) in found {
                try writer.row(
                    member, row.id, row.version, Int32(revision.number), Int32(revision.base), revision.author,
                    revision.authoredAt, revision.effectiveFrom, revision.reason, revision.content.program,
                    revision.content.title, revision.content.note)
            }
        }
        try transaction.copyIn(items) { writer in
            for (member, row, revision) in found {
                for (position, item) in revision.content.items.enumerated() {
                    try writer.row(
                        member, row.id, Int16(position), item.block, item.exercise, Int32(item.exerciseVersion),
                        Int16(item.dose.sets), item.dose.reps.map { Int16($0) }, item.dose.repsMax.map { Int16($0) },
                        item.dose.restSeconds.map { Int16($0) }, item.side, Int16(item.frequency.perDay),
                        Int16(item.frequency.perWeek), item.frequency.phrase)
                }
            }
        }
    }
}
