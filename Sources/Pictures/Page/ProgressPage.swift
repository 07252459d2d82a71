package import Care

/// A one-page report of a member's progress, for the member, a physician or the file: words, pictures and disclaimers.
///
/// HTML and SVG need nothing but themselves: no script, no font and no picture is fetched from anywhere.
package struct ProgressPage {
    /// A text that stands under every report, in the version that was published.
    package struct SmallPrint: Hashable, Sendable {
        package let title: Label
        package let text: Note
        package let version: Int

        package init(title: Label, text: Note, version: Int) {
            self.title = title
            self.text = text
            self.version = version
        }
    }

    /// The plan that is followed.
    package struct Plan: Hashable, Sendable {
        package let title: Label
        package let revision: Int
        package let until: LocalDay?

        package init(title: Label, revision: Int, until: LocalDay?) {
            self.title = title
            self.revision = revision
            self.until = until
        }
    }

    package let memberName: String
    /// Nil while there is none.
    package let plan: Plan?
    package let progress: CareProgress
    package let smallPrint: [SmallPrint]

    package init(memberName: String, plan: Plan?, progress: CareProgress, smallPrint: [SmallPrint]) {
        self.memberName = memberName
        self.plan = plan
        self.progress = progress
        self.smallPrint = smallPrint
    }

    var heading: String { "Progress of \(memberName)" }

    /// What is to be known before the pictures.
    package var facts: [String] {
        let trend = progress.trend
        var facts = [
            "\(trend.window.words). Everything here is self-reported: members' diaries overstate what was done "
                + "(Nicolson 2018, doi 10.2519/jospt.2018.8275)."
        ]
        facts.append(
            plan.map { plan in
                "Plan: \(plan.title), revision \(plan.revision)" + (plan.until.map { ", until \($0.long)." } ?? ".")
            } ?? "No plan yet.")
        facts.append(
            trend.adherence.map {
                "Exercises: \($0.logged) of \($0.prescribed) prescribed were logged (\($0.percent)%)."
            } ?? "Exercises: nothing was prescribed in these days.")
        let pain = trend.pain.compactMap { pain -> String? in
            let reports = zip(trend.window.days, pain.worst).compactMap { day, score in score.map { (day, $0.rawValue) }
            }
            guard let first = reports.first, let last = reports.last else { return nil }
            func told(_ report: (LocalDay, Int)) -> String {
                "\(report.1) on \(trend.window.spansYears ? report.0.long : report.0.short)"
            }
            return first.0 == last.0
                ? "\(pain.moment.words) \(told(last))" : "\(pain.moment.words) \(told(first)), \(told(last))"
        }
        facts.append(
            pain.isEmpty ? "Pain: none was reported." : "Pain, 0 to 10: \(pain.joined(separator: "; ")).")
        return facts
    }

    /// The page as HTML that prints on one sheet of letter paper.
    package var html: String {
        let figures = PageFigures(self)
        let scale = min(1, (Sheet.height - Self.wordsHeight(of: self)) / figures.height)
        let head = Element(
            "head", [],
            [
                Element("meta", [("charset", "utf-8")]), Element("title", text: heading),
                Element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                // Whatever the page held, a browser would fetch nothing for it.
                Element(
                    "meta",
                    [
                        ("http-equiv", "Content-Security-Policy"),
                        ("content", "default-src 'none'; style-src 'unsafe-inline'"),
                    ]),
                Element("style", text: Self.style),
            ])
        let body = Element(
            "body", [],
            [
                Element("h1", text: heading), Element("ul", [], facts.map { Element("li", text: $0) }),
                Element(
                    "div", [("class", "pictures")], [figures.element(width: Sheet.width * scale, scale: scale)]),
                Element(
                    "footer", [],
                    smallPrint.map {
                        Element("p", text: "\($0.title) (version \($0.version)). \($0.text)")
                    } + [Element("p", text: Self.ending)]),
            ])
        return "<!DOCTYPE html>\n" + Element("html", [("lang", "en")], [head, body]).written()
    }

    /// The page as one picture.
    package var svg: String {
        let figures = PageFigures(self)
        var canvas = Canvas()
        canvas.box(x: 0, y: 0, width: Sheet.outerWidth, height: Sheet.outerHeight, fill: Ink.paper)
        canvas.words(
            WordWidth.fitted(heading, into: Sheet.width, size: 18), x: Sheet.margin, y: Sheet.margin + 18, size: 18,
            isBold: true)
        var y = Sheet.margin + 38
        for line in facts.flatMap({ WordWidth.lines($0, into: Sheet.width, size: 11) }) {
            canvas.words(line, x: Sheet.margin, y: y, size: 11)
            y += 15
        }
        let ending = (smallPrint.map { "\($0.title) (version \($0.version)). \($0.text)" } + [Self.ending]).flatMap {
            WordWidth.lines($0, into: Sheet.width, size: 8)
        }
        let footer = Sheet.outerHeight - Sheet.margin - Double(ending.count) * 10
        for (index, line) in ending.enumerated() {
            canvas.words(
                line, x: Sheet.margin, y: footer + Double(index + 1) * 10, size: 8, fill: Ink.quiet)
        }
        let scale = min(1, (footer - 10 - y) / figures.height)
        let content =
            [
                Element("title", [("id", "page-title")], text: heading),
                Element("desc", [("id", "page-words")], text: facts.joined(separator: " ")),
            ] + canvas.shapes + figures.groups(x: Sheet.margin, y: y, scale: scale)
        return SVGFile.text(
            SVGFile.root(
                width: Sheet.outerWidth, height: Sheet.outerHeight,
                described: [("role", "group"), ("aria-labelledby", "page-title page-words")], content: content))
    }

    /// What heading, facts and small print take on paper.
    private static func wordsHeight(of page: ProgressPage) -> Double {
        let facts = page.facts.map { Double(WordWidth.lines($0, into: Sheet.width - 20, size: 12).count) * 16 + 2 }
        let print = (page.smallPrint.map { "\($0.title) (version 1). \($0.text)" } + [ending]).map {
            Double(WordWidth.lines($0, into: Sheet.width, size: 9).count) * 11.5 + 4
        }
        let headings = Double(WordWidth.lines(page.heading, into: Sheet.width, size: 19).count) * 24
        // A line more, since other fonts are wider.
        return headings + 48 + facts.reduce(0, +) + print.reduce(0, +)
    }

    private static let ending =
        "Made with Soleus from the member's own record. It describes; it does not diagnose, and replaces no advice from "
        + "a clinician."

    private static let style = """
        @page { size: 8.5in 11in; margin: 0.5in; }
        body { font: 12px/16px DejaVu Sans, Verdana, Arial, sans-serif; color: #1a1a1a; max-width: 720px; margin: 0 auto; }
        h1 { font-size: 18px; line-height: 24px; margin: 0 0 6px; }
        ul { margin: 0 0 8px; padding: 0 0 0 18px; }
        li { margin: 0 0 2px; }
        .pictures { text-align: center; }
        .pictures svg { display: inline-block; }
        footer { font-size: 9px; line-height: 11.5px; color: #595959; }
        footer p { margin: 4px 0 0; }
        """
}

/// A sheet of letter paper, in points of a screen (96 an inch).
private enum Sheet {
    static let outerWidth = 816.0
    static let outerHeight = 1_056.0
    static let margin = 48.0
    static let width = outerWidth - 2 * margin
    static let height = outerHeight - 2 * margin
}

/// The pictures of a page in their places: pain across, below it days and runs on the left, ladders and shoes on the right.
private struct PageFigures {
    private let pain: Picture
    private let left: [Picture]
    private let right: [Picture]

    init(_ page: ProgressPage) {
        let name = page.memberName
        let progress = page.progress
        pain = PainPicture.draw(progress.trend, of: name, stripHeight: progress.trend.pain.count > 3 ? 52 : 66)
        left = [
            AdherenceCalendar.draw(progress.trend, of: name, weeks: 5), RunPicture.draw(progress, of: name, width: 430),
        ]
        right = [
            LadderPicture.draw(progress.standings, of: name, width: 290, limit: 6),
            ShoeGauge.draw(progress.shoes, of: name, width: 290, limit: 3),
        ]
    }

    var height: Double {
        pain.height + max(left.map(\.height).reduce(0, +), right.map(\.height).reduce(0, +))
    }

    func groups(x: Double, y: Double, scale: Double) -> [Element] {
        var groups = [pain.group(x: x, y: y, scale: scale)]
        for (column, offset) in [(left, 0.0), (right, 430.0)] {
            var place = y + pain.height * scale
            for picture in column {
                groups.append(picture.group(x: x + offset * scale, y: place, scale: scale))
                place += picture.height * scale
            }
        }
        return groups
    }

    func element(width: Double, scale: Double) -> Element {
        SVGFile.root(
            width: width, height: height * scale, described: [],
            content: groups(x: 0, y: 0, scale: scale))
    }
}
