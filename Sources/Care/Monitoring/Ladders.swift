/// Which exercises are easier and harder variants of which.
package struct Ladders: Hashable, Sendable {
    private let places: [Slug: LadderPlace]

    package init(_ places: [Slug: LadderPlace]) { self.places = places }

    package init(_ exercises: some Sequence<Exercise>) {
        self.init(Dictionary(exercises.map { ($0.slug, $0.ladder) }, uniquingKeysWith: { $1 }).compactMapValues(\.self))
    }

    package func place(of exercise: Slug) -> LadderPlace? { places[exercise] }

    /// The exercise on the next rung below; nil on the lowest and off the ladders.
    package func easier(than exercise: Slug) -> Slug? {
        neighbors(of: exercise).filter { $0.rung < rung(exercise) }.max { ($0.rung, $1.slug) < ($1.rung, $0.slug) }?
            .slug
    }

    /// The exercise on the next rung above; nil on the highest and off the ladders.
    package func harder(than exercise: Slug) -> Slug? {
        neighbors(of: exercise).filter { $0.rung > rung(exercise) }.min { ($0.rung, $0.slug) < ($1.rung, $1.slug) }?
            .slug
    }

    /// Whether two exercises stand on one ladder, as each does with itself.
    package func share(_ one: Slug, _ other: Slug) -> Bool {
        one == other || places[one].map { $0.ladder == places[other]?.ladder } ?? false
    }

    /// Whether an exercise stands on a higher rung of another's ladder.
    package func isHarder(_ one: Slug, than other: Slug) -> Bool { share(one, other) && rung(one) > rung(other) }

    private func rung(_ exercise: Slug) -> Int { places[exercise]?.rung ?? 0 }

    private func neighbors(of exercise: Slug) -> [(slug: Slug, rung: Int)] {
        guard let place = places[exercise] else { return [] }
        return places.filter { $0.value.ladder == place.ladder }.map { ($0.key, $0.value.rung) }
    }
}
