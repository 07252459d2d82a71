/// What a plan prescribes, apart from who made it and when: the part that a PT edits and a diff compares.
package struct PlanContent: Hashable, Sendable, Codable {
    /// The course of care that the plan belongs to, such as `ankle-pain-after-running`.
    package var program: Slug
    package var title: Label
    /// At most 40, each exercise at most once in a block.
    package var items: [PlanItem]
    /// At most 10, all of which hold: of several about one activity the strictest counts on each day.
    package var modifications: [ActivityModification]
    /// What the PT tells the member about the plan as a whole.
    package var note: Note?
    /// The last day of the plan; nil while no end is set.
    package var until: LocalDay?

    package init(
        program: Slug, title: Label, items: [PlanItem], modifications: [ActivityModification] = [], note: Note? = nil,
        until: LocalDay? = nil
    ) {
        self.program = program
        self.title = title
        self.items = items
        self.modifications = modifications
        self.note = note
        self.until = until
    }

    package static let maximumItems = 40
    package static let maximumModifications = 10
    /// Days from the beginning of a plan without exercises to its end (choice): rest is for a while.
    package static let maximumRestDays = 28

    /// Everything that stands in the way of prescribing this; empty when nothing does.
    ///
    /// Whether an exercise exists is the catalog's to say, and not checked here.
    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if items.count > Self.maximumItems {
            found.append(FieldViolation(pointer: "/items", message: "at most \(Self.maximumItems) exercises"))
        }
        if modifications.count > Self.maximumModifications {
            found.append(
                FieldViolation(pointer: "/modifications", message: "at most \(Self.maximumModifications) modifications")
            )
        }
        // Domain guide §2.2: one need not stop. Rest may be prescribed, but not without an end.
        if items.isEmpty, until == nil {
            found.append(FieldViolation(pointer: "/until", message: "a plan without exercises needs an end date"))
        }
        var seen: Set<[String]> = []
        for (index, item) in items.enumerated() {
            let place = "/items/\(index)"
            found += item.dose.violations.map {
                FieldViolation(
                    pointer: "\(place)/dose/\($0.field)",
                    message: "\(item.exercise): \(Self.words($0.field, $0.message))")
            }
            found += item.frequency.violations.map {
                FieldViolation(
                    pointer: "\(place)/frequency/\($0.field)",
                    message: "\(item.exercise): \(Self.words($0.field, $0.message))")
            }
            if !seen.insert([item.block.rawValue, item.exercise.description]).inserted {
                found.append(
                    FieldViolation(
                        pointer: "\(place)/exercise",
                        message: "\(item.exercise) is twice in block \(item.block.rawValue)"))
            }
        }
        for (index, modification) in modifications.enumerated() {
            found += modification.violations.map {
                FieldViolation(pointer: "/modifications/\(index)/\($0.field)", message: $0.message)
            }
        }
        return found
    }

    /// The same of a plan that begins on a day, with its end.
    package func violations(from day: LocalDay) -> [FieldViolation] {
        var found = violations
        guard let until else { return found }
        if until < day {
            found.append(FieldViolation(pointer: "/until", message: "must not be before the plan takes effect"))
        } else if items.isEmpty, day.adding(days: Self.maximumRestDays) < until {
            found.append(
                FieldViolation(
                    pointer: "/until",
                    message: "a plan without exercises must end within \(Self.maximumRestDays) days of its beginning"))
        }
        return found
    }

    /// A rule with what it is about, as a PT says it: `sets must be 1 to 10`.
    private static func words(_ field: String, _ message: String) -> String {
        guard message.hasPrefix("must") else { return message }
        let name =
            switch field {
            case "repsMax": "the most reps"
            case "holdSeconds": "seconds of a hold"
            case "durationSeconds": "seconds"
            case "durationSecondsMax": "the most seconds"
            case "restSeconds": "seconds of rest"
            case "loadGrams": "grams of load"
            case "perDay": "times a day"
            case "perWeek": "days a week"
            default: field
            }
        return "\(name) \(message)"
    }
}
