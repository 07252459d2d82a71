/// What a new version of a plan changes, for a PT to read before applying it and for the history afterwards.
///
/// It is empty exactly when the two versions are equal.
package struct PlanDiff: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case added, removed, changed
    }

    /// One exercise that was added, removed or prescribed differently.
    package struct Item: Hashable, Sendable, Codable {
        package let kind: Kind
        package let exercise: Slug
        /// Nil when added.
        package let from: PlanItem?
        /// Nil when removed.
        package let to: PlanItem?
        /// What differs, when changed; a move to another block is the field `block`.
        package let changes: [FieldChange]
    }

    /// One activity modification that was added, removed or changed.
    package struct Modification: Hashable, Sendable, Codable {
        package let kind: Kind
        package let activity: Slug
        /// Nil when added.
        package let from: ActivityModification?
        /// Nil when removed.
        package let to: ActivityModification?
        /// What differs, when changed.
        package let changes: [FieldChange]
    }

    /// Changes of program, title, note and end.
    package let heading: [FieldChange]
    /// In the order of the new version, then what was removed in the order of the old.
    package let items: [Item]
    package let modifications: [Modification]
    /// Whether exercises or modifications that stay come in another order.
    package let isReordered: Bool
    /// Nil when there was no version before.
    package let minutesBefore: PlanMinutes?
    package let minutesAfter: PlanMinutes

    package var isEmpty: Bool { heading.isEmpty && items.isEmpty && modifications.isEmpty && !isReordered }

    /// Compares two versions; `from` is nil for a member's first plan, of which everything is new.
    package init(
        from old: PlanContent?, to new: PlanContent,
        laterality: (Slug) -> Exercise.Laterality = { _ in .unilateral }
    ) {
        heading = new.headingChanges(from: old)
        minutesBefore = old.map { PlanMinutes($0, laterality: laterality) }
        minutesAfter = PlanMinutes(new, laterality: laterality)

        let versions = PlanItemKey.assign([old?.items ?? [], new.items])
        let itemPairs = Pairs(old: versions[0].map { ($0.key, $0.item) }, new: versions[1].map { ($0.key, $0.item) })
        items = itemPairs.differing.compactMap { pair in
            guard let shown = pair.new ?? pair.old else { return nil }
            return Item(
                kind: pair.kind, exercise: shown.exercise, from: pair.old, to: pair.new,
                changes: pair.both.map { $0.new.changes(from: $0.old) } ?? [])
        }

        let modificationPairs = Pairs(
            old: ModificationKey.assign(old?.modifications ?? []).map { ($0.key, $0.modification) },
            new: ModificationKey.assign(new.modifications).map { ($0.key, $0.modification) })
        modifications = modificationPairs.differing.compactMap { pair in
            guard let shown = pair.new ?? pair.old else { return nil }
            return Modification(
                kind: pair.kind, activity: shown.activity, from: pair.old, to: pair.new,
                changes: pair.both.map { $0.new.changes(from: $0.old) } ?? [])
        }
        isReordered = itemPairs.isReordered || modificationPairs.isReordered
    }
}

/// Two versions of a list, matched by key.
private struct Pairs<Key: Hashable, Value: Equatable> {
    struct Pair {
        let old: Value?
        let new: Value?

        var kind: PlanDiff.Kind { old == nil ? .added : new == nil ? .removed : .changed }

        var both: (old: Value, new: Value)? {
            guard let old, let new else { return nil }
            return (old, new)
        }
    }

    let differing: [Pair]
    let isReordered: Bool

    init(old: [(key: Key, value: Value)], new: [(key: Key, value: Value)]) {
        // Keys are unique in a version, as each carries its occurrence.
        let oldByKey = Dictionary(old.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let newKeys = Set(new.map(\.key))
        differing =
            new.filter { oldByKey[$0.key] != $0.value }.map { Pair(old: oldByKey[$0.key], new: $0.value) }
            + old.filter { !newKeys.contains($0.key) }.map { Pair(old: $0.value, new: nil) }
        isReordered =
            old.map(\.key).filter(newKeys.contains) != new.map(\.key).filter { oldByKey[$0] != nil }
    }
}
