/// A questionnaire as a member filled it in, once.
package struct OutcomeResponse: Hashable, Sendable, Codable {
    package var moment: LocalMoment
    package var instrument: OutcomeInstrument
    /// The version of the form that was shown, 1 or more.
    package var formVersion: Int
    /// The PSFS's 1–5 activities; empty for the others.
    ///
    /// Fewer than 3 can be recorded, but give no mean.
    package var activities: [RatedActivity]
    /// The FAAM's answers in the order of the form, 0 (unable) to 4 (no difficulty), nil for what does not apply or was left
    /// out; empty for the PSFS.
    package var answers: [Int?]

    package init(
        moment: LocalMoment, instrument: OutcomeInstrument, formVersion: Int = 1, activities: [RatedActivity] = [],
        answers: [Int?] = []
    ) {
        self.moment = moment
        self.instrument = instrument
        self.formVersion = formVersion
        self.activities = activities
        self.answers = answers
    }

    /// What keeps the response from being recorded, as (JSON Pointer, message); empty when nothing does.
    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if !(1...1_000_000).contains(formVersion) {
            found.append(FieldViolation(pointer: "/formVersion", message: "must be 1 to 1000000"))
        }
        if let items = instrument.itemCount {
            if !activities.isEmpty {
                found.append(FieldViolation(pointer: "/activities", message: "belong to the PSFS alone"))
            }
            if answers.count != items {
                found.append(
                    FieldViolation(pointer: "/answers", message: "must hold \(items) places, null for no answer"))
            }
            for (index, answer) in answers.enumerated() {
                guard let answer, !(0...4).contains(answer) else { continue }
                found.append(FieldViolation(pointer: "/answers/\(index)", message: "must be 0 to 4"))
            }
        } else {
            if !answers.isEmpty {
                found.append(FieldViolation(pointer: "/answers", message: "belong to the FAAM alone"))
            }
            if !(1...5).contains(activities.count) {
                found.append(FieldViolation(pointer: "/activities", message: "must name 1 to 5 activities"))
            }
            if Set(activities.map(\.activity.oneLine)).count != activities.count {
                found.append(FieldViolation(pointer: "/activities", message: "names an activity twice"))
            }
        }
        return found
    }
}

/// An activity of the PSFS in the member's words, and how well it goes.
package struct RatedActivity: Hashable, Sendable, Codable {
    package var activity: Label
    package var ability: AbilityScore

    package init(activity: Label, ability: AbilityScore) {
        self.activity = activity
        self.ability = ability
    }
}

/// How well an activity goes, from 0 (unable) to 10 (as before the injury) (PSFS, Stratford 1995).
package struct AbilityScore: BoundedInteger {
    package static let range = 0...10
    package let rawValue: Int
    package init(unchecked value: Int) { rawValue = value }
}
