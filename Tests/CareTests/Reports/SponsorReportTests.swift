import Testing

@testable import Care

@Suite struct `A sponsor's report` {
    private static func report(_ counts: [ReportMeasure: Int], covered: Int = 200) throws -> SponsorReport {
        SponsorReport(
            of: try #require(ReportPeriod("2026-Q3")),
            ReportTally(covered: covered, settled: covered, counts: counts), smallestCell: 11, after: [])
    }

    private static let usual: [ReportMeasure: Int] = [
        .enrolled: 140, .inProgram: 90, .everActive: 75, .activeInPeriod: 40, .assessed: 35, .improved: 24,
        .prescribed: 60, .adherence20: 50, .adherence40: 44, .adherence60: 30, .adherence80: 9,
    ]

    @Test func `tells each count as a step that holds it`() throws {
        let report = try Self.report(Self.usual)
        #expect(
            report.rows.map(\.count.text) == [
                "132 to 142", "88 to 98", "66 to 76", "33 to 43", "33 to 43", "22 to 32", "55 to 65", "44 to 54",
                "44 to 54", "22 to 32", "<11",
            ])
        #expect(report.covered.text == "200")
        // 22 of 43 at the least, 32 of 33 at the most.
        #expect(report.improvedShare == PercentRange(atLeast: 51, atMost: 97))
        #expect(report.averageAdherence?.text == "33 to 75 %")
    }

    @Test(
        arguments: [
            (0, "<11"), (1, "<11"), (10, "<11"), (11, "11 to 21"), (21, "11 to 21"), (22, "22 or more"),
            (30, "22 or more"), (39, "22 or more"), (40, "22 or more"),
        ])
    func `hides none as it hides a few, and all as all but a few`(enrolled: Int, shown: String) throws {
        #expect(try Self.report([.enrolled: enrolled], covered: 40).rows[0].count.text == shown)
    }

    @Test func `says how few there are where the roster has no more, and nothing where it has few more`() throws {
        #expect(try Self.report([.enrolled: 5], covered: 8).rows[0].count.text == "<11")
        #expect(try Self.report([.enrolled: 5], covered: 8).covered.text == "<11")
        #expect(try Self.report([.enrolled: 5], covered: 15).rows[0].count.text == "not shown")
        #expect(try Self.report([.enrolled: 15], covered: 15).rows[0].count.text == "not shown")
        #expect(try Self.report([.assessed: 9], covered: 200).improvedShare == nil)
    }

    @Test func `cuts a part down to what it is part of`() throws {
        let report = try Self.report([.enrolled: 30, .inProgram: 90, .everActive: 95])
        #expect(report.rows.prefix(3).map(\.count.text) == ["22 to 32", "22 to 32", "22 to 32"])
    }

    @Test func `counts a member for what they have reached, and no further`() throws {
        var none = MemberStanding(hasPlan: false, hasLogged: true, hasLoggedInPeriod: true)
        #expect(none.measures == [.enrolled])
        none.pain = PainChange(from: try #require(PainScore(6)), to: try #require(PainScore(5)))
        #expect(none.measures == [.enrolled, .assessed])
        none.pain = PainChange(from: try #require(PainScore(6)), to: try #require(PainScore(4)))
        none.hasPlan = true
        #expect(none.measures == [.enrolled, .inProgram, .everActive, .activeInPeriod, .assessed, .improved])
    }

    @Test func `is a table that a spreadsheet shows and does not run`() throws {
        let csv = SponsorReportCSV.text(try Self.report(Self.usual), of: "=HYPERLINK(\"http://x\",\"Acme, Inc\")")
        let lines = csv.split(separator: "\r\n")
        #expect(lines.count == 1 + 1 + ReportMeasure.allCases.count + 2)
        #expect(lines[0] == "sponsor,period,measure,explanation,at_least,at_most,shown")
        let row =
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"Acme, Inc\"\")\",2026-Q3,enrolled,Enrolled so far,132,142,132 to 142"
        #expect(lines[2] == row)
    }

    @Test(
        arguments: [
            ("Acme", "Acme"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("  =1", "'  =1"),
            ("\t=1", "'\t=1"), ("a\n=1", "\"'a\n=1\""), ("a\r=1", "\"'a\r=1\""), ("a\r\n=1", "\"'a\r\n=1\""),
            ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("\u{A0}=1", "'\u{A0}=1"), ("a=1", "a=1"),
            ("|cmd", "'|cmd"), ("%x", "'%x"), ("＝1", "'＝1"), ("", ""),
        ])
    func `writes each cell so that it stays text`(text: String, written: String) {
        #expect(CSVCell.written(text) == written)
    }

    @Test(arguments: ["2026-Q0", "2026-Q5", "26-Q1", "2026Q1", "2026-q1", "2026-Q1 ", "１２３４-Q1", "", "2026-Q12"])
    func `is about a calendar quarter and nothing else`(text: String) {
        #expect(ReportPeriod(text) == nil)
    }

    @Test func `begins and ends with its quarter`() throws {
        let days = try ["2024-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].map { try #require(ReportPeriod($0)) }
        #expect(
            days.map { "\($0.firstDay) \($0.lastDay)" } == [
                "2024-01-01 2024-03-31", "2026-04-01 2026-06-30", "2026-07-01 2026-09-30", "2026-10-01 2026-12-31",
            ])
        #expect(ReportPeriod(containing: try #require(LocalDay("2026-11-30"))) == days[3])
    }
}
