import Testing

@testable import Care

@Suite struct `Where a member stands with their cover` {
    private static func coverages(_ periods: [(String, String?)]) throws -> [Coverage] {
        try periods.map { from, until in
            let first = try #require(LocalDay(from))
            return Coverage(
                planCode: try #require(Label("GOLD")),
                period: try #require(CoveragePeriod(from: first, until: until.flatMap { LocalDay($0) })))
        }
    }

    private static func words(_ periods: [(String, String?)], on day: String) throws -> String {
        let standing = CoverStanding(on: try #require(LocalDay(day)), among: try coverages(periods))
        guard standing.isCovered else {
            return
                "not since \(standing.endedOn?.description ?? "ever"), next \(standing.nextFrom?.description ?? "never")"
        }
        return "through \(standing.through?.description ?? "open")"
    }

    @Test(
        arguments: [
            ([("2026-01-01", nil)], "through open"),
            // The end is the first day without.
            ([("2026-01-01", "2026-07-01")], "through 2026-06-30"),
            ([("2026-01-01", "2026-06-16")], "through 2026-06-15"),
            ([("2026-01-01", "2026-06-15")], "not since 2026-06-14, next never"),
            // A plan change: the next begins as the first ends.
            ([("2026-07-01", nil), ("2026-01-01", "2026-07-01")], "through open"),
            ([("2026-01-01", "2026-07-01"), ("2026-07-01", "2026-09-01")], "through 2026-08-31"),
            // Two sponsors overlap; a gap of one day is a gap.
            ([("2026-01-01", "2026-07-01"), ("2026-05-01", "2026-12-01")], "through 2026-11-30"),
            ([("2026-01-01", "2026-07-01"), ("2026-07-02", nil)], "through 2026-06-30"),
            // A re-hire, and a beginning that is to come.
            ([("2025-01-01", "2026-01-01"), ("2026-08-01", nil)], "not since 2025-12-31, next 2026-08-01"),
            ([("2026-08-01", nil)], "not since ever, next 2026-08-01"),
            // Taken back as if it had never been.
            ([("2026-01-01", "2026-01-01")], "not since ever, next never"), ([], "not since ever, next never"),
        ] as [([(String, String?)], String)])
    func `follows from the dates of all rosters`(periods: [(String, String?)], words: String) throws {
        #expect(try Self.words(periods, on: "2026-06-15") == words)
        #expect(try Self.words(periods.reversed(), on: "2026-06-15") == words)
    }

    @Test func `is what asking day by day gives`() throws {
        var random = SeededGenerator(seed: 4)
        let start = try #require(LocalDay("2026-01-01"))
        for _ in 0..<300 {
            let coverages = try (0..<Int.random(in: 0...4, using: &random)).map { _ in
                let from = start.adding(days: Int.random(in: 0...30, using: &random))
                let until =
                    Bool.random(using: &random) ? from.adding(days: Int.random(in: 0...12, using: &random)) : nil
                return Coverage(
                    planCode: try #require(Label("GOLD")),
                    period: try #require(CoveragePeriod(from: from, until: until)))
            }
            for offset in 0...35 {
                let day = start.adding(days: offset)
                let standing = CoverStanding(on: day, among: coverages)
                func isCovered(_ day: LocalDay) -> Bool { CoverageAnswer(on: day, among: coverages).isCovered }
                #expect(standing.isCovered == isCovered(day))
                if let through = standing.through {
                    #expect((day.dayNumber...through.dayNumber).allSatisfy { isCovered(LocalDay(dayNumber: $0)) })
                    #expect(!isCovered(through.adding(days: 1)))
                }
                if let next = standing.nextFrom { #expect(isCovered(next) && !isCovered(next.adding(days: -1))) }
                if let ended = standing.endedOn { #expect(isCovered(ended) && !isCovered(ended.adding(days: 1))) }
            }
        }
    }
}
