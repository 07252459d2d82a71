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
        // What a member is told beside the steps, and what a PT searches by: an exercise without it is half an exercise.
        for (field, count) in [
            ("targets", targets.count), ("cues", cues.count), ("mistakes", mistakes.count),
            ("stopSigns", stopSigns.count),
        ] where count == 0 {
            found.append(FieldViolation(pointer: "/\(field)", message: "must not be empty"))
        }
        if doseSource == nil {
            found.append(
                FieldViolation(
                    pointer: "/doseSource", message: "must say where the dose comes from, or that it is a choice"))
        }
        return found
    }
}

extension Template {
    /// What is wrong with its phases, apart from the plans that come of them.
    var phaseViolations: [FieldViolation] {
        var found: [FieldViolation] = []
        var seen: Set<Slug> = []
        for (index, phase) in (phases ?? []).enumerated() {
            let place = "/phases/\(index)"
            if !seen.insert(phase.slug).inserted {
                found.append(
                    FieldViolation(pointer: "\(place)/slug", message: "is the slug of an earlier phase already"))
            }
            // The first is where one begins; out of the last one goes on alone.
            for (field, criteria) in [("entry", phase.entry), ("exit", phase.exit)] {
                if criteria.isEmpty {
                    found.append(
                        FieldViolation(pointer: "\(place)/\(field)", message: "must have at least one criterion"))
                }
                for (number, criterion) in criteria.enumerated() {
                    found += criterion.violations.map {
                        FieldViolation(pointer: "\(place)/\(field)/\(number)/\($0.field)", message: $0.message)
                    }
                }
            }
            if phase.planNote == nil, phase.note != nil || !phase.selfCare.isEmpty || !phase.runPhases.isEmpty {
                found.append(
                    FieldViolation(
                        pointer: "\(place)/note",
                        message: "note, self-care and run program together exceed a note's length"))
            }
        }
        return found
    }
}

/// A ladder is climbed rung by rung, so that each rung from 1 up is one exercise.
enum LadderRules {
    /// Where an exercise is told that it is alone on its ladder.
    static let leadsNowhere = "/ladder/ladder"

    static func problems(of exercises: [(file: String, exercise: Exercise)]) -> [ContentProblem] {
        var ladders: [Slug: [(rung: Int, file: String)]] = [:]
        for (file, exercise) in exercises {
            guard let place = exercise.ladder else { continue }
            ladders[place.ladder, default: []].append((place.rung, file))
        }
        return ladders.sorted { $0.key < $1.key }.flatMap { ladder, rungs in
            let found = problems(of: ladder, rungs)
            guard found.isEmpty, rungs.count == 1 else { return found }
            return [
                ContentProblem(
                    file: rungs[0].file, pointer: leadsNowhere,
                    message: "is the only rung of \(ladder): a ladder leads somewhere, from 2 exercises on")
            ]
        }
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
