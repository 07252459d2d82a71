import Care

// A plan as PTs and members read it.

extension PlanContent {
    /// One row for each exercise.
    var table: TextTable {
        var table = TextTable([
            .init("BLOCK"), .init("EXERCISE"), .init("DOSE", yields: true), .init("SIDE"),
            .init("HOW OFTEN", yields: true),
        ])
        for item in items {
            table.add([
                item.block.rawValue, item.exercise.description, item.dose.text, item.side.rawValue,
                item.frequency.text,
            ])
        }
        return table
    }

    /// The exercises, what is written about the plan and about each of them, and what holds for other activities.
    func lines(_ common: CommonOptions) -> [String] {
        func told(_ text: String) -> [String] { wrapped("  \(printable(text))", to: Terminal.columns, indent: 4) }
        var lines: [String] = []
        if !items.isEmpty { lines += [""] + common.lines(of: table, empty: "") }
        // The lines of a note stay apart: a run program has a step in each.
        var notes = (note?.description ?? "").split(separator: "\n").flatMap { told(String($0)) }
        notes += items.flatMap { item in item.note.map { told("\(item.exercise): \($0.oneLine)") } ?? [] }
        if !notes.isEmpty { lines += ["", "Notes"] + notes }
        if !modifications.isEmpty {
            lines += ["", "Modifications"] + modifications.flatMap { told("\($0.activity): \($0.text)") }
        }
        return lines
    }
}
