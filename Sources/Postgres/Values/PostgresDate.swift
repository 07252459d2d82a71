/// A day of the Gregorian calendar, without a time or a zone, stored as `date`.
package struct PostgresDate: Hashable, Comparable, Sendable {
    /// Days since 1 January 1970; negative before.
    package let daysSince1970: Int32

    /// Takes days since 1 January 1970.
    package init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// Nil for a day that the calendar does not have, and outside the years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysIn(month: month, year: year)
        else { return nil }
        // Years that begin in March put the leap day last; 400 of them have 146,097 days.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        self.daysSince1970 = Int32(days - 719_468)
    }

    /// The day before or after by a number of days; nil beyond 32 bits.
    package func adding(days: Int) -> PostgresDate? {
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        guard !overflow, let sum = Int32(exactly: sum) else { return nil }
        return PostgresDate(daysSince1970: sum)
    }

    /// The year, the month from 1 and the day from 1.
    package var components: (year: Int, month: Int, day: Int) {
        let days = Int(daysSince1970) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The order of the calendar.
    package static func < (left: PostgresDate, right: PostgresDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension PostgresDate: PostgresEncodable, PostgresDecodable {
    /// `date`.
    package static var postgresType: PostgresType { .date }

    // PostgreSQL counts from 2000-01-01 and keeps the years -4713 to 5874897.
    private static let daysFrom1970To2000: Int32 = 10_957
    private static let kept: Range<Int32> = -2_451_545..<2_145_031_949

    /// Days since 2000; a day that the server cannot keep is refused here.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        let (value, overflow) = daysSince1970.subtractingReportingOverflow(Self.daysFrom1970To2000)
        guard !overflow, Self.kept.contains(value) else { throw .valueOutOfRange(type: Self.postgresType.name) }
        bytes.append(value)
    }

    /// The day; `infinity` is refused.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> PostgresDate {
        let value: Int32 = try bytes.wholeInteger(of: .date)
        let (days, overflow) = value.addingReportingOverflow(daysFrom1970To2000)
        guard !overflow, value != .min else { throw .valueOutOfRange(type: postgresType.name) }
        return PostgresDate(daysSince1970: days)
    }
}

extension PostgresDate: CustomStringConvertible {
    /// The day as year, month and day, with hyphens.
    package var description: String {
        let (year, month, day) = components
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
