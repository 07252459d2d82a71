/// A stretch of a member's local days, both ends included.
package struct DayWindow: Hashable, Sendable, Codable {
    package let first: LocalDay
    package let last: LocalDay

    /// The most days that are looked at together: three years.
    package static let maximumDays = 1_096

    /// Nil when it would hold no day, or more than `maximumDays`.
    package init?(from first: LocalDay, through last: LocalDay) {
        guard (1...Self.maximumDays).contains(last.dayNumber - first.dayNumber + 1) else { return nil }
        self.first = first
        self.last = last
    }

    /// The `days` days that end yesterday, as a day that is not over has no figures (domain guide §4.9).
    package init?(days: Int, endingBefore today: LocalDay) {
        guard (1...Self.maximumDays).contains(days) else { return nil }
        self.init(from: today.adding(days: -days), through: today.adding(days: -1))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let first = try container.decode(LocalDay.self, forKey: .first)
        guard let window = Self(from: first, through: try container.decode(LocalDay.self, forKey: .last)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .last, in: container, debugDescription: "must be 0 to \(Self.maximumDays - 1) days after first")
        }
        self = window
    }

    package var count: Int { last.dayNumber - first.dayNumber + 1 }

    package var days: [LocalDay] { (first.dayNumber...last.dayNumber).map(LocalDay.init(dayNumber:)) }

    package func contains(_ day: LocalDay) -> Bool { first <= day && day <= last }

    /// The window cut at the weeks, which start on Monday: the first and the last may be shorter than 7 days.
    package var weeks: [DayWindow] {
        var weeks: [DayWindow] = []
        var start = first
        while start <= last {
            let end = min(start.adding(days: 7 - start.weekday), last)
            if let week = DayWindow(from: start, through: end) { weeks.append(week) }
            start = end.adding(days: 1)
        }
        return weeks
    }
}

extension LocalDay {
    /// The Monday of the day's week.
    package var startOfWeek: LocalDay { adding(days: 1 - weekday) }
}
