import Care
import Foundation

/// What clocks on the wall show in a few time zones, looked up once for each day.
struct LocalClock: Sendable {
    static let zones = ["America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York"]

    private let names: [TimeZoneName]
    private let firstDay: Int
    /// For each zone and day: how far its clocks are ahead of UTC at noon.
    private let offsetSeconds: [[Int]]

    /// Of the years up to a day.
    init(until lastDay: LocalDay) {
        names = Self.zones.compactMap { TimeZoneName($0) }
        precondition(names.count == Self.zones.count, "this machine has no time zones (the package tzdata)")
        let firstDay = lastDay.dayNumber - 2_400
        self.firstDay = firstDay
        offsetSeconds = Self.zones.map { identifier in
            let zone = TimeZone(identifier: identifier)
            return (firstDay...lastDay.dayNumber + 30).map { day in
                zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(day * 86_400 + 68_400))) ?? 0
            }
        }
    }

    /// The moment at which clocks in a zone show so many seconds since midnight; the clock is never turned at such hours.
    func moment(_ day: LocalDay, second: Int, zone: Int) -> LocalMoment {
        let offset = offsetSeconds[zone][day.dayNumber - firstDay]
        let at = Instant(milliseconds: Int64(day.dayNumber * 86_400 + second - offset) * 1_000)
        return LocalMoment(at: at, timeZone: names[zone], day: day)
    }
}
