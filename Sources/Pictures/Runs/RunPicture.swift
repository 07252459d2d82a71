package import Care

/// Runs against the ceiling, 110 % of the longest run of the 30 days before (Frandsen 2025,
/// doi 10.1136/bjsports-2024-109380).
package enum RunPicture {
    private static let top = 48.0
    private static let plotHeight = 96.0
    private static let left = 44.0

    package static func draw(_ progress: CareProgress, of name: String, width: Double = 720) -> Picture {
        let window = progress.trend.window
        let axis = DayAxis(window: window, left: left, width: width - left - 16)
        let bottom = top + plotHeight
        var canvas = Canvas()
        canvas.words("Runs and the 110% ceiling", x: 10, y: 20, size: 14, isBold: true)
        if progress.runs.isEmpty {
            canvas.words("No run was logged in these days.", x: left + axis.width / 2, y: top + 50, anchor: .middle)
        }
        let highest = max(
            progress.runs.map(\.comparison.distanceMeters).max() ?? 0,
            progress.ceilingsMeters.compactMap(\.self).max() ?? 0)
        let scale = KilometerScale(reaching: highest)
        func place(_ meters: Int) -> Double { bottom - plotHeight * Double(meters) / Double(scale.top) }
        if highest > 0 {
            for tick in scale.ticks {
                canvas.line(from: (left, place(tick)), to: (axis.right, place(tick)))
                canvas.words(
                    KilometerScale.words(tick), x: left - 5, y: place(tick) + 3.5, size: 10, anchor: .end,
                    fill: Ink.quiet)
            }
            canvas.words("km", x: left - 5, y: top - 10, size: 10, anchor: .end, fill: Ink.quiet)
        }
        draw(progress.runs, axis, bottom, place, &canvas)
        drawCeiling(progress.ceilingsMeters, axis, place, &canvas)
        label(progress.runs, axis, place, &canvas)
        axis.draw(on: &canvas, below: bottom)
        canvas.path([(10, bottom + 30), (34, bottom + 30)], stroke: Ink.text, width: 1.5, dashes: "6 3")
        canvas.words("ceiling that day", x: 40, y: bottom + 34, size: 10, fill: Ink.quiet)
        canvas.words(
            "Dark: over it, in % of the longest of 30 days.", x: 150, y: bottom + 34, size: 10, fill: Ink.quiet)
        return Picture(
            name: "runs", title: "Runs of \(name), \(window.words)", words: words(progress.runs), width: width,
            height: bottom + 44, shapes: canvas.shapes)
    }

    private static func draw(
        _ runs: [CareProgress.Run], _ axis: DayAxis, _ bottom: Double, _ place: (Int) -> Double,
        _ canvas: inout Canvas
    ) {
        let width = min(max(axis.dayWidth * 0.7, 1.5), 16)
        for run in ordered(runs) {
            let y = place(run.comparison.distanceMeters)
            canvas.box(
                x: axis.middle(of: run.day) - width / 2, y: y, width: width, height: bottom - y,
                fill: run.comparison.verdict.injuryRateRatio == nil ? Ink.soft : Ink.strong, stroke: Ink.strong)
        }
    }

    /// Labels lie over the ceiling's line, on paper of their own.
    private static func label(
        _ runs: [CareProgress.Run], _ axis: DayAxis, _ place: (Int) -> Double, _ canvas: inout Canvas
    ) {
        var free = 0.0
        for run in ordered(runs) {
            let text: String? =
                switch run.comparison.verdict {
                case .first: "first"
                case .within: nil
                case .over10, .over30, .over100: run.comparison.percentOfLongest.map { "\($0)%" }
                }
            guard let text else { continue }
            let x = axis.middle(of: run.day)
            let y = place(run.comparison.distanceMeters) - 4
            let half = WordWidth.of(text, size: 9) / 2
            guard x - half >= free else { continue }
            canvas.box(x: x - half - 1, y: y - 8, width: 2 * half + 2, height: 10, fill: Ink.paper)
            canvas.words(text, x: x, y: y, size: 9, anchor: .middle)
            free = x + half + 2
        }
    }

    /// A shorter run of a day stands in front of a longer one.
    private static func ordered(_ runs: [CareProgress.Run]) -> [CareProgress.Run] {
        runs.sorted { ($0.day, -$0.comparison.distanceMeters) < ($1.day, -$1.comparison.distanceMeters) }
    }

    private static func drawCeiling(
        _ ceilings: [Int?], _ axis: DayAxis, _ place: (Int) -> Double, _ canvas: inout Canvas
    ) {
        var points: [(x: Double, y: Double)] = []
        func draw() {
            if !points.isEmpty { canvas.path(points, stroke: Ink.text, width: 1.5, dashes: "6 3") }
            points = []
        }
        for (day, ceiling) in zip(axis.window.days, ceilings) {
            guard let ceiling else {
                draw()
                continue
            }
            let x = axis.start(of: day)
            points += [(x, place(ceiling)), (x + axis.dayWidth, place(ceiling))]
        }
        draw()
    }

    private static func words(_ runs: [CareProgress.Run]) -> String {
        guard !runs.isEmpty else { return "No run was logged." }
        let over = runs.filter { $0.comparison.verdict.injuryRateRatio != nil }
        return "\(runs.count) \(runs.count == 1 ? "run" : "runs"), self-reported; \(over.count) over the ceiling. "
            + runs.map { "\($0.day.short): \($0.comparison.words)." }.joined(separator: " ")
    }
}

extension RunGuard {
    /// Whole percent, cut off; nil without an earlier run.
    var percentOfLongest: Int? { longestMeters.map { distanceMeters * 100 / max($0, 1) } }
}

/// Kilometres on a vertical axis, in three to five round steps.
struct KilometerScale {
    let stepMeters: Int
    let top: Int

    init(reaching meters: Int) {
        var step = 500
        let factors = [2, 5, 10]
        var round = 0
        // 0.5, 1, 2.5, 5, 10, 25 … km.
        while step * 4 < meters {
            step = 500 * factors[round % 3] * Self.power(of: 10, round / 3)
            round += 1
        }
        stepMeters = step
        top = step * max((meters + step - 1) / step, 1)
    }

    var ticks: [Int] { Array(stride(from: 0, through: top, by: stepMeters)) }

    static func words(_ meters: Int) -> String {
        meters % 1_000 == 0 ? String(meters / 1_000) : "\(meters / 1_000).\(meters % 1_000 / 100)"
    }

    private static func power(of base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}
