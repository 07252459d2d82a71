/// What two PTs each made of one plan: the answer when a plan is applied whose base has moved.
///
/// Exercise, dose, side and frequency are one prescription, so that two different edits of it are a conflict for a person
/// to settle, even where they touch different fields.
package struct ThreeWayPlanDiff: Hashable, Sendable, Codable {
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case onlyMine = "only_mine"
        case onlyTheirs = "only_theirs"
        /// Both made the same change.
        case same
        case conflict
    }

    /// One exercise that at least one of the two changed; each version is nil where the exercise is not in it.
    package struct Item: Hashable, Sendable, Codable {
        package let exercise: Slug
        package let outcome: Outcome
        package let base: PlanItem?
        package let mine: PlanItem?
        package let theirs: PlanItem?
    }

    /// One modification that at least one of the two changed; each version is nil where it is not in it.
    package struct Modification: Hashable, Sendable, Codable {
        package let activity: Slug
        package let outcome: Outcome
        package let base: ActivityModification?
        package let mine: ActivityModification?
        package let theirs: ActivityModification?
    }

    /// Program, title, note or end, where at least one of the two changed it; nil where it is left out.
    package struct Heading: Hashable, Sendable, Codable {
        package let field: String
        package let outcome: Outcome
        package let base: String?
        package let mine: String?
        package let theirs: String?
    }

    package let heading: [Heading]
    /// In the order of my version, then what is in theirs alone, then what both removed.
    package let items: [Item]
    package let modifications: [Modification]

    /// Whether a person has to choose somewhere.
    package var hasConflicts: Bool {
        heading.contains { $0.outcome == .conflict } || items.contains { $0.outcome == .conflict }
            || modifications.contains { $0.outcome == .conflict }
    }

    /// Compares my version and theirs with the base that mine was made from; nil when there was no plan then.
    package init(base: PlanContent?, mine: PlanContent, theirs: PlanContent) {
        heading = [
            Self.heading("program", base?.program, mine.program, theirs.program, words: \.description),
            Self.heading("title", base?.title, mine.title, theirs.title, words: \.oneLine),
            Self.heading("note", base?.note, mine.note, theirs.note, words: \.oneLine),
            Self.heading("until", base?.until, mine.until, theirs.until, words: \.description),
        ].compactMap(\.self)

        let versions = PlanItemKey.assign([base?.items ?? [], mine.items, theirs.items])
        items = Triples(versions.map { $0.map { ($0.key, $0.item) } }).compactMap { base, mine, theirs in
            guard let outcome = Outcome(base: base, mine: mine, theirs: theirs),
                let exercise = (mine ?? theirs ?? base)?.exercise
            else { return nil }
            return Item(exercise: exercise, outcome: outcome, base: base, mine: mine, theirs: theirs)
        }

        let modified = [base?.modifications ?? [], mine.modifications, theirs.modifications].map(ModificationKey.assign)
        modifications = Triples(modified.map { $0.map { ($0.key, $0.modification) } }).compactMap {
            base, mine, theirs in
            guard let outcome = Outcome(base: base, mine: mine, theirs: theirs),
                let activity = (mine ?? theirs ?? base)?.activity
            else { return nil }
            return Modification(activity: activity, outcome: outcome, base: base, mine: mine, theirs: theirs)
        }
    }

    private static func heading<Value: Equatable>(
        _ field: String, _ base: Value?, _ mine: Value?, _ theirs: Value?, words: (Value) -> String
    ) -> Heading? {
        guard let outcome = Outcome(base: base, mine: mine, theirs: theirs) else { return nil }
        return Heading(
            field: field, outcome: outcome, base: base.map(words), mine: mine.map(words), theirs: theirs.map(words))
    }
}

extension ThreeWayPlanDiff.Outcome {
    /// Nil when neither changed anything.
    fileprivate init?<Value: Equatable>(base: Value?, mine: Value?, theirs: Value?) {
        switch (mine == base, theirs == base) {
        case (true, true): return nil
        case (false, true): self = .onlyMine
        case (true, false): self = .onlyTheirs
        case (false, false): self = mine == theirs ? .same : .conflict
        }
    }
}

/// Three versions of a list, matched by key: base, mine, theirs.
private struct Triples<Key: Hashable, Value> {
    private let byKey: [[Key: Value]]
    private let keys: [Key]

    init(_ versions: [[(key: Key, value: Value)]]) {
        // Keys are unique in a version, as each carries its occurrence.
        byKey = versions.map { Dictionary($0.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }) }
        var seen: Set<Key> = []
        keys = [1, 2, 0].flatMap { versions[$0] }.map(\.key).filter { seen.insert($0).inserted }
    }

    func compactMap<Result>(_ transform: (Value?, Value?, Value?) -> Result?) -> [Result] {
        keys.compactMap { transform(byKey[0][$0], byKey[1][$0], byKey[2][$0]) }
    }
}
