package import Care

/// Where the member stands on each ladder of the plan: a row of rising steps with the present one filled.
package enum LadderPicture {
    private static let rowHeight = 58.0
    private static let top = 34.0
    private static let stepsWidth = 118.0
    private static let stepWidth = 20.0

    /// Draws at most `limit` ladders, those that are on the plan today first.
    package static func draw(
        _ standings: [CareProgress.Standing], of name: String, width: Double = 720, limit: Int = .max
    ) -> Picture {
        let sorted = standings.filter(\.isOnPlan) + standings.filter { !$0.isOnPlan }
        let shown = sorted.prefix(limit)
        var canvas = Canvas()
        canvas.words("Place on each ladder, easy to hard", x: 10, y: 20, size: 14, isBold: true)
        for (row, standing) in shown.enumerated() {
            draw(standing, y: top + Double(row) * rowHeight, width: width, &canvas)
        }
        var bottom = top + Double(shown.count) * rowHeight
        if let rest = [
            shown.isEmpty ? "None was prescribed in these days." : nil,
            sorted.count > shown.count ? "and \(sorted.count - shown.count) more" : nil,
        ].compactMap(\.self).first {
            canvas.words(rest, x: 10, y: bottom + 14, size: 11, fill: Ink.quiet)
            bottom += 20
        }
        return Picture(
            name: "ladders", title: "Ladders of \(name)",
            words: sorted.isEmpty
                ? "No exercise of a ladder was prescribed." : sorted.map(\.words).joined(separator: " "),
            width: width, height: bottom + 8, shapes: canvas.shapes)
    }

    private static func draw(
        _ standing: CareProgress.Standing, y: Double, width: Double, _ canvas: inout Canvas
    ) {
        let bottom = y + 50
        let count = max(standing.rungs.count, 1)
        let step = min(stepsWidth / Double(count), stepWidth)
        let now = Set(standing.now)
        for (index, rung) in standing.rungs.enumerated() {
            let height = 11 + 21 * Double(index + 1) / Double(count)
            let x = 10 + Double(index) * step
            let isNow = now.contains(rung.number)
            canvas.box(
                x: x, y: bottom - height, width: step - 2, height: height, fill: isNow ? Ink.strong : Ink.paper,
                stroke: Ink.quiet)
            canvas.words(
                String(rung.number), x: x + (step - 2) / 2, y: bottom - 3, size: 8.5, anchor: .middle,
                fill: isNow ? Ink.paper : Ink.quiet)
        }
        let x = 10 + step * Double(count) + 8
        let room = width - x - 8
        canvas.words(
            WordWidth.fitted(standing.heading, into: width - 20, size: 11), x: 10, y: y + 11, size: 11, isBold: true)
        for (line, text) in ([standing.course] + standing.neighbours).enumerated() {
            canvas.words(
                WordWidth.fitted(text, into: room, size: 9), x: x, y: y + 26 + 12 * Double(line), size: 9,
                fill: Ink.quiet)
        }
    }
}

extension CareProgress.Standing {
    /// The numbers of the rungs that are on the plan today.
    var now: [Int] { steps.last?.rungs ?? [] }

    var isOnPlan: Bool { !now.isEmpty }

    private func name(_ number: Int) -> String {
        rungs.first { $0.number == number }?.name.description ?? "rung \(number)"
    }

    /// The exercises of today, and how far up they are.
    var heading: String {
        guard isOnPlan else { return "\(ladder): not on the plan now" }
        let numbers = now.map(String.init).joined(separator: " and ")
        return now.map(name).joined(separator: ", ")
            + ", \(now.count == 1 ? "rung" : "rungs") \(numbers) of \(rungs.count)"
    }

    /// How the member got there.
    var course: String {
        guard let last = steps.last else { return "" }
        let before = steps.dropLast().last { !$0.rungs.isEmpty }.map {
            ", was rung \($0.rungs.map(String.init).joined(separator: " and "))"
        }
        return "since \(last.from.short) (rev \(last.planRevision))\(before ?? "")"
    }

    /// What comes next in either direction.
    var neighbours: [String] {
        guard let lowest = now.first, let highest = now.last else { return [] }
        let easier = rungs.last { $0.number < lowest }.map { "easier: \($0.name)" }
        let harder = rungs.first { $0.number > highest }.map { "harder: \($0.name)" }
        return [harder, easier].compactMap(\.self)
    }

    var words: String { [heading, course].joined(separator: ", ") + "." }
}
