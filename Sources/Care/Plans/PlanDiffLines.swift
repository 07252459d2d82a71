extension PlanDiff {
    /// The diff as lines of plain text: `+` added, `-` removed, `~` changed, and what it does to the time it takes.
    ///
    /// Empty when nothing changed.
    package var lines: [String] {
        guard !isEmpty else { return [] }
        var lines = heading.map { change in
            switch (change.from, change.to) {
            case (nil, let to?): "+ \(change.field): \(to)"
            case (let from?, nil): "- \(change.field): \(from)"
            default: "~ \(change.text)"
            }
        }
        for item in items {
            switch (item.from, item.to) {
            case (nil, let to?): lines.append("+ \(to.block.rawValue): \(to.exercise): \(to.prescriptionText)")
            case (let from?, nil): lines.append("- \(from.block.rawValue): \(from.exercise): \(from.prescriptionText)")
            case (let from?, let to?):
                let changes = to.changesInWords(from: from, item.changes).joined(separator: "; ")
                lines.append("~ \(to.block.rawValue): \(to.exercise): \(changes)")
            case (nil, nil): break
            }
        }
        for modification in modifications {
            switch (modification.from, modification.to) {
            case (nil, let to?): lines.append("+ \(to.activity): \(to.text)")
            case (let from?, nil): lines.append("- \(from.activity): \(from.text)")
            case (let from?, let to?):
                let words =
                    from.text == to.text
                    ? modification.changes.map(\.text).joined(separator: "; ") : "\(from.text) → \(to.text)"
                lines.append("~ \(to.activity): \(words)")
            case (nil, nil): break
            }
        }
        if isReordered { lines.append("~ the order of what stays") }
        lines.append(minutesLine)
        return lines
    }

    private var minutesLine: String {
        let after = minutesAfter
        guard let before = minutesBefore else {
            return "  minutes: \(after.perSession) a session, \(after.perWeek) a week"
        }
        return "  minutes: \(before.perSession) → \(after.perSession) a session, "
            + "\(before.perWeek) → \(after.perWeek) a week"
    }
}

extension PlanItem {
    /// What differs, as people say it: the dose and how often as a whole, the rest by itself.
    ///
    /// Fields that the words of a dose leave out are named, so that no change goes unsaid.
    fileprivate func changesInWords(from old: PlanItem, _ changes: [FieldChange]) -> [String] {
        var words: [String] = []
        if old.dose != dose {
            words +=
                old.dose.text == dose.text
                ? changes.filter { $0.field.hasPrefix("dose.") }.map(\.text) : ["\(old.dose.text) → \(dose.text)"]
        }
        let (before, after) = (old.frequency.text, frequency.text)
        if before != after { words.append("\(before) → \(after)") }
        return words
            + changes.filter { change in
                !change.field.hasPrefix("dose.") && !["frequency.perDay", "frequency.perWeek"].contains(change.field)
            }.map { change in
                let name =
                    change.field == "exerciseVersion" ? "version" : change.field.replacing("frequency.", with: "")
                return FieldChange(field: name, from: change.from, to: change.to).text
            }
    }
}
