/// What it takes to take up a proposal.
package enum TakingUp: Hashable, Sendable {
    /// The plan as proposed: the next revision.
    case plan(PlanContent)
    /// A start of the phase from the day after.
    case runPhase(RunPhase)
    /// Nothing of the plan changes: the PT says that they have taken care of it.
    case word
    /// It does not say what to prescribe: the PT edits the plan.
    case edit
}

extension Proposal {
    /// How the proposal is taken up on a plan.
    ///
    /// - Parameters:
    ///   - day: The first local day of the revision that it would become.
    ///   - exercises: Those of the catalog with the versions published now; one that is not there is left to the PT's own
    ///     edit.
    package func takingUp(
        on plan: PlanContent?, from day: LocalDay, exercises: [Slug: (exercise: Exercise, version: Int)]
    ) -> TakingUp {
        switch self {
        case .pause, .hold, .contact, .runWarning, .shoeDue, .shoeOverdue, .review: return .word
        case .fewerExercises, .maintenance: return .edit
        case .nextRunPhase(let phase): return .runPhase(phase)
        case .regress(let exercise, let to), .progress(let exercise, let to):
            return plan.flatMap { $0.replacing(exercise, by: to, exercises) }.map { .plan($0) } ?? .edit
        case .swap(let exercise, let to):
            guard let to else { return .edit }
            return plan.flatMap { $0.replacing(exercise, by: to, exercises) }.map { .plan($0) } ?? .edit
        case .runHold:
            return plan.flatMap { $0.holdingRuns(from: day) }.map { .plan($0) } ?? .edit
        }
    }
}

extension PlanContent {
    /// The plan with one exercise in another's place, at the other's own dose unless the one's will do.
    ///
    /// A note was written for the one, and does not go over to the other.
    ///
    /// Nil when the plan does not hold the one, or a block holds both already, or the other is not published.
    fileprivate func replacing(
        _ exercise: Slug, by other: Slug, _ exercises: [Slug: (exercise: Exercise, version: Int)]
    ) -> PlanContent? {
        guard let new = exercises[other], items.contains(where: { $0.exercise == exercise }) else { return nil }
        let isDosedAlike = exercises[exercise]?.exercise.doseKind == new.exercise.doseKind
        var changed = self
        for index in items.indices where items[index].exercise == exercise {
            guard !items.contains(where: { $0.block == items[index].block && $0.exercise == other }) else { return nil }
            changed.items[index].exercise = other
            changed.items[index].exerciseVersion = new.version
            changed.items[index].note = nil
            if new.exercise.laterality == .bilateral { changed.items[index].side = .both }
            if !isDosedAlike || !changed.items[index].misfits(with: new.exercise).isEmpty {
                changed.items[index].dose = new.exercise.defaultDose
            }
        }
        return changed.violations.isEmpty ? changed : nil
    }

    /// The plan with no runs for a couple of days from the one on which it takes effect, whatever days the proposal named:
    /// nothing holds before a revision begins.
    ///
    /// What the plan says of running stays beside the hold, and stands alone when that is over. An earlier hold gives way
    /// to this one, so that they do not pile up, and one that lasts longer stays.
    fileprivate func holdingRuns(from day: LocalDay) -> PlanContent? {
        guard let running = Slug(ActivityModification.running) else { return nil }
        let last = day.adding(days: RungRules.runHoldDays - 1)
        var changed = self
        if let place = modifications.firstIndex(where: \.isRunHold) {
            changed.modifications[place].until = max(modifications[place].until ?? last, last)
        } else {
            let known = modifications.first(where: \.isOfRunning)
            changed.modifications.append(
                ActivityModification(
                    activity: running, usualDaysPerWeek: known?.usualDaysPerWeek ?? 3, maximumDaysPerWeek: 0,
                    substitutes: known?.substitutes ?? [], minimumSubstituteDaysPerWeek: 0, until: last))
        }
        return changed.violations.isEmpty ? changed : nil
    }
}

extension ActivityModification {
    /// Whether it says no more than that there are no runs until a day.
    fileprivate var isRunHold: Bool {
        isOfRunning && maximumDaysPerWeek == 0 && minimumSubstituteDaysPerWeek == 0 && terrain.isEmpty
            && until != nil
    }
}
