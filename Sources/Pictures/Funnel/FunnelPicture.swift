package import Care

/// A sponsor's report as a picture: a bar for each stage, as long as is told, hatched where nothing or not all is told.
///
/// The same report gives the same bytes. Shades differ in lightness and hatching, so that it reads in grey as well.
package enum FunnelPicture {
    private static let left = 250
    private static let barWidth = 430
    private static let rowHeight = 34
    private static let width = 840

    /// The picture as an SVG document.
    package static func svg(_ report: SponsorReport, of sponsor: String) -> String {
        let rows =
            [(label: "Covered so far", count: report.covered)]
            + report.rows.map { (label: $0.measure.label, count: $0.count) }
        let scale = max(1, report.covered.atMost ?? report.covered.atLeast)
        let title = "\(sponsor), \(report.period)"
        var top = 64
        var bars: [String] = []
        for row in rows {
            bars.append(bar(row.label, row.count, y: top, scale: scale))
            top += rowHeight
        }
        var notes =
            report.isWithheld
            ? ["Nothing is shown: too few are left of those who were covered when the reports began."]
            : [
                ("Meaningfully less pain, of those compared: ", report.improvedShare),
                ("Average adherence, self-reported: ", report.averageAdherence),
            ].map { $0.0 + ($0.1?.text ?? "too few people") }
        notes.append(
            "Solid: at least so many. Pale: it may be so many. Hatched: too few, or too few left out, to be told.")
        for note in notes {
            bars.append(text(note, x: 20, y: top + 16, size: 12, colour: "#444444"))
            top += 20
        }
        let said = rows.map { "\($0.label): \($0.count.text)." }.joined(separator: " ")
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(top + 16)" \
            viewBox="0 0 \(width) \(top + 16)" font-family="DejaVu Sans, Verdana, Arial, sans-serif" role="img" \
            aria-labelledby="funnel-title funnel-words">
            <title id="funnel-title">\(Element.escaped(title))</title>
            <desc id="funnel-words">\(Element.escaped(said))</desc>
            <defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
            <rect width="8" height="8" fill="#ffffff"/><rect width="3" height="8" fill="#777777"/></pattern></defs>
            <rect width="\(width)" height="\(top + 16)" fill="#ffffff"/>
            \(text(title, x: 20, y: 30, size: 18, colour: "#1a1a1a"))
            \(text("\(report.period.firstDay) to \(report.period.lastDay); counted once, and not again", x: 20, y: 50, size: 12, colour: "#444444"))
            \(bars.joined(separator: "\n"))
            </svg>

            """
    }

    private static func bar(_ label: String, _ count: ReportedCount, y: Int, scale: Int) -> String {
        func length(_ value: Int) -> Int { min(barWidth, value * barWidth / scale) }
        let sure = length(count.atLeast)
        let possible = length(count.atMost ?? scale)
        var shapes = [text(label, x: left - 12, y: y + 16, size: 12, anchor: "end", colour: "#1a1a1a")]
        if sure > 0 { shapes.append(box(x: left, y: y, width: sure, fill: "#12365e")) }
        let rest = max(possible - sure, count.isSuppressed ? 14 : 0)
        if rest > 0, count.atLeast != count.atMost {
            shapes.append(box(x: left + sure, y: y, width: rest, fill: count.isSuppressed ? "url(#hatch)" : "#a9c6e8"))
        }
        shapes.append(
            text(count.text, x: left + max(sure + max(rest, 0), 0) + 10, y: y + 16, size: 12, colour: "#1a1a1a"))
        return shapes.joined(separator: "\n")
    }

    private static func box(x: Int, y: Int, width: Int, fill: String) -> String {
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"22\" fill=\"\(fill)\" stroke=\"#12365e\" stroke-width=\"0.75\"/>"
    }

    private static func text(
        _ words: String, x: Int, y: Int, size: Int, anchor: String = "start", colour: String
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\" fill=\"\(colour)\">\(Element.escaped(words))</text>"
    }
}
