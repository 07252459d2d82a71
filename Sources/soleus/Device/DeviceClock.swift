import Care
import Foundation

extension Instant {
    /// Weekday, day and minute by the clock of a time zone, such as `Fri 2026-12-04 09:30`.
    func text(in timeZone: TimeZoneName) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        let offset = TimeZone(identifier: timeZone.description)?.secondsFromGMT(for: date) ?? 0
        let clock = adding(seconds: Int64(offset)).description.prefix(16).replacing("T", with: " ")
        return "\(timeZone.day(of: self).weekdayText) \(clock)"
    }
}

extension LocalDay {
    /// Such as `Fri`.
    var weekdayText: String { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday - 1] }
}
