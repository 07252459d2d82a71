extension ThreeWayPlanDiff {
    /// The comparison as lines of plain text: `<` mine alone, `>` theirs alone, `=` both alike, `!` a conflict with the
    /// three versions below it.
    package var lines: [String] {
        heading.flatMap { Self.lines($0.field, $0.outcome, $0.base, $0.mine, $0.theirs) }
            + items.flatMap { item in
                let words = { (item: PlanItem) in "\(item.block.rawValue), \(item.prescriptionText)\(item.extraText)" }
                return Self.lines(
                    item.exercise.description, item.outcome, item.base.map(words), item.mine.map(words),
                    item.theirs.map(words))
            }
            + modifications.flatMap {
                Self.lines(
                    $0.activity.description, $0.outcome, $0.base.map(\.text), $0.mine.map(\.text),
                    $0.theirs.map(\.text))
            }
    }

    private static func lines(
        _ name: String, _ outcome: Outcome, _ base: String?, _ mine: String?, _ theirs: String?
    ) -> [String] {
        let base = base ?? "not there"
        let mine = mine ?? "removed"
        let theirs = theirs ?? "removed"
        return switch outcome {
        case .onlyMine: ["< \(name): \(base) → \(mine)"]
        case .onlyTheirs: ["> \(name): \(base) → \(theirs)"]
        case .same: ["= \(name): \(base) → \(mine)"]
        case .conflict: ["! \(name)", "    base:   \(base)", "    mine:   \(mine)", "    theirs: \(theirs)"]
        }
    }
}

extension PlanItem {
    /// What the prescription's words leave out, so that a difference in it shows.
    fileprivate var extraText: String {
        var text = ", version \(exerciseVersion)"
        if let phrase = frequency.phrase { text += ", “\(phrase.oneLine)”" }
        if let note { text += ", note: \(note.oneLine)" }
        return text
    }
}
