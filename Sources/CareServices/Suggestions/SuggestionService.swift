package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres
import StrictJSON

/// Finds suggestions when somebody asks, keeps each when it first appears, and takes a PT's decision about it.
///
/// Nothing else ever changes a plan.
package struct SuggestionService: Sendable {
    private let database: Database
    private let plans: PlanService
    private let committed: ChartCommit.Listener

    /// `committed` is told of each commit, after it.
    package init(database: Database, plans: PlanService, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        self.plans = plans
        self.committed = committed
    }

    /// What the rules say of a chart now, beside what was decided before.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team.
    package func suggestions(of member: MemberID, actor: Actor) async throws -> SuggestionList {
        try await found(of: member, actor: actor).list
    }

    /// The same, with the member's date of that moment.
    private func found(of member: MemberID, actor: Actor) async throws -> (list: SuggestionList, today: LocalDay) {
        guard actor.role == .practitioner else { throw CareError.notAllowed }
        let mayLook = try await database.transaction(
            TransactionOptions(isReadOnly: true, settings: actor.access(to: member))
        ) { transaction in try transaction.first(AccessStatements.member, member) != nil }
        guard mayLook else { throw CareError.notFound }
        let options = TransactionOptions(settings: Actor.service.access(to: member))
        let (found, commit) = try await database.retrying(options) { transaction in
            try Self.find(of: member, in: transaction)
        }
        if let commit { committed(commit) }
        return found
    }

    /// Takes a suggestion up: the plan is changed as proposed, by the same commit that says so.
    ///
    /// - Throws: `CareError.suggestionPassed` when it was decided or no longer holds, `invalid` for one that the PT takes up
    ///   by an edit of their own, and whatever a proposed plan is refused for.
    package func accept(
        _ id: RowID, of member: MemberID, as acceptance: SuggestionAcceptance, actor: Actor
    ) async throws -> SuggestionAnswer {
        let (entry, today) = try await current(id, of: member, actor: actor)
        let record = entry.suggestion
        guard let reason = acceptance.reason ?? Note(record.words) else {
            throw CareError.invalid([FieldViolation(pointer: "/reason", message: "must be given")])
        }
        switch entry.takenUpBy {
        case .edit:
            throw CareError.invalid([
                FieldViolation(pointer: "", message: "needs an edit of the plan: propose one from this suggestion")
            ])
        case .plan:
            let day = acceptance.effectiveFrom ?? today.adding(days: 1)
            let plan = try await takeUp(record, id, of: member, acceptance, reason, from: day, actor: actor)
            return SuggestionAnswer(
                suggestion: try await self.entry(id, of: member, actor: actor), plan: plan)
        case .runPhase, .word:
            try await decide(id, of: member, .accepted, reason, acceptance.dryRun == true, actor: actor) {
                chart, today in
                guard case .nextRunPhase(let phase) = record.proposal else { return [] }
                let start = RunPhaseStart(phase: phase, from: today.adding(days: 1))
                return [
                    Mutation(
                        seq: 0, kind: RowKind.runPhase.rawValue, op: RowOperation.insert.rawValue, row: acceptance.id,
                        body: try JSONValue.encoding(start))
                ]
            }
            return SuggestionAnswer(suggestion: try await self.entry(id, of: member, actor: actor), plan: nil)
        }
    }

    /// Says that a suggestion is not taken up, and why.
    ///
    /// - Throws: `CareError.suggestionPassed` when it was decided before.
    package func dismiss(
        _ id: RowID, of member: MemberID, as dismissal: SuggestionDismissal, actor: Actor
    ) async throws -> SuggestionAnswer {
        _ = try await entry(id, of: member, actor: actor)
        try await decide(
            id, of: member, .dismissed, dismissal.reason, dismissal.dryRun == true, actor: actor
        ) { _, _ in [] }
        return SuggestionAnswer(suggestion: try await entry(id, of: member, actor: actor), plan: nil)
    }

    private func entry(_ id: RowID, of member: MemberID, actor: Actor) async throws -> SuggestionEntry {
        try await suggestions(of: member, actor: actor).entry(id)
    }

    private func current(
        _ id: RowID, of member: MemberID, actor: Actor
    ) async throws -> (entry: SuggestionEntry, today: LocalDay) {
        let (list, today) = try await found(of: member, actor: actor)
        let entry = try list.entry(id)
        guard entry.isCurrent else { throw CareError.suggestionPassed }
        return (entry, today)
    }

    private func takeUp(
        _ record: SuggestionRecord, _ id: RowID, of member: MemberID, _ acceptance: SuggestionAcceptance,
        _ reason: Note, from day: LocalDay, actor: Actor
    ) async throws -> PlanAnswer {
        let plan = try await plans.plan(of: member, revision: nil, actor: actor)
        let exercises = try await database.transaction(.readOnly) { try CatalogRows.exercises(in: $0) }
        guard
            case .plan(let content) = record.proposal.takingUp(
                on: plan.revision.content, from: day, exercises: exercises)
        else { throw CareError.suggestionPassed }
        return try await plans.propose(
            PlanProposal(
                id: acceptance.id, base: plan.revision.number, effectiveFrom: day, reason: reason,
                template: plan.revision.template, fromSuggestion: id, content: content, dryRun: acceptance.dryRun),
            for: member, deciding: .accepted, actor: actor
        ).answer
    }

    private func decide(
        _ id: RowID, of member: MemberID, _ kind: SuggestionRecord.Decision.Kind, _ reason: Note, _ isDryRun: Bool,
        actor: Actor, with others: @Sendable @escaping (OpenChart, LocalDay) throws -> [Mutation]
    ) async throws {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(settings: actor.access(to: member))
        let commit = try await database.retrying(options) { transaction -> ChartCommit? in
            guard let found = try transaction.first(AccessStatements.member, member) else { throw CareError.notFound }
            let writing = try PractitionerWriting(
                to: member, naming: [id], by: actor, isOwnCommit: true, in: transaction
            ) { chart, rows in
                let decision = SuggestionRecord.Decision(
                    kind: kind, by: practitioner, at: chart.head.now, reason: reason)
                return try others(chart, found.timeZone.day(of: chart.head.now)) + [
                    try Mutation(decision, of: id, in: rows, base: chart.head.version)
                ]
            }
            return try writing.commit(dryRun: isDryRun, in: transaction)
        }
        if let commit { committed(commit) }
    }

    private static func find(
        of member: MemberID, in transaction: borrowing Transaction
    ) throws -> ((list: SuggestionList, today: LocalDay), ChartCommit?) {
        guard let chart = try OpenChart(member, for: [], by: .known(.service), device: nil, in: transaction) else {
            throw CareError.notFound
        }
        let now = chart.head.now
        let (person, contact) = try transaction.pipeline(
            AccessStatements.member.first(member), AlertLookStatements.contact.first(member))
        guard let person, let (enrolledAt, _) = contact else { throw CareError.notFound }
        let exercises = try CatalogRows.exercises(in: transaction)
        let reading = try SuggestionReading(
            of: person, enrolledAt: enrolledAt, exercises: exercises, at: now, in: transaction)
        let found = reading.found
        var kept = reading.kept
        let new = SuggestionBook.new(among: found, kept: kept, now: now).map { Charted(RowID.make(at: now), $0) }
        kept += new
        var commit: ChartCommit?
        if !new.isEmpty {
            let mutations = try new.map { record in
                Mutation(
                    seq: 0, kind: RowKind.suggestion.rawValue, op: RowOperation.insert.rawValue, row: record.id,
                    body: try JSONValue.encoding(record.value))
            }
            let result = try ChartMerge.apply(
                mutations, to: chart.picture(holding: []), role: .service, device: nil)
            if let outcome = result.outcomes.first(where: { $0.reason != nil }) {
                throw CareError.stillAside(outcome.reason ?? .invalid, outcome.detail)
            }
            commit = try chart.commit(
                result, mutationHashes: try mutations.map { try $0.contentHash() }, in: transaction)
        }
        let plan = reading.picture.revisions.max { $0.value.number < $1.value.number }?.value.content
        let current = Set(SuggestionBook.current(kept, among: found).map(\.id))
        let today = reading.picture.today
        let entries = kept.map { record in
            let taking = record.value.proposal.takingUp(on: plan, from: today.adding(days: 1), exercises: exercises)
            return SuggestionEntry(
                id: record.id, isCurrent: current.contains(record.id), takenUpBy: SuggestionEntry.TakenUpBy(taking),
                suggestion: record.value)
        }
        let waiting = entries.filter(\.isCurrent).sorted { $0.comesBefore($1) }
        let past = entries.filter { !$0.isCurrent }.sorted { $0.changedAt > $1.changedAt }
        return ((SuggestionList(ruleSet: AnkleRules.version, suggestions: waiting + past), today), commit)
    }
}

extension SuggestionList {
    /// - Throws: `CareError.notFound` for what is no suggestion of the chart.
    fileprivate func entry(_ id: RowID) throws -> SuggestionEntry {
        guard let entry = suggestions.first(where: { $0.id == id }) else { throw CareError.notFound }
        return entry
    }
}

extension SuggestionEntry {
    /// By rule, and then as they were found.
    fileprivate func comesBefore(_ other: SuggestionEntry) -> Bool {
        let (mine, theirs) = (suggestion.rule.order, other.suggestion.rule.order)
        return mine == theirs
            ? (suggestion.madeAt, id) < (other.suggestion.madeAt, other.id) : mine < theirs
    }

    fileprivate var changedAt: Instant { suggestion.decision?.at ?? suggestion.madeAt }
}

extension Suggestion.Rule {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension SuggestionEntry.TakenUpBy {
    fileprivate init(_ taking: TakingUp) {
        self =
            switch taking {
            case .plan: .plan
            case .runPhase: .runPhase
            case .word: .word
            case .edit: .edit
            }
    }
}

extension Mutation {
    /// A decision about a suggestion that the chart holds.
    ///
    /// - Throws: `CareError.notFound` for what is no suggestion of the chart, `suggestionPassed` for a decided one.
    init(
        _ decision: SuggestionRecord.Decision, of id: RowID, in rows: [RowID: ChartRowState], base: Int64
    ) throws {
        guard case .suggestion(let record) = rows[id]?.content else { throw CareError.notFound }
        guard record.decision == nil else { throw CareError.suggestionPassed }
        self.init(
            seq: 0, kind: RowKind.suggestion.rawValue, op: RowOperation.update.rawValue, row: id, base: base,
            body: ["decision": try JSONValue.encoding(decision)])
    }
}
