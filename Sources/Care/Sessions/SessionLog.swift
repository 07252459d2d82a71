/// What a member says they did, once.
///
/// It is logged, never "done": nobody watched.
package struct SessionLog: Hashable, Sendable {
    /// The number of the plan revision that the member had in hand; nil for exercise off the plan.
    package var planRevision: Int?
    package var moment: LocalMoment
    /// At most 60, in the order in which they were done.
    package var items: [LoggedItem]
    package var effort: EffortScore?
    package var painDuring: PainScore?
    package var note: Note?

    package init(
        planRevision: Int?, moment: LocalMoment, items: [LoggedItem], effort: EffortScore? = nil,
        painDuring: PainScore? = nil, note: Note? = nil
    ) {
        self.planRevision = planRevision
        self.moment = moment
        self.items = items
        self.effort = effort
        self.painDuring = painDuring
        self.note = note
    }
}

/// One exercise of a session.
package struct LoggedItem: Hashable, Sendable {
    package enum AbandonedReason: String, Hashable, Sendable, Codable, CaseIterable {
        case pain, fatigue, time, equipment, other
    }

    package var exercise: Slug
    /// At most 10; empty when the exercise was skipped.
    package var sets: [LoggedSet]
    package var skippedReason: Note?
    package var abandonedReason: AbandonedReason?
    package var difficulty: Difficulty?

    package init(
        exercise: Slug, sets: [LoggedSet], skippedReason: Note? = nil, abandonedReason: AbandonedReason? = nil,
        difficulty: Difficulty? = nil
    ) {
        self.exercise = exercise
        self.sets = sets
        self.skippedReason = skippedReason
        self.abandonedReason = abandonedReason
        self.difficulty = difficulty
    }
}

/// One set as performed: at least one of the four is there.
package struct LoggedSet: Hashable, Sendable {
    /// 0–1000.
    package var reps: Int?
    /// 0–3600 s.
    package var holdSeconds: Int?
    /// 0–14,400 s.
    package var durationSeconds: Int?
    /// 0–500,000 g.
    package var loadGrams: Int?

    package init(reps: Int? = nil, holdSeconds: Int? = nil, durationSeconds: Int? = nil, loadGrams: Int? = nil) {
        self.reps = reps
        self.holdSeconds = holdSeconds
        self.durationSeconds = durationSeconds
        self.loadGrams = loadGrams
    }
}

extension SessionLog {
    /// What keeps the log from being recorded, as (JSON Pointer, message); empty when nothing does.
    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if let planRevision, !(1...1_000_000).contains(planRevision) {
            found.append(FieldViolation(pointer: "/planRevision", message: "must be 1 to 1000000"))
        }
        if items.isEmpty || items.count > 60 {
            found.append(FieldViolation(pointer: "/items", message: "must hold 1 to 60 exercises"))
        }
        for (index, item) in items.enumerated() {
            if item.sets.count > 10 {
                found.append(FieldViolation(pointer: "/items/\(index)/sets", message: "at most 10 sets"))
            }
            for (setIndex, set) in item.sets.enumerated() {
                for (field, value, limit) in [
                    ("reps", set.reps, 1_000), ("holdSeconds", set.holdSeconds, 3_600),
                    ("durationSeconds", set.durationSeconds, 14_400), ("loadGrams", set.loadGrams, 500_000),
                ] {
                    guard let value, !(0...limit).contains(value) else { continue }
                    found.append(
                        FieldViolation(
                            pointer: "/items/\(index)/sets/\(setIndex)/\(field)", message: "must be 0 to \(limit)"))
                }
                if set == LoggedSet() {
                    found.append(
                        FieldViolation(
                            pointer: "/items/\(index)/sets/\(setIndex)", message: "says nothing that was done"))
                }
            }
        }
        return found
    }
}
