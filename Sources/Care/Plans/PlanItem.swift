/// One prescribed exercise.
///
/// Exercise, dose, side and frequency are one prescription: two PTs' edits of it are never mixed.
package struct PlanItem: Hashable, Sendable, Codable {
    package enum Block: String, Hashable, Sendable, Codable, CaseIterable {
        case warmup, main, cooldown
    }

    package var block: Block
    package var exercise: Slug
    /// The published version of the exercise that the member is shown, whatever is published later.
    package var exerciseVersion: Int
    package var dose: Dose
    package var side: Side
    package var frequency: Frequency
    /// What the PT tells the member about it.
    package var note: Note?

    package init(
        block: Block, exercise: Slug, exerciseVersion: Int, dose: Dose, side: Side, frequency: Frequency,
        note: Note? = nil
    ) {
        self.block = block
        self.exercise = exercise
        self.exerciseVersion = exerciseVersion
        self.dose = dose
        self.side = side
        self.frequency = frequency
        self.note = note
    }
}
