/// Shapes that are being put together.
struct Canvas {
    private(set) var shapes: [Element] = []

    enum Anchor: String {
        case start, middle, end
    }

    mutating func box(
        x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String? = nil
    ) {
        var attributes = [
            ("x", Length.text(x)), ("y", Length.text(y)), ("width", Length.text(max(width, 0))),
            ("height", Length.text(max(height, 0))), ("fill", fill),
        ]
        if let stroke { attributes += [("stroke", stroke), ("stroke-width", "1")] }
        shapes.append(Element("rect", attributes))
    }

    mutating func line(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), stroke: String = Ink.rule,
        width: Double = 1, dashes: String? = nil
    ) {
        var attributes = [
            ("x1", Length.text(start.x)), ("y1", Length.text(start.y)), ("x2", Length.text(end.x)),
            ("y2", Length.text(end.y)), ("stroke", stroke), ("stroke-width", Length.text(width)),
        ]
        if let dashes { attributes.append(("stroke-dasharray", dashes)) }
        shapes.append(Element("line", attributes))
    }

    /// A line through points.
    mutating func path(
        _ points: [(x: Double, y: Double)], stroke: String, width: Double, dashes: String? = nil
    ) {
        let places = points.map { "\(Length.text($0.x)),\(Length.text($0.y))" }.joined(separator: " ")
        var attributes = [
            ("points", places), ("fill", "none"), ("stroke", stroke), ("stroke-width", Length.text(width)),
        ]
        if let dashes { attributes.append(("stroke-dasharray", dashes)) }
        shapes.append(Element("polyline", attributes))
    }

    mutating func polygon(_ points: [(x: Double, y: Double)], fill: String) {
        let places = points.map { "\(Length.text($0.x)),\(Length.text($0.y))" }.joined(separator: " ")
        shapes.append(Element("polygon", [("points", places), ("fill", fill)]))
    }

    mutating func circle(x: Double, y: Double, radius: Double, fill: String) {
        shapes.append(
            Element(
                "circle",
                [("cx", Length.text(x)), ("cy", Length.text(y)), ("r", Length.text(radius)), ("fill", fill)]))
    }

    /// Words at a place of their base line.
    mutating func words(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start, fill: String = Ink.text,
        isBold: Bool = false
    ) {
        var attributes = [("x", Length.text(x)), ("y", Length.text(y))]
        if size != 12 { attributes.append(("font-size", Length.text(size))) }
        if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
        if fill != Ink.text { attributes.append(("fill", fill)) }
        if isBold { attributes.append(("font-weight", "bold")) }
        shapes.append(Element("text", attributes, text: text))
    }
}

/// How much room words take.
///
/// There are no fonts here to measure with: it errs on the wide side, so that nothing runs into its neighbour.
enum WordWidth {
    static func of(_ text: String, size: Double) -> Double {
        text.reduce(0) { $0 + size * ($1.isASCII || $1.isPunctuation ? 0.6 : 1) }
    }

    /// The text, or as much of it as fits before `…`.
    static func fitted(_ text: String, into width: Double, size: Double) -> String {
        guard of(text, size: size) > width else { return text }
        var shown = ""
        var used = of("…", size: size)
        for character in text {
            used += of(String(character), size: size)
            if used > width { break }
            shown.append(character)
        }
        while shown.last?.isWhitespace == true { shown.removeLast() }
        return shown + "…"
    }

    /// The words on lines that fit.
    static func lines(_ text: String, into width: Double, size: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            let word = fitted(String(word), into: width, size: size)
            if let last = lines.last, of("\(last) \(word)", size: size) <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}
