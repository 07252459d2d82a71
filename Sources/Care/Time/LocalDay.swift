/// A date on somebody's calendar, without a time or a time zone: the day as the member lived it.
package struct LocalDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01, negative before it.
    package let dayNumber: Int

    package init(dayNumber: Int) { self.dayNumber = dayNumber }

    /// Nil unless the three name a real day in the years 1 to 9999 of the Gregorian calendar.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, year: year)
        else { return nil }
        // Counting years from March puts the leap day last, which makes the month lengths regular
        // (Hinnant, "chrono-compatible low-level date algorithms").
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.dayNumber = era * 146_097 + dayOfEra - 719_468
    }

    /// Nil unless the text is `YYYY-MM-DD` and names a real day.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month and day as people write them.
    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    package var description: String {
        var digits = DigitText(capacity: 10)
        digits.append(self)
        return digits.text
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601); weeks in Soleus start on Monday.
    package var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 + 1 }

    /// The day on which somebody who was born on this one reaches an age; on 1 March in years without their leap day.
    package func birthday(_ age: Int) -> LocalDay {
        let parts = self.parts
        return LocalDay(year: parts.year + age, month: parts.month, day: parts.day)
            ?? LocalDay(year: parts.year + age, month: 3, day: 1) ?? self
    }

    package func adding(days: Int) -> LocalDay { LocalDay(dayNumber: dayNumber + days) }

    package static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    private static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDay: TextValue {
    package static var rule: String { "must be a date such as 2026-11-22" }
}
