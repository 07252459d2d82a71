import Care
import CareStore
import ChartSync
import Postgres

/// The rows as they stand, for authors whose word was not the only one about them.
///
/// They are read for each answer, after the fact and as the actor may see the chart then: an outcome that is repeated after
/// somebody lost their access reads nothing out.
enum PresentRows {
    /// Adds to the outcomes of a slice the rows that they are about, where those are not what the author sent.
    static func add(
        to answer: inout SliceAnswer, of slice: PushRequest.Slice, actor: Actor, _ database: Database
    ) async throws {
        let wanted = zip(answer.outcomes.indices, slice.mutations).filter { index, _ in
            let outcome = answer.outcomes[index]
            return outcome.status == .merged || outcome.reason == .baseMoved || outcome.reason == .idTaken
        }
        guard !wanted.isEmpty else { return }
        let ids = wanted.map { $0.1.row }
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: slice.chart))
        let (rows, latest) = try await database.transaction(options) { transaction in
            let (found, latest) = try transaction.pipeline(
                PresentStatements.find(ids, of: slice.chart), PlanStatements.latest.all(slice.chart))
            let present = found.compactMap { id, kind in RowKind(rawValue: kind).map { (id, $0) } }
            return (
                try ChartRows.named(present, of: slice.chart, in: transaction),
                try PlanStatements.assemble(latest, of: slice.chart, in: transaction).first
            )
        }
        let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, mutation) in wanted {
            // A revision loses against another row: the one that is now the latest.
            let isRevision = mutation.kind == RowKind.planRevision.rawValue
            let row = isRevision && answer.outcomes[index].reason == .baseMoved ? latest : byID[mutation.row]
            answer.outcomes[index].row = try row.map { try WireRow($0) }
        }
    }
}
