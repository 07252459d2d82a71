import Care
import Foundation
import FoundationXML
import Testing

@testable import Pictures

@Suite struct `A picture` {
    static let kinds = ["pain", "calendar", "ladders", "runs", "shoes"]

    static func draw(_ kind: String, _ progress: CareProgress, of name: String = "Ana Ruiz") throws -> Picture {
        switch kind {
        case "pain": PainPicture.draw(progress.trend, of: name)
        case "calendar": AdherenceCalendar.draw(progress.trend, of: name)
        case "ladders": LadderPicture.draw(progress.standings, of: name)
        case "runs": RunPicture.draw(progress, of: name)
        default: ShoeGauge.draw(progress.shoes, of: name)
        }
    }

    @Test(arguments: kinds) func `of a typical member is as it was when somebody last looked at it`(kind: String) throws
    {
        try Golden.expect(try Self.draw(kind, try Members.ana()).svg, is: "\(kind).svg")
    }

    @Test(arguments: kinds) func `of nothing says so in words`(kind: String) throws {
        let picture = try Self.draw(kind, try Members.nobody())
        try Golden.expect(picture.svg, is: "\(kind)-empty.svg")
        let words = [
            "pain": "No pain was reported in these days.", "calendar": "none prescribed",
            "ladders": "None was prescribed in these days.",
            "runs": "No run was logged in these days.", "shoes": "No shoes are recorded.",
        ]
        #expect(picture.svg.contains(try #require(words[kind])))
    }

    @Test(arguments: kinds, ["ana", "nobody", "everything"])
    func `is one well-formed document with a title and a description`(kind: String, who: String) throws {
        let progress =
            switch who {
            case "ana": try Members.ana()
            case "nobody": try Members.nobody()
            default: try Members.everything()
            }
        let picture = try Self.draw(kind, progress, of: "Ana <Ruiz> & \"Söhne\" \u{202E}'")
        let reading = DocumentReading(picture.svg)
        #expect(reading.error == nil)
        #expect(reading.elements["svg"] == 1)
        #expect(reading.elements["title"] == 1)
        #expect(reading.elements["desc"] == 1)
        #expect(
            Set(reading.elements.keys).isSubset(of: [
                "svg", "title", "desc", "rect", "line", "text", "circle", "polygon", "polyline",
            ]))
        #expect(!picture.svg.contains("\u{202E}"))
    }

    @Test(arguments: kinds) func `stays inside of its frame whatever happens`(kind: String) throws {
        let picture = try Self.draw(kind, try Members.everything())
        let reading = DocumentReading(picture.svg)
        #expect(!reading.places.isEmpty)
        for place in reading.places {
            #expect((0...picture.width).contains(place.x), "\(place)")
            #expect((0...picture.height).contains(place.y), "\(place)")
        }
    }

    @Test(arguments: kinds) func `has no colours that only a hue tells apart`(kind: String) throws {
        let used = Set(
            try Self.draw(kind, try Members.everything()).svg.matches(of: #/(?:fill|stroke)="#([0-9a-f]{6})"/#).map {
                String($0.1)
            })
        let lightness = used.compactMap { Int($0, radix: 16) }.map { color in
            (2_126 * (color >> 16) + 7_152 * (color >> 8 & 255) + 722 * (color & 255)) / 10_000
        }.sorted()
        #expect(lightness.count == used.count)
        for (darker, lighter) in zip(lightness, lightness.dropFirst()) { #expect(lighter - darker >= 10) }
    }

    @Test func `of pain never mixes moments`() throws {
        let svg = PainPicture.draw(try Members.ana().trend, of: "Ana").svg
        // A strip for each moment that was reported, with its three bands.
        for fill in [Ink.safe, Ink.acceptable, Ink.notAcceptable] {
            #expect(svg.components(separatedBy: "<rect").count { $0.contains("fill=\"\(fill)\"") } == 2)
        }
        #expect(svg.contains(">during<") && svg.contains(">next morning<"))
    }

    @Test func `of runs marks those over the ceiling with how far over they are`() throws {
        let progress = try Members.ana()
        let svg = RunPicture.draw(progress, of: "Ana").svg
        let over = progress.runs.filter { $0.comparison.verdict.injuryRateRatio != nil }
        #expect(over.map { $0.comparison.percentOfLongest } == [144])
        #expect(svg.contains(">144%<"))
    }

    @Test func `of ladders says where the member stands, since when, and what comes next`() throws {
        let standing = try #require(try Members.ana().standings.first)
        #expect(standing.heading == "Calf Raises, rung 2 of 4")
        #expect(standing.course.hasSuffix("(rev 2), was rung 1"))
        #expect(standing.neighbours == ["harder: Single-Leg Calf Raises", "easier: Seated Calf Raises"])
    }
}

/// What a parser of XML finds in a document.
final class DocumentReading: NSObject, XMLParserDelegate {
    private(set) var elements: [String: Int] = [:]
    private(set) var places: [(x: Double, y: Double)] = []
    private(set) var error: String?

    init(_ document: String) {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        if !parser.parse() { error = parser.parserError.map(String.init(describing:)) ?? "not well-formed" }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        elements[name, default: 0] += 1
        func number(_ key: String) -> Double? { attributes[key].flatMap(Double.init) }
        if let x = number("x") ?? number("cx"), let y = number("y") ?? number("cy") {
            places.append((x, y))
            if let width = number("width"), let height = number("height") { places.append((x + width, y + height)) }
        }
        if let x = number("x1"), let y = number("y1") { places.append((x, y)) }
        if let x = number("x2"), let y = number("y2") { places.append((x, y)) }
        for point in attributes["points"]?.split(separator: " ") ?? [] {
            let parts = point.split(separator: ",").compactMap { Double($0) }
            if parts.count == 2 { places.append((parts[0], parts[1])) }
        }
    }
}
