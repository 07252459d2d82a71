extension PlanItem {
    /// Where the prescription is not one for this exercise, as (field, message); empty when it is.
    ///
    /// An exercise that is held is repeated only where its own dose is, as in 10 chin tucks of 5 s: 10 times 30 s of a stretch
    /// are a slip. A hold may be added to repetitions.
    package func misfits(with exercise: Exercise) -> [(field: String, message: String)] {
        var found: [(String, String)] = []
        switch exercise.doseKind {
        case .reps:
            if dose.reps == nil { found.append(("dose/reps", "is dosed in repetitions: give sets and reps")) }
        case .hold:
            if dose.holdSeconds == nil {
                found.append(("dose/holdSeconds", "is held: give sets and the seconds of a hold"))
            } else if dose.reps != nil, exercise.defaultDose.reps == nil {
                found.append(("dose/reps", "is held and not repeated: give sets and the seconds of a hold, no reps"))
            }
        case .duration:
            if dose.durationSeconds == nil {
                found.append(("dose/durationSeconds", "lasts: give its seconds, and neither reps nor a hold"))
            }
        }
        if exercise.laterality == .bilateral, side != .both {
            found.append(("side", "works both sides at once: the side must be both"))
        }
        return found
    }
}
