/// One field that differs between two versions of the same thing, in words that people read.
package struct FieldChange: Hashable, Sendable, Codable {
    /// The path of the field in camel case, such as `dose.reps`.
    package let field: String
    /// Nil where the field was left out.
    package let from: String?
    /// Nil where the field is left out now.
    package let to: String?

    package init(field: String, from: String?, to: String?) {
        self.field = field
        self.from = from
        self.to = to
    }

    /// The change in words, such as `dose.reps 10 → 15`.
    package var text: String { "\(field) \(from ?? "none") → \(to ?? "none")" }
}

extension [FieldChange] {
    /// Adds a field when its two values differ.
    mutating func compare<Value: Equatable>(
        _ field: String, _ from: Value?, _ to: Value?, _ words: (Value) -> String = { "\($0)" }
    ) {
        guard from != to else { return }
        append(FieldChange(field: field, from: from.map(words), to: to.map(words)))
    }
}

extension PlanItem {
    /// The fields that differ from an older prescription of the same exercise, in a fixed order.
    package func changes(from old: PlanItem) -> [FieldChange] {
        let seconds = { (value: Int) in "\(value) s" }
        var found: [FieldChange] = []
        found.compare("block", old.block, block) { $0.rawValue }
        found.compare("exerciseVersion", old.exerciseVersion, exerciseVersion)
        found.compare("dose.sets", old.dose.sets, dose.sets)
        found.compare("dose.reps", old.dose.reps, dose.reps)
        found.compare("dose.repsMax", old.dose.repsMax, dose.repsMax)
        found.compare("dose.holdSeconds", old.dose.holdSeconds, dose.holdSeconds, seconds)
        found.compare("dose.durationSeconds", old.dose.durationSeconds, dose.durationSeconds, seconds)
        found.compare("dose.durationSecondsMax", old.dose.durationSecondsMax, dose.durationSecondsMax, seconds)
        found.compare("dose.restSeconds", old.dose.restSeconds, dose.restSeconds, seconds)
        found.compare("dose.loadGrams", old.dose.loadGrams, dose.loadGrams, Dose.kilograms)
        found.compare("dose.band", old.dose.band, dose.band) { $0.oneLine }
        found.compare("dose.tempo", old.dose.tempo, dose.tempo) { $0.oneLine }
        found.compare("dose.targetEffort", old.dose.targetEffort, dose.targetEffort) { "\($0.rawValue)" }
        found.compare("side", old.side, side) { $0.rawValue }
        found.compare("frequency.perDay", old.frequency.perDay, frequency.perDay)
        found.compare("frequency.perWeek", old.frequency.perWeek, frequency.perWeek)
        found.compare("frequency.phrase", old.frequency.phrase, frequency.phrase) { $0.oneLine }
        found.compare("note", old.note, note) { $0.oneLine }
        return found
    }
}

extension ActivityModification {
    /// The fields that differ from an older modification of the same activity, in a fixed order.
    package func changes(from old: ActivityModification) -> [FieldChange] {
        let words = { (slugs: [Slug]) in slugs.isEmpty ? "none" : slugs.map(\.description).joined(separator: ", ") }
        var found: [FieldChange] = []
        found.compare("usualDaysPerWeek", old.usualDaysPerWeek, usualDaysPerWeek)
        found.compare("maximumDaysPerWeek", old.maximumDaysPerWeek, maximumDaysPerWeek)
        found.compare("substitutes", old.substitutes, substitutes, words)
        found.compare(
            "minimumSubstituteDaysPerWeek", old.minimumSubstituteDaysPerWeek, minimumSubstituteDaysPerWeek)
        found.compare("terrain", old.terrain, terrain) {
            $0.isEmpty ? "anywhere" : $0.map(\.rawValue).joined(separator: ", ")
        }
        found.compare("until", old.until, until)
        return found
    }
}

extension PlanContent {
    /// The fields of the plan as a whole that differ from an older version, or all that are set when there is none.
    package func headingChanges(from old: PlanContent?) -> [FieldChange] {
        var found: [FieldChange] = []
        found.compare("program", old?.program, program)
        found.compare("title", old?.title, title) { $0.oneLine }
        found.compare("note", old?.note, note) { $0.oneLine }
        found.compare("until", old?.until, until)
        return found
    }
}
