import Foundation
import Testing

@testable import Care

@Suite struct `A local day` {
    @Test func `survives the way through text on every day of four centuries`() throws {
        let first = try day("1896-01-01")
        for number in first.dayNumber...first.dayNumber + 146_097 {
            let day = LocalDay(dayNumber: number)
            let parts = day.parts
            #expect(LocalDay(year: parts.year, month: parts.month, day: parts.day) == day)
            if number % 97 == 0 { #expect(LocalDay(day.description) == day) }
        }
    }

    @Test func `counts the years 1 to 9999 without a gap`() throws {
        #expect(try day("0001-01-01").dayNumber == -719_162)
        #expect(try day("1970-01-01").dayNumber == 0)
        #expect(try day("9999-12-31").dayNumber == 2_932_896)
        #expect(LocalDay(dayNumber: -719_162).description == "0001-01-01")
    }

    @Test(arguments: ["2024-02-29", "2000-02-29", "2400-02-29"])
    func `exists in leap years on 29 February`(text: String) {
        #expect(LocalDay(text)?.description == text)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
        "0000-01-01", "", "2026-1-01", "2026-01-1", "20260101", "2026/01/01", "2026-01-01T", " 2026-01-01",
        "+026-01-01",
        "-026-01-01", "２０２６-01", "2026-01-0\u{0}", "10000-01-01", "2026-0a-01",
    ])
    func `is refused when no calendar holds it or it is written otherwise`(text: String) {
        #expect(LocalDay(text) == nil)
    }

    @Test func `knows its weekday and the Monday before`() throws {
        #expect(try day("2026-11-22").weekday == 7)
        #expect(try day("2026-11-23").weekday == 1)
        #expect(try day("1969-12-31").weekday == 3)
        #expect(try day("2026-11-22").startOfWeek == day("2026-11-16"))
        #expect(try day("2026-11-23").startOfWeek == day("2026-11-23"))
    }

    @Test func `is refused in JSON with words that say what it must be`() throws {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([LocalDay].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("another error than corrupted data")
            return
        }
        #expect(context.debugDescription.contains("2026-11-22"))
    }
}
