/// What makes two prescriptions in different versions of a plan the same one.
///
/// The exercise, so that moving it to another block is a change of it; where a version holds an exercise more than once,
/// the block as well.
struct PlanItemKey: Hashable {
    let exercise: Slug
    /// Nil while every version holds the exercise at most once.
    let block: PlanItem.Block?
    /// 0 for the first of its kind; more only in content that could not be prescribed.
    let occurrence: Int

    /// The items of each version by key, in the version's order.
    static func assign(_ versions: [[PlanItem]]) -> [[(key: PlanItemKey, item: PlanItem)]] {
        var repeated: Set<Slug> = []
        for version in versions {
            var seen: Set<Slug> = []
            for item in version where !seen.insert(item.exercise).inserted { repeated.insert(item.exercise) }
        }
        return versions.map { version in
            var counts: [PlanItemKey: Int] = [:]
            return version.map { item in
                let block = repeated.contains(item.exercise) ? item.block : nil
                let kind = PlanItemKey(exercise: item.exercise, block: block, occurrence: 0)
                let occurrence = counts[kind, default: 0]
                counts[kind] = occurrence + 1
                return (PlanItemKey(exercise: item.exercise, block: block, occurrence: occurrence), item)
            }
        }
    }
}

/// What makes two modifications in different versions of a plan the same one: the activity that is cut back.
struct ModificationKey: Hashable {
    let activity: Slug
    /// 0 for the first of the activity.
    let occurrence: Int

    /// The modifications of a version by key, in its order.
    static func assign(
        _ modifications: [ActivityModification]
    ) -> [(key: ModificationKey, modification: ActivityModification)] {
        var counts: [Slug: Int] = [:]
        return modifications.map { modification in
            let occurrence = counts[modification.activity, default: 0]
            counts[modification.activity] = occurrence + 1
            return (ModificationKey(activity: modification.activity, occurrence: occurrence), modification)
        }
    }
}
