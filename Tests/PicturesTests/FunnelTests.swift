import Testing

@testable import Care
@testable import Pictures

@Suite struct `A sponsor's funnel` {
    private static func report(_ counts: [ReportMeasure: Int], covered: Int = 200) throws -> SponsorReport {
        SponsorReport(
            of: try #require(ReportPeriod("2026-Q3")),
            ReportTally(covered: covered, settled: covered, counts: counts), smallestCell: 11, after: [])
    }

    @Test func `is drawn to the same bytes each time, hatched where it is not told, and in words`() throws {
        let report = try Self.report([.enrolled: 190, .inProgram: 90, .everActive: 4])
        let svg = FunnelPicture.svg(report, of: "Acme & <Sons>")
        #expect(svg.contains("Acme &amp; &lt;Sons&gt;, 2026-Q3"))
        #expect(svg.contains("Enrolled so far: 187 or more. Given a plan so far: 88 to 98. Exercised so far: &lt;11."))
        let hatched = svg.split(separator: "\n").count { $0.contains("url(#hatch)") }
        #expect(hatched == report.rows.count { $0.count.isSuppressed })
        try Golden.expect(svg, is: "funnel.svg")
    }

    @Test func `shows nothing of a report that is withheld`() throws {
        let withheld = SponsorReport(
            period: try #require(ReportPeriod("2026-Q3")), covered: ReportedCount(atLeast: 40, atMost: 40), settled: 9,
            rows: [])
        try Golden.expect(FunnelPicture.svg(withheld, of: "Acme"), is: "funnel-withheld.svg")
    }
}
