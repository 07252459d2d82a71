/// A finished picture: SVG whose bytes follow from what it shows, with a title and a description in words for whoever
/// cannot see it.
package struct Picture: Hashable, Sendable {
    /// Unique among the pictures of one page.
    package let name: String
    package let title: String
    /// What the picture says, in sentences.
    package let words: String
    package let width: Double
    package let height: Double
    let shapes: [Element]

    /// A file of its own.
    package var svg: String { SVGFile.text(element) }

    /// The picture as an element of HTML or a file.
    var element: Element {
        let paper = Element(
            "rect", [("width", Length.text(width)), ("height", Length.text(height)), ("fill", Ink.paper)])
        return SVGFile.root(
            width: width, height: height, described: attributes, content: describing + [paper] + shapes)
    }

    /// The picture as a part of a larger one, with its left upper corner at a place.
    func group(x: Double, y: Double, scale: Double) -> Element {
        let move = "translate(\(Length.text(x)) \(Length.text(y))) scale(\(Length.fine(scale)))"
        return Element("g", [("transform", move)] + attributes, describing + shapes)
    }

    private var attributes: [(String, String)] {
        [("role", "img"), ("aria-labelledby", "\(name)-title \(name)-words")]
    }

    private var describing: [Element] {
        [
            Element("title", [("id", "\(name)-title")], text: title),
            Element("desc", [("id", "\(name)-words")], text: words),
        ]
    }
}

/// What every drawing begins with.
enum SVGFile {
    static func root(
        width: Double, height: Double, described: [(String, String)], content: [Element]
    ) -> Element {
        Element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", Length.text(width)),
                ("height", Length.text(height)), ("viewBox", "0 0 \(Length.text(width)) \(Length.text(height))"),
                ("font-family", Ink.font), ("font-size", "12"), ("fill", Ink.text),
            ] + described,
            content)
    }

    static func text(_ root: Element) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.written()
    }
}

/// Lengths as they are written: tenths of a point, without a zero after the point.
enum Length {
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
        let sign = tenths < 0 ? "-" : ""
        let whole = "\(sign)\(tenths.magnitude / 10)"
        return tenths % 10 == 0 ? whole : "\(whole).\(tenths.magnitude % 10)"
    }

    /// A factor from 0 to 1, in thousandths.
    static func fine(_ factor: Double) -> String {
        let thousandths = Int((min(max(factor, 0), 1) * 1_000).rounded(.toNearestOrAwayFromZero))
        return thousandths == 1_000 ? "1" : "0." + String(String(thousandths + 1_000).dropFirst())
    }
}

/// What pictures are drawn with.
///
/// Neighbours differ in lightness and not in hue alone, so that a picture reads in grey, and whatever matters is said in
/// words beside.
enum Ink {
    static let font = "DejaVu Sans, Verdana, Arial, sans-serif"
    static let paper = "#ffffff"
    static let text = "#1a1a1a"
    static let quiet = "#595959"
    static let rule = "#b3b3b3"
    static let strong = "#12365e"
    static let soft = "#a9c6e8"
    static let safe = "#eff6ee"
    static let acceptable = "#f7dfa0"
    static let notAcceptable = "#e3a08c"
}
