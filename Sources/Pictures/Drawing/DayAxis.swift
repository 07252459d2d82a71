package import Care

/// The days of a window from left to right.
struct DayAxis {
    let window: DayWindow
    let left: Double
    let width: Double

    /// How much room a day has.
    var dayWidth: Double { width / Double(window.count) }

    var right: Double { left + width }

    /// Where a day begins.
    func start(of day: LocalDay) -> Double { left + Double(day.dayNumber - window.first.dayNumber) * dayWidth }

    func middle(of day: LocalDay) -> Double { start(of: day) + dayWidth / 2 }

    /// Writes dates below a place: Mondays as far as there is room, or the only days that there are.
    func draw(on canvas: inout Canvas, below y: Double) {
        canvas.line(from: (left, y), to: (right, y), stroke: Ink.quiet)
        let mondays = window.days.filter { $0.weekday == 1 }
        let days = mondays.isEmpty ? [window.first] : mondays
        var free = left - 1
        for day in days {
            let x = start(of: day)
            canvas.line(from: (x, y), to: (x, y + 4), stroke: Ink.quiet)
            let text = day.short
            // A date stands right of its tick, as it belongs to the day that begins there.
            guard x >= free, x + WordWidth.of(text, size: 10) <= right + 20 else { continue }
            canvas.words(text, x: x, y: y + 15, size: 10, fill: Ink.quiet)
            free = x + WordWidth.of(text, size: 10) + 10
        }
    }
}

extension LocalDay {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Nov 2`.
    package var short: String {
        let parts = parts
        return "\(Self.months[parts.month - 1]) \(parts.day)"
    }

    /// `Nov 2, 2026`.
    package var long: String { "\(short), \(parts.year)" }
}

extension DayWindow {
    /// Whether a date without its year could be read as another.
    var spansYears: Bool { first.parts.year != last.parts.year }

    /// `Nov 2 to Nov 29, 2026`.
    package var words: String {
        if first == last { return last.long }
        return spansYears ? "\(first.long) to \(last.long)" : "\(first.short) to \(last.long)"
    }
}
