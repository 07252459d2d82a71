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
            case (_, let to?): lines.append("~ \(to.block.rawValue): \(to.exercise): \(item.changes.text)")
            case (nil, nil): break
            }
        }
        for modification in modifications {
            switch (modification.from, modification.to) {
            case (nil, let to?): lines.append("+ \(to.activity): \(to.text)")
            case (let from?, nil): lines.append("- \(from.activity): \(from.text)")
            case (_, let to?): lines.append("~ \(to.activity): \(modification.changes.text)")
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

extension [FieldChange] {
    /// All changes on one line.
    fileprivate var text: String { map(\.text).joined(separator: "; ") }
}
