/// What PTs have taken back of a plan since a report: it answers a flare, and nothing else in a plan does.
///
/// Whether a PT knew of the report cannot be told: it may have come in after their revision, and the order in which records
/// arrive must not matter. So a revision answers only by what it asks less of than the one before it; a note, another
/// exercise or a harder rung answer nothing.
struct Relief {
    /// What was removed, unless a harder rung took its place, or is dosed lower in something and higher in nothing.
    private(set) var exercises: Set<Slug> = []
    /// Whether runs were cut back.
    private(set) var isOfRuns = false

    var isOfAnything: Bool { isOfRuns || !exercises.isEmpty }

    /// - Parameter revisions: In any order.
    init(since report: Instant, in revisions: some Sequence<PlanRevision>, ladders: Ladders) {
        let ordered = revisions.sorted { $0.number < $1.number }
        // Nothing was prescribed before the first plan, which is made from what was known then.
        if let first = ordered.first, report < first.authoredAt { isOfRuns = true }
        for (before, after) in zip(ordered, ordered.dropFirst()) where report < after.authoredAt {
            exercises.formUnion(after.content.exercisesEased(from: before.content, ladders: ladders))
            if after.cutsRuns(of: before.content) { isOfRuns = true }
        }
    }
}

extension PlanContent {
    /// The exercises of an older version of which this one asks less.
    fileprivate func exercisesEased(from old: PlanContent, ladders: Ladders) -> Set<Slug> {
        let versions = PlanItemKey.assign([old.items, items])
        let before = Dictionary(grouping: versions[0], by: \.item.exercise)
        let now = Dictionary(grouping: versions[1], by: \.item.exercise)
        let new = now.keys.filter { before[$0] == nil }
        let eased = before.filter { exercise, old in
            guard let kept = now[exercise] else { return !new.contains { ladders.isHarder($0, than: exercise) } }
            let known = Dictionary(old.map { ($0.key, $0.item) }, uniquingKeysWith: { first, _ in first })
            let pairs = kept.compactMap { new in known[new.key].map { (before: $0, now: new.item) } }
            guard pairs.count == kept.count, pairs.allSatisfy({ $0.now.asksNoMore(than: $0.before) }) else {
                return false
            }
            return kept.count < old.count || pairs.contains { !$0.before.asksNoMore(than: $0.now) }
        }
        return Set(eased.keys)
    }
}

extension PlanItem {
    /// What is asked, each in its own measure, of which more is harder; without an aim it may be any effort.
    private var amounts: [Int] {
        [
            dose.sets, dose.repsMax ?? dose.reps ?? 0, dose.holdSeconds ?? 0,
            dose.durationSecondsMax ?? dose.durationSeconds ?? 0, dose.loadGrams ?? 0,
            dose.targetEffort?.rawValue ?? EffortScore.range.upperBound, frequency.perDay, frequency.perWeek,
        ]
    }

    fileprivate func asksNoMore(than other: PlanItem) -> Bool { zip(amounts, other.amounts).allSatisfy(<=) }
}

extension PlanRevision {
    /// Whether it says of running what an older version did not, and no laxer than that.
    fileprivate func cutsRuns(of old: PlanContent) -> Bool {
        let known = old.modifications.filter { $0.isOfRunning && ($0.until.map { effectiveFrom <= $0 } ?? true) }
        let strictest = known.map(\.maximumDaysPerWeek).min() ?? 7
        return content.modifications.contains { new in
            new.isOfRunning && new.cutsBack && new.maximumDaysPerWeek <= strictest
                && !known.contains { $0.holds(asLongAs: new) }
        }
    }
}

extension ActivityModification {
    fileprivate var cutsBack: Bool { maximumDaysPerWeek < usualDaysPerWeek || !terrain.isEmpty }

    /// Whether it says the same, until the same day or longer.
    fileprivate func holds(asLongAs other: ActivityModification) -> Bool {
        var same = other
        same.until = until
        guard same == self, let until else { return same == self }
        return other.until.map { $0 <= until } ?? false
    }
}
