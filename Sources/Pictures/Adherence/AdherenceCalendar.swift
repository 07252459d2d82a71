package import Care

/// What was logged on which day: a row for each week, Monday to Sunday, with the week's adherence beside it.
package enum AdherenceCalendar {
    private static let left = 66.0
    private static let cell = (width: 37.0, height: 25.0)
    private static let top = 54.0
    /// Room enough beside the calendar for the week's figure.
    private static let width = 430.0

    /// Draws the last `weeks` Monday weeks of a trend, or all of them.
    package static func draw(_ trend: Trend, of name: String, weeks: Int = .max) -> Picture {
        let shown = trend.weeks.suffix(weeks)
        let days = Dictionary(trend.days.map { ($0.day, $0) }) { first, _ in first }
        var canvas = Canvas()
        canvas.words("Exercises logged by day, self-reported", x: 10, y: 20, size: 14, isBold: true)
        for (index, name) in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].enumerated() {
            canvas.words(
                name, x: left + (Double(index) + 0.5) * cell.width, y: top - 7, size: 10, anchor: .middle,
                fill: Ink.quiet)
        }
        for (row, week) in shown.enumerated() {
            let y = top + Double(row) * cell.height
            canvas.words(week.window.first.startOfWeek.short, x: 10, y: y + 17, size: 10, fill: Ink.quiet)
            for day in week.window.days {
                draw(days[day], on: day, at: (left + Double(day.weekday - 1) * cell.width, y), &canvas)
            }
            let words = week.adherence.map { "\($0.percent)% (\($0.logged) of \($0.prescribed))" } ?? "none prescribed"
            canvas.words(words, x: left + 7 * cell.width + 8, y: y + 17, size: 10)
        }
        let bottom = top + Double(shown.count) * cell.height
        canvas.words(
            "3/5: three of five logged. Filled: all of them. ·: none prescribed.", x: 10, y: bottom + 17, size: 9,
            fill: Ink.quiet)
        canvas.words(
            "What is due on fewer than 7 days may be done on any: the week counts.", x: 10, y: bottom + 30, size: 9,
            fill: Ink.quiet)
        let sentences = shown.map { week in
            "Week of \(week.window.first.startOfWeek.short): "
                + (week.adherence.map { "\($0.logged) of \($0.prescribed) (\($0.percent)%)." } ?? "none prescribed.")
        }
        return Picture(
            name: "calendar", title: "Adherence calendar of \(name)",
            words: "Exercises logged, self-reported. " + sentences.joined(separator: " "), width: width,
            height: bottom + 38, shapes: canvas.shapes)
    }

    private static func draw(
        _ logged: Trend.Day?, on day: LocalDay, at place: (x: Double, y: Double), _ canvas: inout Canvas
    ) {
        let (x, y) = (place.x + 1, place.y + 1)
        let (width, height) = (cell.width - 2, cell.height - 2)
        let onPlan = logged?.onPlan ?? 0
        let done = min(logged?.logged ?? 0, onPlan)
        let isAll = onPlan > 0 && done == onPlan
        canvas.box(
            x: x, y: y, width: width, height: height, fill: isAll ? Ink.strong : Ink.paper,
            stroke: onPlan > 0 ? Ink.quiet : Ink.rule)
        if !isAll, done > 0 {
            let part = (height - 1) * Double(done) / Double(onPlan)
            canvas.box(x: x + 0.5, y: y + height - 0.5 - part, width: width - 1, height: part, fill: Ink.soft)
        }
        canvas.words(
            onPlan == 0 ? "·" : "\(done)/\(onPlan)", x: x + width / 2, y: y + height / 2 + 4, size: 10,
            anchor: .middle, fill: isAll ? Ink.paper : Ink.text)
    }
}
