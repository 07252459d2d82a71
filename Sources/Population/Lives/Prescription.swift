import Care
import ChartSync

/// The plans that the population's PTs prescribe: a few exercises of the catalog, more of them from revision to revision.
enum Prescription {
    static let exercises = [
        "calf-raises", "tib-raises", "towel-scrunches", "ankle-circles", "foam-roll-arch-and-ankle",
        "bent-knee-calf-raises", "banded-clamshells",
    ].compactMap { Slug($0) }

    /// How many exercises a revision has.
    static func itemCount(_ number: Int) -> Int { min(exercises.count, 3 + number / 2) }

    static func revision(_ number: Int, by author: PractitionerID, at instant: Instant, from day: LocalDay)
        -> PlanRevision
    {
        let items = exercises.prefix(itemCount(number)).enumerated().map { position, exercise in
            PlanItem(
                block: position == 0 ? .warmup : .main, exercise: exercise, exerciseVersion: 1,
                dose: Dose(sets: 2 + number % 2, reps: 10 + position, repsMax: 15 + position, restSeconds: 60),
                side: .both, frequency: Frequency(perWeek: 3, phrase: Label("several times each week")))
        }
        return PlanRevision(
            number: number, base: number - 1, author: author, authoredAt: instant, effectiveFrom: day,
            reason: Note(
                unchecked: number == 1 ? "A start that keeps the ankle working." : "Two weeks without a flare."),
            content: PlanContent(
                program: Slug("ankle-pain-after-running") ?? exercises[0],
                title: Label(unchecked: "Ankle, after running"),
                items: items))
    }
}
