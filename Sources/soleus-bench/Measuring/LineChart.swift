import Foundation
import Pictures

/// A few lines over a scale that grows by factors, as SVG: what a cost does when something gets ten times as large.
struct LineChart {
    struct Line {
        var name: String
        /// In ascending order of x.
        var points: [(x: Double, y: Double)]
    }

    var title: String
    var xName: String
    var yName: String
    var lines: [Line]

    private static let width = 640.0
    private static let height = 360.0
    private static let plot = (left: 70.0, top: 50.0, right: 470.0, bottom: 300.0)
    /// Colours that are told apart also without seeing red or green (Okabe and Ito).
    private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]

    /// The picture; nil where there is nothing to draw.
    func svg() -> String? {
        let points = lines.flatMap(\.points).filter { $0.x > 0 && $0.y.isFinite }
        guard let least = points.map(\.x).min(), let most = points.map(\.x).max(), let high = points.map(\.y).max()
        else { return nil }
        let decades = (log10(least).rounded(.down), max(log10(most).rounded(.up), log10(least).rounded(.down) + 1))
        let top = Self.roundedUp(max(high, 1))
        func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
            let share = (log10(point.x) - decades.0) / (decades.1 - decades.0)
            return (
                Self.plot.left + share * (Self.plot.right - Self.plot.left),
                Self.plot.bottom - point.y / top * (Self.plot.bottom - Self.plot.top)
            )
        }
        var shapes = [
            Element("title", text: title),
            Element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#ffffff")]),
            words(title, 16, 28, size: 16), words(yName, 16, Self.plot.top - 6, size: 11),
            words(xName, (Self.plot.left + Self.plot.right) / 2, Self.plot.bottom + 40, size: 11, anchor: "middle"),
        ]
        for step in 0...4 {
            let value = top * Double(step) / 4
            let y = place((least, value)).y
            shapes.append(rule((Self.plot.left, y), (Self.plot.right, y)))
            shapes.append(
                words(step == 0 ? "0" : Text.short(value), Self.plot.left - 8, y + 4, size: 11, anchor: "end"))
        }
        for power in Int(decades.0)...Int(decades.1) {
            let x = place((pow(10, Double(power)), 0)).x
            shapes.append(rule((x, Self.plot.top), (x, Self.plot.bottom)))
            shapes.append(
                words(Self.grouped(Int(pow(10, Double(power)))), x, Self.plot.bottom + 18, size: 11, anchor: "middle"))
        }
        for (index, line) in lines.enumerated() {
            let colour = Self.colours[index % Self.colours.count]
            let places = line.points.filter { $0.x > 0 && $0.y.isFinite }.map(place)
            let path = places.map { "\(Text.fixed($0.x, 1)),\(Text.fixed($0.y, 1))" }.joined(separator: " ")
            shapes.append(
                Element(
                    "polyline", [("points", path), ("fill", "none"), ("stroke", colour), ("stroke-width", "2")]))
            for place in places {
                shapes.append(
                    Element(
                        "circle",
                        [("cx", Text.fixed(place.x, 1)), ("cy", Text.fixed(place.y, 1)), ("r", "3"), ("fill", colour)]))
            }
            let y = Self.plot.top + 10 + Double(index) * 18
            shapes.append(
                Element(
                    "rect",
                    [
                        ("x", "\(Self.plot.right + 16)"), ("y", Text.fixed(y - 8, 1)), ("width", "10"),
                        ("height", "10"),
                        ("fill", colour),
                    ]))
            shapes.append(words(line.name, Self.plot.right + 32, y + 1, size: 11))
        }
        return Element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(Int(Self.width)) \(Int(Self.height))"),
                ("font-family", "sans-serif"), ("role", "img"),
            ], shapes
        ).written()
    }

    private func words(_ text: String, _ x: Double, _ y: Double, size: Int, anchor: String = "start") -> Element {
        Element(
            "text",
            [
                ("x", Text.fixed(x, 1)), ("y", Text.fixed(y, 1)), ("font-size", "\(size)"), ("text-anchor", anchor),
                ("fill", "#222222"),
            ], text: text)
    }

    private func rule(_ from: (Double, Double), _ to: (Double, Double)) -> Element {
        Element(
            "line",
            [
                ("x1", Text.fixed(from.0, 1)), ("y1", Text.fixed(from.1, 1)), ("x2", Text.fixed(to.0, 1)),
                ("y2", Text.fixed(to.1, 1)), ("stroke", "#dddddd"),
            ])
    }

    /// The next of 1, 2, 4 and 8 times a power of ten: it can be quartered.
    private static func roundedUp(_ value: Double) -> Double {
        let power = pow(10, log10(value).rounded(.down))
        return [1, 2, 4, 8, 10].map { $0 * power }.first { $0 >= value } ?? value
    }

    /// `100,000`.
    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
            position -= 3
        }
        return digits
    }
}
