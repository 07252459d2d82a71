import Testing

@testable import Care

@Suite struct `The two clocks of remote monitoring` {
    private let first = LocalDay(dayNumber: 20_700)

    private func windows(_ days: [Int], today: Int) -> [RTMDataDays] {
        RTMDataDays.windows(of: Set(days.map { first.adding(days: $0) }), from: first, today: first.adding(days: today))
    }

    @Test func `count distinct days in windows of 30 from the first day on`() {
        let found = windows([-1, 0, 29, 30, 31, 59, 60], today: 45)
        #expect(found.map(\.days) == [2, 2])
        #expect(found.map(\.window.count) == [30, 30])
        #expect(found.map(\.daysLeft) == [0, 14])
        #expect(windows([0], today: -1).isEmpty)
        #expect(windows([0], today: 30 * 100).count == 36)
    }

    @Test func `have their bands at 2 and 16 days`() {
        for (count, band) in [
            (0, RTMDataDays.Band.tooFew), (1, .tooFew), (2, .from2To15), (15, .from2To15), (16, .atLeast16),
            (30, .atLeast16),
        ] { #expect(windows(Array(0..<count), today: 29).first?.band == band) }
    }

    @Test func `count minutes by calendar month, the seconds put together first`() throws {
        let spent = [
            RTMMinutes.Spent(day: try day("2026-11-30"), seconds: 310),
            RTMMinutes.Spent(day: try day("2026-11-01"), seconds: 290),
            RTMMinutes.Spent(day: try day("2026-12-01"), seconds: 59),
            RTMMinutes.Spent(day: try day("2026-12-02"), seconds: -5),
        ]
        let months = RTMMinutes.months(of: spent)
        #expect(months.map(\.month) == [11, 12] && months.map(\.year) == [2_026, 2_026])
        #expect(months.map(\.minutes) == [10, 0])
        #expect(RTMMinutes.months(of: spent.reversed()) == months)
    }

    @Test func `have their bands at 10, 20 and each further 20 minutes`() throws {
        for (minutes, band, further) in [
            (9, RTMMinutes.Band.under10, 0), (10, .from10To19, 0), (19, .from10To19, 0), (20, .atLeast20, 0),
            (39, .atLeast20, 0), (40, .atLeast20, 1), (60, .atLeast20, 2),
        ] {
            let month = try #require(
                RTMMinutes.months(of: [RTMMinutes.Spent(day: first, seconds: minutes * 60)]).first)
            #expect(month.band == band && month.furtherTwenties == further)
        }
    }

    @Test func `take as a data day any day with a record of the member`() throws {
        var chart = try ChartDraft()
        try chart.log(-3, ["calf-2"])
        try chart.run(-3, 1_000)
        try chart.report(-2, .nextMorning, 1)
        #expect(chart.picture.dataDays == [chart.day(-3), chart.day(-1)])
    }
}
