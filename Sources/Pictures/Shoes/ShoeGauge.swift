package import Care

/// How far each pair of shoes has been run in, on a gauge with ticks at 300 and 500 miles.
package enum ShoeGauge {
    private static let rowHeight = 50.0
    private static let top = 34.0
    /// The end of the gauge; a pair beyond it says so in words.
    private static let endMeters = 965_606

    /// Draws at most `limit` pairs.
    package static func draw(
        _ shoes: [CareProgress.Pair], of name: String, width: Double = 720, limit: Int = .max
    ) -> Picture {
        let shown = shoes.prefix(limit)
        var canvas = Canvas()
        canvas.words("Shoe mileage", x: 10, y: 20, size: 14, isBold: true)
        for (row, pair) in shown.enumerated() {
            draw(pair, y: top + Double(row) * rowHeight, width: width, &canvas)
        }
        var bottom = top + Double(shown.count) * rowHeight
        if shoes.isEmpty || shoes.count > shown.count {
            canvas.words(
                shoes.isEmpty ? "No shoes are recorded." : "and \(shoes.count - shown.count) more", x: 10,
                y: bottom + 14, size: 11, fill: Ink.quiet)
            bottom += 20
        }
        return Picture(
            name: "shoes", title: "Shoes of \(name)",
            words: shoes.isEmpty
                ? "No shoes are recorded." : shoes.map { "\($0.label): \($0.words)." }.joined(separator: " "),
            width: width, height: bottom + 8, shapes: canvas.shapes)
    }

    private static func draw(_ pair: CareProgress.Pair, y: Double, width: Double, _ canvas: inout Canvas) {
        let (left, full) = (10.0, width - 20)
        func place(_ meters: Int) -> Double { left + full * Double(min(meters, endMeters)) / Double(endMeters) }
        let words = pair.words
        let room = width - 30 - WordWidth.of(words, size: 10)
        canvas.words(
            WordWidth.fitted(pair.label.description, into: room, size: 11), x: left, y: y + 11, size: 11, isBold: true)
        canvas.words(words, x: width - 10, y: y + 11, size: 10, anchor: .end)
        canvas.box(x: left, y: y + 17, width: full, height: 11, fill: Ink.paper, stroke: Ink.quiet)
        canvas.box(
            x: left, y: y + 17, width: place(pair.wear.meters) - left, height: 11,
            fill: pair.wear.state == .ok ? Ink.soft : Ink.strong)
        for (meters, text) in [(ShoeWear.dueMeters, "300 mi: due"), (ShoeWear.overdueMeters, "500 mi: overdue")] {
            let x = place(meters)
            canvas.line(from: (x, y + 14), to: (x, y + 31), stroke: Ink.text, width: 1.5)
            canvas.words(text, x: x, y: y + 41, size: 9, anchor: .middle, fill: Ink.quiet)
        }
    }
}

extension CareProgress.Pair {
    /// `412 mi (663 km), due`.
    package var words: String {
        let distance = "\(wear.miles) mi (\(wear.meters / 1_000) km)"
        if let retiredOn { return "\(distance), retired \(retiredOn.short)" }
        return switch wear.state {
        case .ok: "\(distance), fine"
        case .due: "\(distance), due"
        case .overdue: "\(distance), overdue"
        }
    }
}
