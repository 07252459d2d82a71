package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres
import StrictJSON

/// Reads a member's plan, and makes its next revision.
package struct PlanService: Sendable {
    private let database: Database
    private let committed: ChartCommit.Listener

    /// `committed` is told of each commit, after it.
    package init(database: Database, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        self.committed = committed
    }

    /// The latest revision, or the one with a number.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's, `noPlan` when there is no such revision.
    package func plan(of member: MemberID, revision: Int?, actor: Actor) async throws -> PlanAnswer {
        let range: ClosedRange<Int32> =
            if let revision { Int32(clamping: revision)...Int32(clamping: revision) } else { 1...Int32.max }
        guard let plan = try await revisions(range, of: member, actor: actor).first else { throw CareError.noPlan }
        return plan
    }

    /// Every revision, newest first; none for a member without a plan.
    package func revisions(of member: MemberID, actor: Actor) async throws -> PlanRevisions {
        PlanRevisions(revisions: try await revisions(1...Int32.max, of: member, actor: actor))
    }

    private func revisions(
        _ numbers: ClosedRange<Int32>, of member: MemberID, actor: Actor
    ) async throws -> [PlanAnswer] {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (visible, heads) = try transaction.pipeline(
                AccessStatements.member.first(member),
                PlanStatements.numbered.all(member, numbers.lowerBound, numbers.upperBound))
            guard visible != nil else { throw CareError.notFound }
            let rows = try PlanStatements.assemble(heads, of: member, in: transaction)
            return try Self.answers(rows, in: transaction)
        }
    }

    /// Makes the next revision on the base that the PT had before them.
    ///
    /// The same id with the same content is the same proposal: it gets the revision that it became, and `isNew` is false.
    /// A dry run answers what would be, and writes nothing.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team, `notAllowed` for roles that do not prescribe,
    ///   `notLicensed`, `planRefused` with every reason at once, `baseMoved` with the number that it is at, `taken` for an id
    ///   that is another row's.
    package func propose(
        _ proposal: PlanProposal, for member: MemberID, deciding kind: SuggestionRecord.Decision.Kind = .edited,
        actor: Actor
    ) async throws -> (answer: PlanAnswer, isNew: Bool) {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(settings: actor.access(to: member))
        let (answer, isNew, commit) = try await database.retrying(options) {
            transaction -> (PlanAnswer, Bool, ChartCommit?) in
            guard
                let chart = try OpenChart(
                    member, for: proposal.named, by: .known(actor), device: nil, in: transaction)
            else { throw CareError.notFound }
            let prescribing = try Prescribing(practitioner, on: chart, in: transaction)
            if let refusal = prescribing.refusal { throw refusal }
            let today = prescribing.today
            // Compared with the latest number further down; here it only has to be one that can be added to.
            guard (0..<Int(Int32.max)).contains(proposal.base) else {
                throw CareError.planRefused([FieldViolation(pointer: "/base", message: "must be a revision's number")])
            }
            let revision = PlanRevision(
                number: proposal.base + 1, base: proposal.base, author: practitioner, authoredAt: chart.head.now,
                effectiveFrom: proposal.effectiveFrom ?? (proposal.base == 0 ? today : today.adding(days: 1)),
                reason: proposal.reason, template: proposal.template, fromSuggestion: proposal.fromSuggestion,
                content: proposal.content)
            let mutation = proposal.mutation(try JSONValue.encoding(revision))
            let picture = try chart.picture(for: proposal.named, in: transaction)
            if let earlier = picture.rows[proposal.id] {
                guard proposal.became(earlier) else { throw CareError.taken }
                return (try Self.answers([earlier], in: transaction)[0], false, nil)
            }
            guard proposal.base == picture.latestRevision else {
                throw CareError.baseMoved(current: picture.latestRevision)
            }
            let violations = try prescribing.violations(of: revision, in: transaction)
            guard violations.isEmpty else { throw CareError.planRefused(violations) }
            var mutations = [mutation]
            if let start = try RunPhaseStart(of: revision, for: member, in: transaction) {
                mutations.append(
                    Mutation(
                        seq: 0, kind: RowKind.runPhase.rawValue, op: RowOperation.insert.rawValue,
                        row: .make(at: chart.head.now), body: try JSONValue.encoding(start)))
            }
            if let suggestion = proposal.fromSuggestion {
                let decision = SuggestionRecord.Decision(
                    kind: kind, by: practitioner, at: chart.head.now, reason: proposal.reason,
                    planRevision: revision.number)
                mutations.append(
                    try Mutation(decision, of: suggestion, in: picture.rows, base: chart.head.version))
            }
            let result = try ChartMerge.apply(mutations, to: picture, role: actor.role, device: nil)
            guard let row = result.inserted.first(where: { $0.id == proposal.id }),
                result.outcomes.allSatisfy({ $0.reason == nil })
            else {
                // The merge speaks of a mutation; the PT sent a proposal, where the row's id is `id`.
                let violations = result.outcomes.compactMap(\.detail).map {
                    FieldViolation(pointer: $0.pointer == "/row" ? "/id" : $0.pointer, message: $0.message)
                }
                throw result.outcomes.first?.reason == .gone ? CareError.taken : CareError.planRefused(violations)
            }
            var answer = try Self.answers([row], in: transaction)[0]
            if proposal.dryRun == true {
                answer.version = nil
                return (answer, true, nil)
            }
            let commit = try chart.commit(
                result, mutationHashes: try mutations.map { try $0.contentHash() }, in: transaction)
            return (answer, true, commit)
        }
        if let commit { committed(commit) }
        return (answer, isNew)
    }

    private static func answers(
        _ rows: [ChartRowState], in transaction: borrowing Transaction
    ) throws -> [PlanAnswer] {
        let revisions = rows.compactMap { row -> (ChartRowState, PlanRevision)? in
            guard case .planRevision(let revision) = row.content else { return nil }
            return (row, revision)
        }
        let names = Dictionary(
            try transaction.all(AccessStatements.practitionerNames, Array(Set(revisions.map(\.1.author)))),
            uniquingKeysWith: { first, _ in first })
        return revisions.map { row, revision in
            PlanAnswer(
                id: row.id, version: row.version, authorName: names[revision.author] ?? "", revision: revision)
        }
    }
}

extension RunPhaseStart {
    /// The first step of walking and running that belongs to a phase, from when a revision puts the member on that phase.
    ///
    /// Nil for a phase without such steps, and while the plan stays in the phase that it was in: the next steps are taken one
    /// by one, as the rules suggest and a PT decides.
    fileprivate init?(
        of revision: PlanRevision, for member: MemberID, in transaction: borrowing Transaction
    ) throws {
        guard let template = revision.template, let slug = template.phase else { return nil }
        let base = Int32(clamping: revision.base)
        let (before, content) = try transaction.pipeline(
            PlanStatements.numbered.first(member, base, base), ContentStatements.named.first(.template, [template.slug])
        )
        let earlier = before?.revision.template
        guard earlier?.slug != template.slug || earlier?.phase != slug, let content else { return nil }
        let known: Template = try content.value()
        guard let first = known.phases?.first(where: { $0.slug == slug })?.runPhases.min() else { return nil }
        self.init(phase: first, from: revision.effectiveFrom)
    }
}

extension PlanProposal {
    fileprivate func mutation(_ body: JSONValue?) -> Mutation {
        Mutation(
            seq: 0, kind: RowKind.planRevision.rawValue, op: RowOperation.insert.rawValue, row: id, body: body)
    }

    /// The rows that it is about, as mutations without a body.
    fileprivate var named: [Mutation] {
        let suggestion = fromSuggestion.map {
            Mutation(seq: 0, kind: RowKind.suggestion.rawValue, op: RowOperation.update.rawValue, row: $0)
        }
        return [mutation(nil)] + [suggestion].compactMap(\.self)
    }

    /// Whether a row is what this very proposal became when it first came.
    fileprivate func became(_ row: ChartRowState) -> Bool {
        guard case .planRevision(let revision) = row.content else { return false }
        return revision.base == base && revision.fromSuggestion == fromSuggestion && revision.content == content
            && revision.reason == reason
            && revision.template == template && (effectiveFrom ?? revision.effectiveFrom) == revision.effectiveFrom
    }
}
