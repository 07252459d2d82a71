import Care
import CareStore
import Testing

@testable import CareServices

@Suite struct `Changing a care team` {
    /// Hours from an arbitrary beginning; now is hour 100.
    private static func at(_ hour: Int64) -> Instant { Instant(milliseconds: hour * 3_600_000) }

    private static func period(_ role: CareTeamRole, _ from: Int64, _ until: Int64? = nil) -> CareTeamPeriod {
        CareTeamPeriod(role: role, from: at(from), until: until.map(at))
    }

    private func change(_ wanted: CareTeamPeriod, _ periods: [CareTeamPeriod]) -> CareTeamChange {
        CareTeamChange(to: wanted, from: periods, now: Self.at(100))
    }

    @Test func `adds a first place from the start of its day`() {
        let change = change(Self.period(.leadPT, 90), [])
        #expect(change.ends.isEmpty && change.added == Self.period(.leadPT, 90))
    }

    @Test(arguments: [
        // Begun before, begun today, to come; with and without an end.
        [period(.leadPT, 10)], [period(.leadPT, 90)], [period(.leadPT, 10, 50), period(.leadPT, 60)],
    ])
    func `changes nothing when what is wanted is there`(periods: [CareTeamPeriod]) {
        let change = change(Self.period(.leadPT, 90), periods)
        #expect(change.ends.isEmpty && change.added == nil)
    }

    @Test func `ends another role now and not this morning`() {
        let change = change(Self.period(.coach, 90), [Self.period(.leadPT, 10)])
        #expect(change.ends == [.init(from: Self.at(10), until: Self.at(100))])
        #expect(change.added == Self.period(.coach, 100))
    }

    @Test func `begins again when the place of this morning has ended`() {
        let change = change(Self.period(.leadPT, 90), [Self.period(.leadPT, 90, 95)])
        #expect(change.ends.isEmpty)
        #expect(change.added == Self.period(.leadPT, 95))
    }

    @Test func `ends the present place where a later one begins`() {
        let change = change(Self.period(.coveringPT, 200, 300), [Self.period(.leadPT, 10)])
        #expect(change.ends == [.init(from: Self.at(10), until: Self.at(200))])
        #expect(change.added == Self.period(.coveringPT, 200, 300))
    }

    @Test func `takes back what was to come`() {
        let change = change(Self.period(.leadPT, 90), [Self.period(.coach, 150, 160), Self.period(.coach, 200)])
        #expect(
            change.ends == [
                .init(from: Self.at(150), until: Self.at(150)), .init(from: Self.at(200), until: Self.at(200)),
            ])
        #expect(change.added == Self.period(.leadPT, 90))
    }

    @Test func `leaves alone what neither overlaps nor has been taken back`() {
        let periods = [Self.period(.leadPT, 10, 20), Self.period(.coach, 50, 50), Self.period(.coach, 400, 500)]
        let change = change(Self.period(.leadPT, 90, 400), periods)
        #expect(change.ends.isEmpty && change.added == Self.period(.leadPT, 90, 400))
    }

    @Test func `shortens a place with a nearer end`() {
        let change = change(Self.period(.leadPT, 90, 150), [Self.period(.leadPT, 10)])
        #expect(change.ends == [.init(from: Self.at(10), until: Self.at(100))])
        #expect(change.added == Self.period(.leadPT, 100, 150))
    }

    @Test func `ends everything in force or to come, and no more`() {
        let periods = [
            Self.period(.leadPT, 10, 20), Self.period(.leadPT, 30, 40), Self.period(.coach, 50, 120),
            Self.period(.coach, 150), Self.period(.coach, 140, 140),
        ]
        let change = CareTeamChange(endingAll: periods, now: Self.at(100))
        #expect(
            change.ends == [
                .init(from: Self.at(50), until: Self.at(100)), .init(from: Self.at(150), until: Self.at(150)),
            ])
    }
}

@Suite struct `The start of a day` {
    @Test(arguments: [
        ("America/Denver", "2026-03-08", "2026-03-08T07:00:00.000Z"),
        ("America/Denver", "2026-03-09", "2026-03-09T06:00:00.000Z"),
        ("America/Denver", "2026-11-01", "2026-11-01T06:00:00.000Z"),
        ("Pacific/Guam", "2026-01-01", "2025-12-31T14:00:00.000Z"),
        ("Pacific/Pago_Pago", "2026-01-01", "2026-01-01T11:00:00.000Z"),
        // Clocks went from midnight to 01:00.
        ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00.000Z"),
        ("UTC", "1969-12-31", "1969-12-31T00:00:00.000Z"),
    ])
    func `is midnight there, or the moment to which clocks skip it`(zone: String, day: String, start: String) throws {
        let zone = try #require(TimeZoneName(zone))
        let instant = zone.start(of: try #require(LocalDay(day)))
        #expect(instant.description == start)
        #expect(zone.day(of: instant).description == day)
        #expect(zone.day(of: instant.adding(seconds: -1)) < zone.day(of: instant))
    }
}
