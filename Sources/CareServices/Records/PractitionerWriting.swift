import Care
import CareStore
import ChartSync
import Postgres
import StrictJSON

/// Mutations of a practitioner who waits for the answer: all of them are committed, or nothing is.
struct PractitionerWriting {
    let chart: OpenChart
    let mutations: [Mutation]
    let actor: Actor
    let result: ChartMerge.Result

    /// Opens the chart and lets the rules decide.
    ///
    /// - Parameters:
    ///   - isOwnCommit: Whether the service has written the mutations itself, whole, so that nothing in them is claimed.
    ///   - making: Makes the mutations from what the locked chart holds of the rows that are named.
    /// - Throws: `CareError.notFound` without a place on the care team, `notAllowed`, `notLicensed` for what a licence is
    ///   needed for, `invalid` with pointers in the row's body, `taken`, `baseMoved` where somebody else was first.
    init(
        to member: MemberID, naming rows: [RowID], by actor: Actor, isOwnCommit: Bool = false,
        in transaction: borrowing Transaction, making: (OpenChart, [RowID: ChartRowState]) throws -> [Mutation]
    ) throws {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let named = rows.map { Mutation(seq: 0, kind: "", op: RowOperation.update.rawValue, row: $0) }
        guard let chart = try OpenChart(member, for: named, by: .known(actor), device: nil, in: transaction),
            chart.standing == .present
        else { throw CareError.notFound }
        var picture = try chart.picture(for: named, in: transaction)
        var mutations = try making(chart, picture.rows)
        for index in mutations.indices { mutations[index].seq = Int64(index) + 1 }
        if !isOwnCommit {
            picture.objections = try Prescribing.objections(
                to: mutations, by: practitioner, author: practitioner, on: chart, in: transaction)
        }
        if let refusal = try Prescribing.refusal(of: mutations, by: practitioner, on: chart, in: transaction) {
            throw refusal
        }
        let result = try ChartMerge.apply(mutations, to: picture, role: actor.role, device: nil)
        for outcome in result.outcomes {
            if let reason = outcome.reason { throw Self.error(reason, outcome.detail) }
        }
        self.chart = chart
        self.mutations = mutations
        self.actor = actor
        self.result = result
    }

    /// The row as it is after the writing.
    func row(_ id: RowID) -> ChartRowState? { (result.inserted + result.updated).first { $0.id == id } }

    /// Nil for a dry run, and where all of it was so already.
    func commit(dryRun: Bool, in transaction: borrowing Transaction) throws -> ChartCommit? {
        guard !dryRun, !(result.inserted.isEmpty && result.updated.isEmpty && result.deleted.isEmpty) else {
            return nil
        }
        return try chart.commit(
            result, mutationHashes: try mutations.map { try $0.contentHash() }, in: transaction)
    }

    private static func error(_ reason: SetAsideReason, _ detail: FieldViolation?) -> CareError {
        switch reason {
        case .idTaken, .gone: .taken
        case .notAllowed: .notAllowed
        case .unknownRow: .notFound
        default:
            .invalid([
                FieldViolation(
                    pointer: detail?.pointer ?? "", message: detail?.message ?? "cannot be applied: \(reason.rawValue)")
            ])
        }
    }
}
