import StrictJSON
import Testing

@testable import soleus

@Suite struct `A table` {
    private func table() -> TextTable {
        var table = TextTable([.init("NAME", yields: true), .init("PAIN", .right), .init("WHY", yields: true)])
        table.add(["José Núñez", "3", "ok"])
        table.add(["Jose\u{301} Nu\u{301}n\u{303}ez", "10", "decomposed"])
        table.add(["山田", "", "wide"])
        return table
    }

    @Test func `lines up by what the eye sees, not by bytes or scalars`() {
        #expect(
            table().lines(width: 80) == [
                "NAME        PAIN  WHY", "José Núñez     3  ok",
                "Jose\u{301} Nu\u{301}n\u{303}ez    10  decomposed", "山田              wide",
            ])
    }

    @Test(arguments: [80, 60, 40, 31]) func `fits the width by breaking the columns that give way, and loses nothing`(
        width: Int
    ) {
        var table = TextTable([
            .init("ID"), .init("FIRST", yields: true), .init("SECOND", yields: true), .init("N", .right),
        ])
        table.add(["12345678", String(repeating: "é", count: 90), String(repeating: "漢", count: 30), "7"])
        let lines = table.lines(width: width)
        #expect(lines.allSatisfy { displayWidth(of: $0) <= width })
        #expect(lines[1].hasPrefix("12345678"))
        #expect(lines[1].hasSuffix("  7"))
        #expect(lines.joined().count { $0 == "é" } == 90)
        #expect(lines.joined().count { $0 == "漢" } == 30)
    }

    @Test func `breaks words only where nothing else makes it fit, and then after hyphens`() {
        var table = TextTable([.init("EXERCISE"), .init("TARGETS", yields: true), .init("DOSE", yields: true)])
        table.add(["calf-raises", "achilles-tendon calf", "3 × 10–15 reps, rest 60 s"])
        #expect(
            table.lines(width: 40) == [
                "EXERCISE     TARGETS       DOSE", "calf-raises  achilles-     3 × 10–15",
                "             tendon        reps, rest", "             calf          60 s",
            ])
        #expect(brokenLines(of: "single-leg-balance", to: 12) == ["single-leg-", "balance"])
        #expect(brokenLines(of: "a-incomprehensibilities", to: 8) == ["a-", "incompre", "hensibil", "ities"])
    }

    @Test func `keeps foreign text inside its cell`() {
        var table = TextTable([.init("NAME"), .init("NEXT")])
        table.add(["Ana\u{1B}[2J\nRuiz\u{202E}", "x"])
        #expect(table.lines(width: 80)[1] == "Ana[2J Ruiz  x")
        #expect(table.plainLines == ["Ana[2J Ruiz\tx"])
    }

    @Test func `gives missing cells as empty ones`() {
        var table = TextTable([.init("A"), .init("B")])
        table.add(["1"])
        #expect(table.plainLines == ["1\t"])
    }
}

@Suite struct `Wrapping a line` {
    @Test func `breaks between words and indents what follows`() {
        #expect(
            wrapped("  running: at most three days", to: 16, indent: 4) == [
                "  running: at", "    most three", "    days",
            ])
        #expect(wrapped("short", to: 10) == ["short"])
        #expect(wrapped("", to: 10) == [""])
        #expect(wrapped("a incomprehensibilities b", to: 8, indent: 2) == ["a", "  incomprehensibilities", "  b"])
    }

    @Test func `keeps a number with its unit, as far as both fit`() {
        #expect(brokenLines(of: "3 × 30 s hold, rest 30 s", to: 22) == ["3 × 30 s hold, rest", "30 s"])
        #expect(brokenLines(of: "2 × 10–15 reps, rest 60 s", to: 15) == ["2 × 10–15 reps,", "rest 60 s"])
        #expect(brokenLines(of: "2 × 10–15 reps, rest", to: 9) == ["2 × 10–15", "reps,", "rest"])
        #expect(brokenLines(of: "up to 7.15 km", to: 10) == ["up to", "7.15 km"])
        #expect(brokenLines(of: "rule R1 s", to: 7) == ["rule R1", "s"])
        for width in 1...40 {
            let lines = brokenLines(of: "120–180 s, both sides, 3 days a week; 5 kg, effort 5", to: width)
            #expect(lines.allSatisfy { displayWidth(of: $0) <= width })
            #expect(
                lines.joined().filter { $0 != " " } == "120–180s,bothsides,3daysaweek;5kg,effort5", "\(width)")
        }
    }
}

@Suite struct `JSON for people` {
    @Test func `is indented, sorted, and reads back as the same value`() throws {
        let value: JSONValue = [
            "b": [1, [:], []], "a": ["text": "é\n\"", "none": nil], "empty": .object([:]),
        ]
        let text = prettyJSON(value)
        #expect(
            text == """
                {
                  "a": {
                    "none": null,
                    "text": "é\\n\\""
                  },
                  "b": [
                    1,
                    {},
                    []
                  ],
                  "empty": {}
                }

                """)
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }
}
