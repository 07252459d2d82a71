import Care
import CareStore
import Postgres

/// The exercises that an exercise is put beside when it is drafted or published.
struct Shelf {
    /// What new plans get.
    private let current: [Exercise]
    /// What they no longer get: a rung that nobody climbs any more is no gap, and free for another exercise.
    private let retired: [Exercise]
    /// What is on its way and may settle what the exercise alone leaves open, as when two change places.
    private let coming: [Exercise]
    private let moment: ContentMoment

    /// For a draft whatever is under way is coming, for a publication what both reviews approve.
    init(for moment: ContentMoment, in transaction: borrowing Transaction) throws {
        self.moment = moment
        let latest: [Exercise] = try transaction.all(ContentStatements.latest, [.exercise]).map { try $0.value() }
        let inUse = Set(try transaction.all(ContentStatements.current, [.exercise]).map(\.slug))
        current = latest.filter { inUse.contains($0.slug) }
        retired = latest.filter { !inUse.contains($0.slug) }
        coming = try transaction.all(ContentDraftStatements.exercisesUnderWay)
            .filter { moment == .draft || $0.isReviewed }.map { try $0.content.value() }
    }

    /// What is wrong with the ladders that the exercise joins or leaves, by the slugs of their exercises.
    ///
    /// A place is right that is so beside what is published, or once what is coming is published too.
    func problems(with exercise: Exercise) -> [LadderProblem] {
        let now = problems(of: Self.put(exercise, among: current), around: exercise)
        guard !now.isEmpty else { return [] }
        let later = coming.reduce(current) { Self.put($1, among: $0) }
        return problems(of: Self.put(exercise, among: later), around: exercise).isEmpty ? [] : now
    }

    private func problems(of exercises: [Exercise], around exercise: Exercise) -> [LadderProblem] {
        let before = (current + retired).first { $0.slug == exercise.slug }
        let ladders = Set([exercise, before].compactMap { $0?.ladder?.ladder })
        var held = Set(exercises.compactMap(\.ladder))
        let fillers = retired.filter { filler in
            filler.slug != exercise.slug && filler.ladder.map { held.insert($0).inserted } ?? false
        }
        let onLadders = (exercises + fillers).filter { $0.ladder.map { ladders.contains($0.ladder) } ?? false }
        return LadderRules.problems(of: onLadders.map { (file: $0.slug.description, exercise: $0) })
            .filter { moment == .publication || !isForLater($0, exercise) }
    }

    /// What only the publication is to settle: a ladder begins with one draft, and who leaves one is drafted before
    /// whoever takes the rung.
    private func isForLater(_ problem: LadderProblem, _ exercise: Exercise) -> Bool {
        problem.cause == .alone || problem.cause == .gap && problem.file != exercise.slug.description
    }

    /// The exercises with one in its place, new or for its earlier version.
    private static func put(_ exercise: Exercise, among exercises: [Exercise]) -> [Exercise] {
        exercises.filter { $0.slug != exercise.slug } + [exercise]
    }
}
