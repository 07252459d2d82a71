/// Prescriptions in the words that a plan listing and a diff are written in.
extension Dose {
    /// The whole dose on one line, such as `3 × 10–15 reps, rest 60 s, 5 kg`.
    package var text: String {
        var parts: [String] = []
        let range = { (low: Int, high: Int?) in high.map { "\(low)–\($0)" } ?? "\(low)" }
        let times = sets == 1 ? "" : "\(sets) × "
        if let reps {
            parts.append("\(times)\(range(reps, repsMax)) \(reps == 1 && repsMax == nil ? "rep" : "reps")")
            if let holdSeconds { parts.append("hold \(holdSeconds) s") }
        } else if let durationSeconds {
            parts.append("\(times)\(range(durationSeconds, durationSecondsMax)) s")
        } else if let holdSeconds {
            parts.append("\(times)\(holdSeconds) s hold")
        }
        if let restSeconds { parts.append("rest \(restSeconds) s") }
        if let loadGrams { parts.append(Self.kilograms(loadGrams)) }
        if let band { parts.append("\(band.oneLine) band") }
        if let tempo { parts.append("tempo \(tempo.oneLine)") }
        if let targetEffort { parts.append("effort \(targetEffort.rawValue)") }
        return parts.joined(separator: ", ")
    }

    /// A load in kilograms, such as `2.5 kg`.
    static func kilograms(_ grams: Int) -> String {
        let (whole, rest) = grams.magnitude.quotientAndRemainder(dividingBy: 1_000)
        var digits = String(rest + 1_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(grams < 0 ? "-" : "")\(whole)\(digits.isEmpty ? "" : ".\(digits)") kg"
    }
}

extension Frequency {
    /// How often, such as `daily`, `twice a day` or `3 days a week, twice a day`.
    package var text: String {
        let daily =
            switch perDay {
            case 1: ""
            case 2: "twice a day"
            default: "\(perDay) times a day"
            }
        let weekly =
            perWeek == 7 ? (daily.isEmpty ? "daily" : "") : "\(perWeek) \(perWeek == 1 ? "day" : "days") a week"
        return [weekly, daily].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension PlanItem {
    /// Dose, side and frequency on one line, without the exercise's name.
    package var prescriptionText: String {
        let sideText =
            switch side {
            case .left: "left side"
            case .right: "right side"
            case .both: "both sides"
            case .alternate: "sides in turn"
            }
        return "\(dose.text), \(sideText), \(frequency.text)"
    }
}

extension ActivityModification {
    /// The whole modification on one line, such as `at most 3 days a week (of 5), instead biking or swimming on at least 2`.
    package var text: String {
        var text = "at most \(maximumDaysPerWeek) days a week (of \(usualDaysPerWeek))"
        if !substitutes.isEmpty {
            let names = substitutes.map(\.description).joined(separator: " or ")
            text += ", instead \(names) on at least \(minimumSubstituteDaysPerWeek)"
        }
        if !terrain.isEmpty { text += ", on \(terrain.map(\.rawValue).joined(separator: " or "))" }
        if let until { text += ", until \(until)" }
        return text
    }
}

extension BoundedText {
    /// The text on one line, so that a line of it cannot pass for a line of the listing around it.
    package var oneLine: String {
        description.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
