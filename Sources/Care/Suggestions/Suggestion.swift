/// A deterministic proposal to change a plan, with what it rests on.
///
/// A value with no way to a plan: a PT reads it and accepts, edits or dismisses it. Nothing else ever changes a plan.
package struct Suggestion: Hashable, Sendable, Codable {
    /// The rules of `ankle-v2`, from what silences all else to what asks for a review.
    package enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
        case r0 = "R0"
        case r1 = "R1"
        case r2 = "R2"
        case r3 = "R3"
        case r4 = "R4"
        case r5 = "R5"
        case r6 = "R6"
        case r7 = "R7"
        case r8 = "R8"
        case r9 = "R9"
        case r10 = "R10"
    }

    package let rule: Rule
    /// The version of the rule set that made it, such as `ankle-v2`.
    package let ruleSet: String
    package let proposal: Proposal
    /// The rows of the chart that it rests on, in the order of their ids, each once; never empty.
    package let evidence: [RowID]
    /// Why, in one or more plain sentences with the numbers.
    package let words: String

    init(_ rule: Rule, _ proposal: Proposal, evidence: some Sequence<RowID>, words: String) {
        self.rule = rule
        ruleSet = AnkleRules.version
        self.proposal = proposal
        self.evidence = Set(evidence).sorted()
        self.words = words
    }
}

/// What a suggestion proposes to the PT.
package enum Proposal: Hashable, Sendable, Codable {
    /// Stop everything until a PT clears the member.
    case pause
    /// One rung down.
    case regress(exercise: Slug, to: Slug)
    /// Leave an exercise as it is for now.
    case hold(exercise: Slug)
    /// One rung up.
    case progress(exercise: Slug, to: Slug)
    /// No runs from one day through another; cross-train or rest.
    case runHold(from: LocalDay, through: LocalDay)
    /// Ask the member how it goes.
    case contact
    /// Prescribe less than these minutes a week.
    case fewerExercises(minutesPerWeek: Int)
    /// Replace an exercise; `to` is nil where no easier one is known.
    case swap(exercise: Slug, to: Slug?)
    case nextRunPhase(RunPhase)
    /// Speak about a run that was much longer than those before it.
    case runWarning(run: RowID)
    case shoeDue(shoe: RowID)
    case shoeOverdue(shoe: RowID)
    /// The next phase of the plan, or maintenance.
    case maintenance
    /// Look at the whole course again.
    case review(OutcomeInstrument)

    /// Whether it asks more of the member: what worse pain and missing values must never lead to.
    package var isProgress: Bool {
        switch self {
        case .progress, .nextRunPhase, .maintenance: true
        case .pause, .regress, .hold, .runHold, .contact, .fewerExercises, .swap, .runWarning, .shoeDue, .shoeOverdue,
            .review:
            false
        }
    }
}
