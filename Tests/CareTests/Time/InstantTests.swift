import Testing

@testable import Care

@Suite struct `An instant` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2026-11-22T20:53:59.12Z", 1_795_380_839_120),
        ("2026-11-22T20:53:59.1209999999Z", 1_795_380_839_120),
        ("2026-11-22T13:53:59.120-07:00", 1_795_380_839_120),
        ("2026-11-23T02:23:59.120+05:30", 1_795_380_839_120),
        ("1970-01-01T00:00:00-00:00", 0),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `is read from RFC 3339`(text: String, milliseconds: Int64) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "Z", "2026-11-22", "2026-11-22T20:53Z", "2026-11-22 20:53:59Z", "2026-11-22t20:53:59Z",
        "2026-11-22T20:53:59", "2026-11-22T20:53:59z", "2026-11-22T24:00:00Z", "2026-11-22T20:60:00Z",
        "2026-11-22T20:53:60Z", "2026-11-22T20:53:59.Z", "2026-11-22T20:53:59,1Z", "2026-11-22T20:53:59+0530",
        "2026-11-22T20:53:59+24:00", "2026-11-22T20:53:59+05:60", "2026-11-22T20:53:59+05", "2026-11-22T20:53:59ZZ",
        "2026-02-29T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-11-22T-1:53:59Z",
        "2026-11-22T20:53:59.12345678901234567890123456789012345678Z", "2026-11-22T20:53:59.1\u{0}Z",
        "2026-11-22T20:53:59\u{0301}Z", "2026-11-22T20:53:5٩Z", "999999999999-11-22T20:53:59Z",
    ])
    func `is refused when it is written otherwise or names no time`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `survives the way through text`() {
        var generator = SeededGenerator(seed: 1)
        let range = Instant.range.lowerBound.milliseconds...Instant.range.upperBound.milliseconds
        for _ in 0..<5_000 {
            let instant = Instant(milliseconds: .random(in: range, using: &generator))
            #expect(Instant(instant.description) == instant)
        }
    }

    @Test func `falls on the day that the member's calendar shows`() throws {
        let denver = try #require(TimeZoneName("America/Denver"))
        let lateEvening = try instant("2026-11-23T06:59:59Z")
        #expect(LocalMoment(lateEvening, in: denver).day == (try day("2026-11-22")))
        #expect(LocalMoment(lateEvening.adding(seconds: 1), in: denver).day == (try day("2026-11-23")))
        // In summer the same zone is an hour nearer to UTC.
        #expect(denver.day(of: try instant("2026-07-01T05:59:59Z")) == (try day("2026-06-30")))
        #expect(denver.day(of: try instant("2026-07-01T06:00:00Z")) == (try day("2026-07-01")))
    }

    @Test(arguments: ["", "Mars/Olympus", "America/Denver\u{0}", String(repeating: "A", count: 65)])
    func `is never in a time zone that nobody knows`(name: String) {
        #expect(TimeZoneName(name) == nil)
    }
}
