/// A calendar quarter: the only stretch of time that a sponsor's report is ever about.
///
/// Periods that nobody can choose are half of what makes the reports safe: between two that a sponsor picked for itself, the
/// difference would be about whoever was ill that week.
package struct ReportPeriod: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let year: Int
    /// 1–4.
    package let quarter: Int

    package init?(year: Int, quarter: Int) {
        guard (2000...9998).contains(year), (1...4).contains(quarter) else { return nil }
        self.year = year
        self.quarter = quarter
    }

    /// Nil unless the text is like `2026-Q3`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-Q", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 1,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let year = Int(parts[0]),
            let quarter = Int(parts[1])
        else { return nil }
        self.init(year: year, quarter: quarter)
    }

    package init?(containing day: LocalDay) {
        let parts = day.parts
        self.init(year: parts.year, quarter: (parts.month - 1) / 3 + 1)
    }

    /// The last that can be.
    package static let last = ReportPeriod(9998, 4)

    private init(_ year: Int, _ quarter: Int) {
        self.year = year
        self.quarter = quarter
    }

    package var description: String { "\(year)-Q\(quarter)" }

    package var firstDay: LocalDay { Self.day(year, (quarter - 1) * 3 + 1) }

    package var lastDay: LocalDay {
        (quarter == 4 ? Self.day(year + 1, 1) : Self.day(year, quarter * 3 + 1)).adding(days: -1)
    }

    package var window: DayWindow? { DayWindow(from: firstDay, through: lastDay) }

    package static func < (left: Self, right: Self) -> Bool { (left.year, left.quarter) < (right.year, right.quarter) }

    /// The first of a month, which is a day in every year that a period may have.
    private static func day(_ year: Int, _ month: Int) -> LocalDay {
        LocalDay(year: year, month: month, day: 1) ?? LocalDay(dayNumber: 0)
    }
}

extension ReportPeriod: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let period = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be a calendar quarter such as 2026-Q3")
        }
        self = period
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
