/// One exercise of the library, as a PT prescribes it and a member reads it.
package struct Exercise: Hashable, Sendable, Codable {
    package enum Category: String, Hashable, Sendable, Codable, CaseIterable {
        case strength, stretch, balance, mobility, cardio
        case softTissue = "soft_tissue"
    }

    package enum DoseKind: String, Hashable, Sendable, Codable, CaseIterable {
        case reps, hold, duration
    }

    package enum Laterality: String, Hashable, Sendable, Codable, CaseIterable {
        /// Both sides work at once.
        case bilateral
        /// One side works at a time, so time counts twice for both.
        case unilateral
    }

    package var slug: Slug
    package var name: Label
    package var category: Category
    /// Body parts, such as `calf`.
    package var targets: [Slug]
    /// What is needed, such as `towel`; empty for nothing.
    package var equipment: [Slug]
    package var laterality: Laterality
    package var doseKind: DoseKind
    package var purpose: Note
    package var steps: [Note]
    package var cues: [Note]
    package var mistakes: [Note]
    /// When to stop at once.
    package var stopSigns: [Note]
    /// Where the member begins if the PT says nothing else.
    package var defaultDose: Dose
    package var defaultFrequency: Frequency
    /// True where no source gives a dose, so that the PT is asked to set it.
    package var doseIsForPTToSet: Bool
    /// The source of the dose, as (author, year, place).
    package var doseSource: Note?
    /// Its place among easier and harder variants.
    package var ladder: LadderPlace?
}

/// A rung of a ladder: 1 is the easiest.
///
/// Up is progression, down is regression.
package struct LadderPlace: Hashable, Sendable, Codable {
    package var ladder: Slug
    package var rung: Int
}
