import Care
import Foundation

extension TimeZoneName {
    /// The first moment of a day on this time zone's calendar: midnight, or a little later where clocks skip it.
    func start(of day: LocalDay) -> Instant {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: description) ?? .gmt
        let noon = Date(timeIntervalSince1970: Double(day.dayNumber) * 86_400 + 43_200)
        let localNoon = noon.addingTimeInterval(-Double(calendar.timeZone.secondsFromGMT(for: noon)))
        return Instant(milliseconds: Int64(calendar.startOfDay(for: localNoon).timeIntervalSince1970 * 1_000))
    }
}
