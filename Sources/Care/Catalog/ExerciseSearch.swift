/// What somebody looks for in the library; what is nil does not matter.
package struct ExerciseSearch: Hashable, Sendable {
    /// Words of which each must be found, in name, purpose, targets, equipment or ladder; case does not matter.
    package var text: Label?
    /// A body part, such as `calf`.
    package var target: Slug?
    /// What is at hand, such as `towel`.
    package var equipment: Slug?
    /// Only what needs nothing at all.
    package var withoutEquipment: Bool
    package var category: Exercise.Category?

    package init(
        text: Label? = nil, target: Slug? = nil, equipment: Slug? = nil, withoutEquipment: Bool = false,
        category: Exercise.Category? = nil
    ) {
        self.text = text
        self.target = target
        self.equipment = equipment
        self.withoutEquipment = withoutEquipment
        self.category = category
    }

    /// How well an exercise fits; nil when it does not.
    ///
    /// A word at the beginning of the name counts most, then one in the name, a target, a ladder, and last the purpose.
    package func rank(of exercise: Exercise) -> Int? {
        if let target, !exercise.targets.contains(target) { return nil }
        if let equipment, !exercise.equipment.contains(equipment) { return nil }
        if withoutEquipment, !exercise.equipment.isEmpty { return nil }
        if let category, exercise.category != category { return nil }
        var rank = 0
        for word in text?.words ?? [] {
            guard let found = Self.rank(of: word, in: exercise) else { return nil }
            rank += found
        }
        return rank
    }

    /// What fits, the best first and by name among equals; the order of what comes in does not matter.
    package func among<Found>(_ found: [Found], exercise: (Found) -> Exercise) -> [Found] {
        found.compactMap { found in rank(of: exercise(found)).map { (rank: $0, found: found) } }
            .sorted {
                let (left, right) = (exercise($0.found), exercise($1.found))
                return ($1.rank, left.name.description, left.slug) < ($0.rank, right.name.description, right.slug)
            }
            .map(\.found)
    }

    private static func rank(of word: String, in exercise: Exercise) -> Int? {
        let name = exercise.name.words
        if name.first?.hasPrefix(word) == true { return 16 }
        if name.contains(where: { $0.hasPrefix(word) }) { return 8 }
        if exercise.slug.description.contains(word) { return 6 }
        if exercise.targets.contains(where: { $0.description.contains(word) }) { return 4 }
        if exercise.ladder?.ladder.description.contains(word) == true { return 3 }
        if exercise.equipment.contains(where: { $0.description.contains(word) }) { return 2 }
        return exercise.purpose.description.lowercased().contains(word) ? 1 : nil
    }
}

extension BoundedText {
    /// In lower case, cut at white space and hyphens.
    fileprivate var words: [String] {
        description.lowercased().split { $0.isWhitespace || $0 == "-" }.map(String.init)
    }
}
