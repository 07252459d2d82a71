import Care

extension PlanText {
    /// The text, ending with a line break; reading it again gives the same plan.
    func printed(explaining: Bool = false) -> String {
        var lines: [String] = []
        if explaining { lines += Self.explanation }
        lines.append("member: \(Self.oneLine(memberName)) (\(member))")
        lines.append("base: \(base)")
        if let reason {
            lines.append("reason: \(Self.headerText(reason.description))")
        } else if explaining {
            lines.append("reason:      # why, for the record and the next PT: needed")
        }
        lines.append("program: \(content.program)")
        lines.append("title: \(Self.headerText(content.title.description))")
        if let effectiveFrom { lines.append("effective: \(effectiveFrom)") }
        if let until = content.until { lines.append("until: \(until)") }
        if let note = content.note {
            lines.append("note:")
            lines += Self.noteLines(note)
        }
        lines += itemLines()
        if !content.modifications.isEmpty {
            lines += ["", "[modifications]"] + content.modifications.map(Self.line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let explanation = """
        # One line for each exercise:   name   sets x amount   side   days/week   …
        #   amount   10 or 10-15 repetitions; hold 30s; 10 hold 5s; 120-180s or 2-3min for what lasts
        #   side     left, right, both, alternate
        #   then     2/day  rest 60s  load 2.5kg  band red  tempo 2-0-2  effort 5  phrase "several times each week"
        # Lines that begin with > are the note to the member for the exercise above.
        # Sections: [warmup] [main] [cooldown], then [modifications] such as
        #   running  5/week to 3/week  instead biking swimming 2/week  on track treadmill  until 2027-01-31
        # Everything after # and a space is a comment. Save without changes to leave the plan as it is.

        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    // MARK: Exercises

    private func itemLines() -> [String] {
        let rows = content.items.map(Self.columns)
        let widths = (0..<4).map { column in rows.map { displayWidth(of: $0[column]) }.max() ?? 0 }
        var lines: [String] = []
        var block: PlanItem.Block?
        for (item, row) in zip(content.items, rows) {
            if item.block != block { lines += ["", "[\(item.block.rawValue)]"] }
            block = item.block
            let cells = row.enumerated().map { index, cell in
                index < 4 ? cell + String(repeating: " ", count: widths[index] - displayWidth(of: cell)) : cell
            }
            var line = cells.joined(separator: "   ")
            while line.hasSuffix(" ") { line.removeLast() }
            lines.append(line)
            if let note = item.note { lines += Self.noteLines(note) }
        }
        return lines
    }

    /// Exercise, dose, side, days a week, and the rest as one cell.
    private static func columns(_ item: PlanItem) -> [String] {
        var rest: [String] = []
        if item.frequency.perDay != 1 { rest.append("\(item.frequency.perDay)/day") }
        if let seconds = item.dose.restSeconds { rest.append("rest \(seconds)s") }
        if let grams = item.dose.loadGrams { rest.append("load \(PlanTextNumbers.kilograms(grams))") }
        if let band = item.dose.band { rest.append("band \(word(band.description))") }
        if let tempo = item.dose.tempo { rest.append("tempo \(word(tempo.description))") }
        if let effort = item.dose.targetEffort { rest.append("effort \(effort.rawValue)") }
        if let phrase = item.frequency.phrase { rest.append("phrase \(quoted(phrase.description))") }
        return [
            item.exercise.description, amount(item.dose), item.side.rawValue, "\(item.frequency.perWeek)/week",
            rest.joined(separator: "   "),
        ]
    }

    /// Sets and repetitions, hold or duration, such as `3 x 10-15`.
    static func amount(_ dose: Dose) -> String {
        func range(_ lower: Int, _ upper: Int?) -> String { upper.map { "\(lower)-\($0)" } ?? "\(lower)" }
        var words = ["\(dose.sets) x"]
        if let reps = dose.reps { words.append(range(reps, dose.repsMax)) }
        if let hold = dose.holdSeconds { words.append("hold \(hold)s") }
        if let duration = dose.durationSeconds { words.append(range(duration, dose.durationSecondsMax) + "s") }
        return words.joined(separator: " ")
    }

    private static func line(_ modification: ActivityModification) -> String {
        var parts = [
            modification.activity.description,
            "\(modification.usualDaysPerWeek)/week to \(modification.maximumDaysPerWeek)/week",
        ]
        if !modification.substitutes.isEmpty {
            let names = modification.substitutes.map(\.description).joined(separator: " ")
            parts.append("instead \(names) \(modification.minimumSubstituteDaysPerWeek)/week")
        }
        if !modification.terrain.isEmpty {
            parts.append("on \(modification.terrain.map(\.rawValue).joined(separator: " "))")
        }
        if let until = modification.until { parts.append("until \(until)") }
        return parts.joined(separator: "   ")
    }

    // MARK: Text

    private static func noteLines(_ note: Note) -> [String] {
        // Split by scalar: a combining accent may follow a line break and would hide it.
        note.description.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? "    >" : "    > \(String($0))"
        }
    }

    private static func headerText(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let blank: Set<Unicode.Scalar> = [" ", "\t"]
        let isPlain =
            !scalars.contains { $0 == "\n" || $0 == "\t" || $0 == "#" }
            && scalars.first != "\"" && !blank.contains(scalars.first ?? " ") && !blank.contains(scalars.last ?? " ")
        return isPlain ? text : quoted(text)
    }

    private static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"): true
            default: false
            }
        }
        return isPlain ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0 == "\n" || $0 == "\t" || $0 == "\r" || $0 == "#" ? " " : $0 }))
    }
}
