import ArgumentParser
import Care
import Foundation

/// `2026-12-04 09:30` by the clock of this machine, or an instant such as `2026-12-04T16:30:00Z`.
struct ClockTimeArgument: ExpressibleByArgument, Hashable {
    var instant: Instant

    init?(argument: String) { self.init(argument, in: .current) }

    /// Nil for what is no time, and for one that the clocks of the zone skip.
    init?(_ text: String, in timeZone: TimeZone) {
        if let instant = Instant(text) {
            self.instant = instant
            return
        }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2, let day = LocalDay(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2, clock.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCII) }),
            let hour = Int(clock[0]), let minute = Int(clock[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let wanted = DateComponents(
            year: day.parts.year, month: day.parts.month, day: day.parts.day, hour: hour, minute: minute)
        guard let date = calendar.date(from: wanted),
            calendar.dateComponents([.day, .hour, .minute], from: date)
                == DateComponents(day: day.parts.day, hour: hour, minute: minute)
        else { return nil }
        instant = Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1_000))
    }
}
