/// The days of a coverage, half-open: from the first covered day up to, and without, the first uncovered one.
package struct CoveragePeriod: Hashable, Sendable, Codable {
    package let from: LocalDay
    /// The first day that is no longer covered; nil while no end is set.
    package let until: LocalDay?

    /// Nil when the end lies before the beginning; an end on the first day makes an empty period, which is how a sponsor
    /// takes a coverage back as if it had never been.
    package init?(from: LocalDay, until: LocalDay? = nil) {
        if let until, until < from { return nil }
        self.from = from
        self.until = until
    }

    /// A single day.
    package init(day: LocalDay) {
        from = day
        until = day.adding(days: 1)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let from = try container.decode(LocalDay.self, forKey: .from)
        guard let period = Self(from: from, until: try container.decodeIfPresent(LocalDay.self, forKey: .until)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .until, in: container, debugDescription: "must not lie before from")
        }
        self = period
    }

    /// Whether no day is covered.
    package var isEmpty: Bool { until == from }

    /// The part of it before a day; nil when it begins on that day or later.
    func cut(at day: LocalDay) -> CoveragePeriod? {
        guard from < day else { return nil }
        return CoveragePeriod(from: from, until: until.map { min($0, day) } ?? day)
    }

    package func contains(_ day: LocalDay) -> Bool {
        guard from <= day else { return false }
        return until.map { day < $0 } ?? true
    }

    /// The first day that is in both; nil when none is.
    package func firstDay(in other: CoveragePeriod) -> LocalDay? {
        let first = max(from, other.from)
        return contains(first) && other.contains(first) ? first : nil
    }
}

/// What a sponsor's feed means by an end date: vendors differ, so that each feed declares it (domain guide §6; one vendor
/// treats an end date of today as already ineligible, support.hint.com 10948477).
package enum EndDateMeaning: String, Hashable, Sendable, Codable, CaseIterable {
    case lastCoveredDay = "last_covered_day"
    case firstUncoveredDay = "first_uncovered_day"

    /// The period that a feed's two dates stand for; nil when it would end before it begins.
    ///
    /// An end date of 9999-12-31 is no end, as many systems write it (choice).
    package func period(effective: LocalDay, end: LocalDay?) -> CoveragePeriod? {
        guard let end, end.parts != (9999, 12, 31) else { return CoveragePeriod(from: effective) }
        return switch self {
        case .lastCoveredDay: CoveragePeriod(from: effective, until: end.adding(days: 1))
        case .firstUncoveredDay: CoveragePeriod(from: effective, until: end)
        }
    }
}
