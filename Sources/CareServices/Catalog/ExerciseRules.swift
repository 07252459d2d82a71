import Care

extension Exercise {
    /// What stands in the way of publishing it, apart from its place on a ladder.
    var contentViolations: [FieldViolation] {
        var found = defaultDose.violations.map {
            FieldViolation(pointer: "/defaultDose/\($0.field)", message: $0.message)
        }
        found += defaultFrequency.violations.map {
            FieldViolation(pointer: "/defaultFrequency/\($0.field)", message: $0.message)
        }
        let (field, amount) =
            switch doseKind {
            case .reps: ("reps", defaultDose.reps)
            case .hold: ("holdSeconds", defaultDose.holdSeconds)
            case .duration: ("durationSeconds", defaultDose.durationSeconds)
            }
        if amount == nil {
            found.append(
                FieldViolation(
                    pointer: "/defaultDose/\(field)", message: "must be given, as doseKind is \(doseKind.rawValue)"))
        }
        if steps.isEmpty { found.append(FieldViolation(pointer: "/steps", message: "must have at least one step")) }
        return found
    }
}

/// A ladder is climbed rung by rung, so that each rung from 1 up is one exercise.
enum LadderRules {
    static func problems(of exercises: [(file: String, exercise: Exercise)]) -> [ContentProblem] {
        var ladders: [Slug: [(rung: Int, file: String)]] = [:]
        for (file, exercise) in exercises {
            guard let place = exercise.ladder else { continue }
            ladders[place.ladder, default: []].append((place.rung, file))
        }
        return ladders.sorted { $0.key < $1.key }.flatMap { ladder, rungs in problems(of: ladder, rungs) }
    }

    private static func problems(of ladder: Slug, _ rungs: [(rung: Int, file: String)]) -> [ContentProblem] {
        var found: [ContentProblem] = []
        var below: (rung: Int, file: String) = (0, "")
        for place in rungs.sorted(by: { ($0.rung, $0.file) < ($1.rung, $1.file) }) {
            let message: String? =
                if place.rung < 1 {
                    "must be 1 or more"
                } else if place.rung == below.rung {
                    "rung \(place.rung) of \(ladder) is \(below.file) already"
                } else if place.rung > below.rung + 1 {
                    "rung \(below.rung + 1) of \(ladder) is missing"
                } else {
                    nil
                }
            if let message {
                found.append(ContentProblem(file: place.file, pointer: "/ladder/rung", message: message))
            }
            if place.rung >= 1 { below = place }
        }
        return found
    }
}
