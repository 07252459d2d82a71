package import Care

/// Pain by moment over its bands, with the weeks' adherence below and a line where a revision of the plan began.
///
/// Each moment has a strip of its own, since moments are never mixed (domain guide §3).
package struct PainPicture {
    private static let width = 720.0
    private static let left = 118.0
    private static let right = 606.0
    private static let top = 56.0
    private static let gap = 14.0
    private static let doneHeight = 46.0

    private let trend: Trend
    private let axis: DayAxis
    private let stripHeight: Double
    private var canvas = Canvas()
    private var y = Self.top

    private init(_ trend: Trend, stripHeight: Double) {
        self.trend = trend
        self.stripHeight = stripHeight
        axis = DayAxis(window: trend.window, left: Self.left, width: Self.right - Self.left)
    }

    /// Draws a trend; lower strips for a page that has to hold other pictures too.
    package static func draw(_ trend: Trend, of name: String, stripHeight: Double = 88) -> Picture {
        var picture = PainPicture(trend, stripHeight: stripHeight)
        picture.canvas.words(
            WordWidth.fitted(
                "Pain and adherence, \(trend.window.words), self-reported", into: width - 20, size: 14),
            x: 10, y: 20, size: 14, isBold: true)
        if trend.pain.isEmpty { picture.drawNoPain() }
        for pain in trend.pain { picture.draw(pain) }
        picture.drawDone()
        picture.drawRevisions()
        picture.axis.draw(on: &picture.canvas, below: picture.y)
        picture.drawLegend()
        return Picture(
            name: "pain", title: "Pain by moment and adherence of \(name), \(trend.window.words)",
            words: trend.words, width: width, height: picture.y + 44, shapes: picture.canvas.shapes)
    }

    // MARK: Strips

    private func place(_ value: Double, top: Double) -> Double { top + (10.5 - value) / 11 * stripHeight }

    private mutating func drawBands() {
        for band in PainBand.allCases {
            let upper = place(band.range.upperBound, top: y)
            let lower = place(band.range.lowerBound, top: y)
            canvas.box(
                x: Self.left, y: upper, width: Self.right - Self.left, height: lower - upper, fill: band.fill)
            canvas.words(band.words, x: Self.right + 6, y: (upper + lower) / 2 + 4, size: 10, fill: Ink.quiet)
        }
        for tick in [0, 5, 10] {
            canvas.words(
                String(tick), x: Self.left - 6, y: place(Double(tick), top: y) + 3.5, size: 10, anchor: .end,
                fill: Ink.quiet)
        }
    }

    private mutating func draw(_ pain: PainTrend) {
        drawBands()
        canvas.words(pain.moment.words, x: 10, y: y + stripHeight / 2 - 2, isBold: true)
        if let latest = pain.latest {
            canvas.words("last \(latest.rawValue)", x: 10, y: y + stripHeight / 2 + 13, size: 10, fill: Ink.quiet)
        }
        let radius = min(max(axis.dayWidth * 0.3, 1.4), 4)
        let reports = zip(trend.window.days, pain.worst).compactMap { day, score in score.map { (day, $0) } }
        for (earlier, later) in zip(reports, reports.dropFirst())
        where later.0.dayNumber - earlier.0.dayNumber <= Self.longestGapDays {
            canvas.line(
                from: (axis.middle(of: earlier.0), place(Double(earlier.1.rawValue), top: y)),
                to: (axis.middle(of: later.0), place(Double(later.1.rawValue), top: y)), stroke: Ink.strong, width: 1)
        }
        for (day, score) in reports {
            PainBand(score).mark(
                x: axis.middle(of: day), y: place(Double(score.rawValue), top: y), radius: radius, on: &canvas)
        }
        y += stripHeight + Self.gap
    }

    /// Reports further apart are not joined: nobody knows what was between them.
    private static let longestGapDays = 3

    private mutating func drawNoPain() {
        drawBands()
        canvas.words("pain", x: 10, y: y + stripHeight / 2 + 4, isBold: true)
        canvas.words(
            "No pain was reported in these days.", x: (Self.left + Self.right) / 2, y: y + stripHeight / 2 + 4,
            anchor: .middle)
        y += stripHeight + Self.gap
    }

    // MARK: Adherence

    private mutating func drawDone() {
        y += 10
        let bottom = y + Self.doneHeight
        canvas.words("done", x: 10, y: y + 18, isBold: true)
        canvas.words("by week", x: 10, y: y + 33, size: 10, fill: Ink.quiet)
        if trend.adherence == nil {
            canvas.words(
                "Nothing was prescribed in these days.", x: (Self.left + Self.right) / 2, y: y + 26, anchor: .middle)
        } else {
            drawWeeks(above: bottom)
            let line = bottom - Self.doneHeight * Double(Adherence.adherentPercent) / 100
            canvas.line(
                from: (Self.left, line), to: (Self.right, line), stroke: Ink.quiet, dashes: "2 3")
            canvas.words(
                "\(Adherence.adherentPercent)% counts", x: Self.right + 6, y: line + 3, size: 10, fill: Ink.quiet)
            canvas.words("as adherent", x: Self.right + 6, y: line + 15, size: 10, fill: Ink.quiet)
            canvas.words("100", x: Self.left - 6, y: y + 3.5, size: 10, anchor: .end, fill: Ink.quiet)
            canvas.words("0", x: Self.left - 6, y: bottom + 3.5, size: 10, anchor: .end, fill: Ink.quiet)
        }
        y = bottom
    }

    private mutating func drawWeeks(above bottom: Double) {
        for week in trend.weeks {
            guard let adherence = week.adherence else { continue }
            let x = axis.start(of: week.window.first)
            let width = axis.start(of: week.window.last) + axis.dayWidth - x
            let inset = min(1.5, width / 6)
            let height = Self.doneHeight * Double(adherence.percent) / 100
            canvas.box(
                x: x + inset, y: bottom - height, width: width - 2 * inset, height: height,
                fill: adherence.isAdherent ? Ink.strong : Ink.soft, stroke: Ink.strong)
            let text = "\(adherence.percent)%"
            guard width >= WordWidth.of(text, size: 9) else { continue }
            // Inside of a tall bar, above a low one.
            let isInside = height > 14
            canvas.words(
                text, x: x + width / 2, y: isInside ? bottom - height + 11 : bottom - height - 3, size: 9,
                anchor: .middle, fill: isInside && adherence.isAdherent ? Ink.paper : Ink.text)
        }
    }

    // MARK: Revisions and legend

    private mutating func drawRevisions() {
        var free = [0.0, 0.0]
        for change in trend.revisionChanges {
            let x = axis.start(of: change.day)
            canvas.line(from: (x, Self.top - 8), to: (x, y), stroke: Ink.text, dashes: "5 3")
            let text = "rev \(change.revision)"
            let width = WordWidth.of(text, size: 10)
            // Two rows of labels; where both are taken, the line stands without one.
            guard let row = free.indices.first(where: { free[$0] <= x }), x + width <= Self.width - 4 else { continue }
            canvas.words(text, x: x + 2, y: Self.top - 10 - Double(row) * 11, size: 10)
            free[row] = x + width + 6
        }
    }

    private mutating func drawLegend() {
        var x = Self.left
        for band in PainBand.allCases {
            band.mark(x: x + 4, y: y + 30, radius: 3.5, on: &canvas)
            canvas.words(band.words, x: x + 13, y: y + 34, size: 10, fill: Ink.quiet)
            x += 26 + WordWidth.of(band.words, size: 10)
        }
        canvas.words("Worst report of each day.", x: x, y: y + 34, size: 10, fill: Ink.quiet)
    }
}

extension Trend {
    /// The days of the window on which another revision began to count, the first day included if one was in force.
    var revisionChanges: [(day: LocalDay, revision: Int)] {
        var last: Int?
        return days.compactMap { day in
            guard let revision = day.planRevision, revision != last else { return nil }
            last = revision
            return (day.day, revision)
        }
    }

    /// What the trend says, in sentences.
    package var words: String {
        var sentences = pain.map { pain in
            let scores = pain.worst.compactMap(\.self)
            return "Pain, \(pain.moment.words): \(scores.count) \(scores.count == 1 ? "day" : "days") with a report, "
                + "worst \(scores.max()?.rawValue ?? 0), last \(scores.last?.rawValue ?? 0) of 10."
        }
        if pain.isEmpty { sentences.append("No pain was reported.") }
        sentences.append(
            adherence.map {
                "\($0.logged) of \($0.prescribed) prescribed exercises logged (\($0.percent)%), self-reported."
            } ?? "Nothing was prescribed.")
        sentences += revisionChanges.map { "Plan revision \($0.revision) from \($0.day.short)." }
        return sentences.joined(separator: " ")
    }
}
