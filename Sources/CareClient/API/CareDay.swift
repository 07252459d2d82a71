import Care
public import Foundation

/// A date on somebody's calendar, without a time or a time zone: the day as they lived it.
public struct CareDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    let day: LocalDay

    init(_ day: LocalDay) { self.day = day }

    /// Nil unless the text is `YYYY-MM-DD` and names a real day.
    public init?(_ text: String) {
        guard let day = LocalDay(text) else { return nil }
        self.day = day
    }

    /// The day that a calendar in a time zone shows at a moment.
    public init(of date: Date, in timeZone: TimeZone) {
        day = (TimeZoneName(timeZone.identifier) ?? .utc).day(of: Instant(date))
    }

    /// `YYYY-MM-DD`.
    public var description: String { day.description }

    /// Whether one day is before the other.
    public static func < (left: Self, right: Self) -> Bool { left.day < right.day }
}
