import Care
import CareStore
import Postgres

/// What of the catalog would miss an exercise, if no new plan could have it.
struct ContentNeeds {
    /// The templates that name it, in a phase or outside.
    let templates: [Slug]
    /// The harder exercises of its ladder, from the nearest on: nobody would get up there, and nobody down from there.
    ///
    /// Empty when another exercise has its rung.
    let harderRungs: [Slug]

    var areNone: Bool { templates.isEmpty && harderRungs.isEmpty }

    /// Looks at what is published now, for the version of an exercise that new plans get.
    init(of slug: Slug, in transaction: borrowing Transaction) throws {
        let current = try transaction.all(ContentStatements.current, [.exercise, .template])
        templates = try current.filter { $0.kind == .template }.map { try $0.value() as Template }
            .filter { $0.exercises.contains(slug) }.map(\.slug)
        let exercises = try current.filter { $0.kind == .exercise }.map { try $0.value() as Exercise }
        guard let place = exercises.first(where: { $0.slug == slug })?.ladder else {
            harderRungs = []
            return
        }
        harderRungs =
            exercises.contains { $0.slug != slug && $0.ladder == place }
            ? []
            : exercises.compactMap { exercise in exercise.ladder.map { (place: $0, slug: exercise.slug) } }
                .filter { $0.place.ladder == place.ladder && $0.place.rung > place.rung }
                .sorted { ($0.place.rung, $0.slug) < ($1.place.rung, $1.slug) }.map(\.slug)
    }
}
