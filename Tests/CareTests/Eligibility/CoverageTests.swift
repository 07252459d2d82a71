import Foundation
import Testing

@testable import Care

@Suite struct `A coverage` {
    private func coverage(_ plan: String, _ from: String, _ until: String? = nil, cents: Int = 0) throws -> Coverage {
        Coverage(
            planCode: try label(plan),
            period: try #require(CoveragePeriod(from: try day(from), until: try until.map { try day($0) })),
            memberCostCents: cents)
    }

    @Test func `begins on its first day and ends before its last`() throws {
        let period = try #require(CoveragePeriod(from: day("2026-01-01"), until: day("2026-02-01")))
        #expect(period.contains(try day("2026-01-01")))
        #expect(period.contains(try day("2026-01-31")))
        #expect(!period.contains(try day("2025-12-31")))
        #expect(!period.contains(try day("2026-02-01")))
    }

    @Test func `may be empty, and never ends before it begins`() throws {
        let first = try day("2026-01-01")
        let empty = try #require(CoveragePeriod(from: first, until: first))
        #expect(empty.isEmpty && !empty.contains(first))
        #expect(CoveragePeriod(from: first, until: first.adding(days: -1)) == nil)
        let json = Data(#"{"from":"2026-01-02","until":"2026-01-01"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(CoveragePeriod.self, from: json) }
    }

    @Test func `is retro-terminated to nothing by either meaning of an end date`() throws {
        let start = try day("2026-01-01")
        #expect(EndDateMeaning.firstUncoveredDay.period(effective: start, end: start)?.isEmpty == true)
        #expect(EndDateMeaning.lastCoveredDay.period(effective: start, end: start.adding(days: -1))?.isEmpty == true)
        #expect(EndDateMeaning.lastCoveredDay.period(effective: start, end: start.adding(days: -2)) == nil)
        #expect(EndDateMeaning.firstUncoveredDay.period(effective: start, end: start.adding(days: -1)) == nil)
    }

    @Test(
        arguments: [
            ("2023-12-31", nil), ("2024-01-01", "A"), ("2024-05-31", "A"), ("2024-06-01", nil), ("2025-01-01", "B"),
            ("2040-01-01", "B"),
        ] as [(String, String?)])
    func `answers for the day that is asked about, over gaps and re-hires`(on: String, plan: String?) throws {
        let coverages = [try coverage("B", "2025-01-01"), try coverage("A", "2024-01-01", "2024-06-01")]
        let answer = CoverageAnswer(on: try day(on), among: coverages)
        #expect(answer.coverage?.planCode.description == plan)
        #expect(answer.isCovered == (plan != nil))
        #expect(answer.coverage?.memberCostCents ?? 0 == 0)
    }

    @Test(
        arguments: [
            ("2023-01-01", "2023-12-31", nil), ("2023-12-01", "2024-01-01", "A"), ("2024-05-31", "2025-03-01", "A"),
            ("2024-06-01", "2024-12-31", nil), ("2024-06-01", "2025-01-01", "B"), ("2020-01-01", nil, "A"),
            ("2030-01-01", nil, "B"),
        ] as [(String, String?, String?)])
    func `answers for a period with the first coverage that is in it`(from: String, through: String?, plan: String?)
        throws
    {
        let coverages = [
            try coverage("B", "2025-01-01"), try coverage("A", "2024-01-01", "2024-06-01"),
            try coverage("never", "2024-08-01", "2024-08-01"),
        ]
        let until = try through.map { try day($0).adding(days: 1) }
        let period = try #require(CoveragePeriod(from: try day(from), until: until))
        #expect(CoverageAnswer(in: period, among: coverages).coverage?.planCode.description == plan)
        #expect(CoverageAnswer(in: period, among: coverages.reversed()).coverage?.planCode.description == plan)
    }

    @Test func `answers with the cheapest, then the latest, of overlapping ones, in whatever order they come`() throws {
        var generator = SeededGenerator(seed: 5)
        var coverages = [
            try coverage("dear", "2026-03-01", cents: 500), try coverage("old", "2026-01-01"),
            try coverage("short", "2026-02-01", "2026-12-01"), try coverage("long", "2026-02-01"),
        ]
        for _ in 0..<30 {
            coverages.shuffle(using: &generator)
            let answer = CoverageAnswer(on: try day("2026-06-01"), among: coverages)
            #expect(answer.coverage?.planCode.description == "long")
        }
        #expect(!CoverageAnswer(on: try day("2026-06-01"), among: []).isCovered)
    }
}
