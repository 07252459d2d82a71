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
