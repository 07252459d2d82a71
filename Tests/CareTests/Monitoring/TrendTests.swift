import Testing

@testable import Care

@Suite struct `A trend` {
    /// A Monday.
    private let today = LocalDay(dayNumber: 20_780)

    @Test func `draws the worst pain of each day, and a gap as a dot`() throws {
        let window = try #require(DayWindow(days: 5, endingBefore: today))
        let checkIns = [
            try checkIn(today.adding(days: -5), .during, 2), try checkIn(today.adding(days: -5), .during, 10),
            try checkIn(today.adding(days: -3), .during, 0), try checkIn(today.adding(days: -1), .during, 5),
            try checkIn(today, .during, 9), try checkIn(today.adding(days: -6), .during, 9),
        ]
        let trend = PainTrend(checkIns, about: .during, over: window)
        #expect(trend.worst.map { $0?.rawValue } == [10, nil, 0, nil, 5])
        #expect(trend.sparkline == "█·▁·▅")
        #expect(trend.latest == (try pain(5)))
        #expect(PainTrend(checkIns.reversed(), about: .during, over: window) == trend)
    }

    @Test func `never mixes moments`() throws {
        let window = try #require(DayWindow(days: 3, endingBefore: today))
        let checkIns = [
            try checkIn(today.adding(days: -1), .during, 2), try checkIn(today.adding(days: -1), .after, 7),
        ]
        let trend = Trend(
            over: window, checkIns: checkIns, plan: PlanTimeline([PlanTimeline.Entry]()), sessions: [])
        #expect(trend.pain.map(\.moment) == [.during, .after])
        #expect(trend.pain.map(\.sparkline) == ["··▂", "··▆"])
        #expect(trend.adherence == nil)
    }

    @Test func `puts a next morning on the day before`() throws {
        let window = try #require(DayWindow(days: 2, endingBefore: today))
        let trend = PainTrend([try checkIn(today, .nextMorning, 4)], about: .nextMorning, over: window)
        #expect(trend.sparkline == "·▄")
    }

    @Test func `draws higher pain never lower, and each band in bars of its own`() throws {
        let bars = Array(Sparkline.text(try (0...10).map { try pain($0) })).map { $0.unicodeScalars.map(\.value) }
        #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) || $0 == $1 })
        #expect(bars[3] != bars[4] && bars[5] != bars[6])
        #expect(bars.first == [0x2581] && bars.last == [0x2588])
    }

    @Test func `shows days and weeks beside it`() throws {
        let entry = PlanTimeline.Entry(
            number: 4, effectiveFrom: today.adding(days: -8), content: try plan([item("a"), item("b")]))
        let window = try #require(DayWindow(days: 9, endingBefore: today))
        let sessions = [
            try session(today.adding(days: -8), ["a", "b"]), try session(today.adding(days: -7), ["a"]),
            try session(today.adding(days: -7), ["a"]),
        ]
        let trend = Trend(
            over: window, checkIns: [], plan: PlanTimeline([entry]), sessions: sessions,
            pausedDays: [today.adding(days: -1)])
        #expect(trend.loggedLine == "·█▄▁▁▁▁▁·")
        #expect(trend.days.map(\.planRevision).prefix(2) == [nil, 4])
        #expect(trend.weeks.map(\.window.count) == [2, 7])
        #expect(trend.weeks.map { $0.adherence?.percent } == [100, 8])
        #expect(trend.adherence?.prescribed == 14)
        #expect(trend.pain.isEmpty)
    }
}
