import Care
import ChartSync
import Postgres

/// What the rules proposed, and what became of it.
enum SuggestionTables {
    static let suggestions = RecordTable(
        .suggestion, ProposalColumns.all + SuggestionTables.own + SuggestionTables.decision,
        unwrap: { if case .suggestion(let suggestion) = $0 { suggestion } else { nil } },
        read: { row in
            guard let proposal = try ProposalColumns(&row).proposal else {
                throw PostgresError.malformedValue(type: "Proposal")
            }
            return .suggestion(
                SuggestionRecord(
                    rule: try row.next(), ruleSet: try row.next(), proposal: proposal, evidence: try row.next(),
                    words: try row.next(), madeAt: try row.next(), decision: try SuggestionRecord.Decision.read(&row)))
        })

    private static let own: [RecordColumn<SuggestionRecord>] = [
        RecordColumn("rule") { $0.rule }, RecordColumn("rule_set") { $0.ruleSet },
        RecordColumn("evidence") { $0.evidence }, RecordColumn("words") { $0.words },
        RecordColumn("made_at") { $0.madeAt },
    ]

    private static let decision: [RecordColumn<SuggestionRecord>] = [
        RecordColumn("decision") { $0.decision?.kind }, RecordColumn("decided_by") { $0.decision?.by },
        RecordColumn("decided_at") { $0.decision?.at }, RecordColumn("reason") { $0.decision?.reason },
        RecordColumn("plan_revision") { ($0.decision?.planRevision).map { Int32(clamping: $0) } },
    ]
}

extension SuggestionRecord.Decision {
    /// Nil while nobody has decided.
    fileprivate static func read(_ row: inout RowReader) throws -> SuggestionRecord.Decision? {
        let (kind, by): (Kind?, PractitionerID?) = (try row.next(), try row.next())
        let (at, reason): (Instant?, Note?) = (try row.next(), try row.next())
        let planRevision: Int32? = try row.next()
        guard let kind, let by, let at, let reason else { return nil }
        return SuggestionRecord.Decision(
            kind: kind, by: by, at: at, reason: reason, planRevision: planRevision.map(Int.init))
    }
}

/// A proposal as it lies in its columns.
private struct ProposalColumns {
    var name: String
    var exercise: Slug?
    var to: Slug?
    var from: LocalDay?
    var through: LocalDay?
    var minutes: Int32?
    var phase: RunPhase?
    var row: RowID?
    var instrument: OutcomeInstrument?

    var proposal: Proposal? {
        switch name {
        case "pause": .pause
        case "regress": exercise.flatMap { exercise in to.map { .regress(exercise: exercise, to: $0) } }
        case "hold": exercise.map { .hold(exercise: $0) }
        case "progress": exercise.flatMap { exercise in to.map { .progress(exercise: exercise, to: $0) } }
        case "run_hold": from.flatMap { from in through.map { .runHold(from: from, through: $0) } }
        case "contact": .contact
        case "fewer_exercises": minutes.map { .fewerExercises(minutesPerWeek: Int($0)) }
        case "swap": exercise.map { .swap(exercise: $0, to: to) }
        case "next_run_phase": phase.map { .nextRunPhase($0) }
        case "run_warning": row.map { .runWarning(run: $0) }
        case "shoe_due": row.map { .shoeDue(shoe: $0) }
        case "shoe_overdue": row.map { .shoeOverdue(shoe: $0) }
        case "maintenance": .maintenance
        case "review": instrument.map { .review($0) }
        default: nil
        }
    }
}

extension ProposalColumns {
    static let all: [RecordColumn<SuggestionRecord>] = [
        RecordColumn("proposal") { ProposalColumns($0.proposal).name },
        RecordColumn("exercise") { ProposalColumns($0.proposal).exercise },
        RecordColumn("to_exercise") { ProposalColumns($0.proposal).to },
        RecordColumn("from_day") { ProposalColumns($0.proposal).from },
        RecordColumn("through_day") { ProposalColumns($0.proposal).through },
        RecordColumn("minutes_per_week") { ProposalColumns($0.proposal).minutes },
        RecordColumn("phase") { ProposalColumns($0.proposal).phase },
        RecordColumn("about_row") { ProposalColumns($0.proposal).row },
        RecordColumn("instrument") { ProposalColumns($0.proposal).instrument },
    ]

    init(_ row: inout RowReader) throws {
        self.init(
            name: try row.next(), exercise: try row.next(), to: try row.next(), from: try row.next(),
            through: try row.next(), minutes: try row.next(), phase: try row.next(), row: try row.next(),
            instrument: try row.next())
    }

    init(_ proposal: Proposal) {
        switch proposal {
        case .pause: self.init(name: "pause")
        case .regress(let exercise, let to): self.init(name: "regress", exercise: exercise, to: to)
        case .hold(let exercise): self.init(name: "hold", exercise: exercise)
        case .progress(let exercise, let to): self.init(name: "progress", exercise: exercise, to: to)
        case .runHold(let from, let through): self.init(name: "run_hold", from: from, through: through)
        case .contact: self.init(name: "contact")
        case .fewerExercises(let minutes): self.init(name: "fewer_exercises", minutes: Int32(clamping: minutes))
        case .swap(let exercise, let to): self.init(name: "swap", exercise: exercise, to: to)
        case .nextRunPhase(let phase): self.init(name: "next_run_phase", phase: phase)
        case .runWarning(let run): self.init(name: "run_warning", row: run)
        case .shoeDue(let shoe): self.init(name: "shoe_due", row: shoe)
        case .shoeOverdue(let shoe): self.init(name: "shoe_overdue", row: shoe)
        case .maintenance: self.init(name: "maintenance")
        case .review(let instrument): self.init(name: "review", instrument: instrument)
        }
    }
}
