import Care

/// How an exercise is done, as the member reads it.
public struct ExerciseGuide: Hashable, Sendable, Identifiable {
    /// Its name in the catalog, such as `calf-raises`.
    public var id: String
    /// 1 for the first; a plan names the version that its member is shown.
    public var version: Int
    /// Such as `Calf Raises`.
    public var name: String
    /// `strength`, `stretch`, `balance`, `mobility`, `cardio` or `soft_tissue`.
    public var category: String
    /// Body parts, such as `calf`.
    public var targets: [String]
    /// What is needed, such as `towel`; empty for nothing.
    public var equipment: [String]
    /// What it is good for.
    public var purpose: String
    /// What to do, one after another.
    public var steps: [String]
    /// What to think of while doing it.
    public var cues: [String]
    /// What often goes wrong.
    public var mistakes: [String]
    /// When to stop at once.
    public var stopSigns: [String]

    init(_ published: PublishedContent<Exercise>) {
        let exercise = published.content
        id = exercise.slug.description
        version = published.version
        name = exercise.name.description
        category = exercise.category.rawValue
        targets = exercise.targets.map(\.description)
        equipment = exercise.equipment.map(\.description)
        purpose = exercise.purpose.description
        steps = exercise.steps.map(\.description)
        cues = exercise.cues.map(\.description)
        mistakes = exercise.mistakes.map(\.description)
        stopSigns = exercise.stopSigns.map(\.description)
    }
}
