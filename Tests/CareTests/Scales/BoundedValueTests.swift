import Foundation
import Testing

@testable import Care

@Suite struct `A bounded value` {
    @Test func `of pain is 0 to 10 and never clamped`() throws {
        #expect((0...10).allSatisfy { PainScore($0)?.rawValue == $0 })
        for value in [-1, 11, Int.min, Int.max] { #expect(PainScore(value) == nil) }
        #expect(Difficulty(-2) != nil && Difficulty(2) != nil && Difficulty(-3) == nil && Difficulty(3) == nil)
        #expect(try pain(3) < pain(4))
    }

    @Test(arguments: ["11", "-1", "1.5", "\"3\"", "null", "99999999999999999999", "[]"])
    func `is refused in JSON when out of range or no whole number`(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PainScore].self, from: Data("[\(json)]".utf8))
        }
    }

    @Test func `of text ends at its limit in bytes`() {
        #expect(Label(String(repeating: "é", count: 100)) != nil)
        #expect(Label(String(repeating: "é", count: 100) + "a") == nil)
        #expect(Note(String(repeating: "a", count: 4_000)) != nil)
        #expect(Note(String(repeating: "a", count: 4_001)) == nil)
    }

    @Test(arguments: ["", " ", "\n\t ", "a\u{0}b", "a\u{1B}[2J", "a\r\nb", "a\u{7F}", "a\u{85}b", "a\u{9F}"])
    func `of text is refused when blank or with control characters`(text: String) {
        #expect(Note(text) == nil)
        #expect(Label(text) == nil)
    }

    @Test(arguments: ["a\nb", "a\tb", "a\u{2028}b", "a\u{2029}b"])
    func `of text may have lines as a note, not as a label`(text: String) {
        #expect(Note(text) != nil)
        #expect(Label(text) == nil)
    }

    @Test(arguments: ["calf-raises", "a", "0", "a1-b2-c3", String(repeating: "a", count: 80)])
    func `of a slug is lower-case words and hyphens`(text: String) {
        #expect(Slug(text)?.description == text)
    }

    @Test(arguments: [
        "", "-", "-a", "a-", "a--b", "Calf", "calf raises", "café", "a_b", "a\u{0}", String(repeating: "a", count: 81),
    ])
    func `of a slug is refused otherwise`(text: String) {
        #expect(Slug(text) == nil)
    }

    @Test func `of a state is a postal code in either case`() {
        #expect(USState("co")?.description == "CO")
        for text in ["", "C", "COL", "ZZ", "AE", "C\u{0}"] { #expect(USState(text) == nil) }
    }
}
