package import Foundation

/// A moment with the precision that PostgreSQL keeps, stored as `timestamp with time zone`.
///
/// Whole microseconds, so that a moment read back equals the one written; `Date` counts in binary fractions.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970 began in UTC, without leap seconds; negative before.
    package let microsecondsSince1970: Int64

    /// Takes microseconds since 1970 began in UTC.
    package init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// The nearest microsecond to a date; nil for dates beyond 290,000 years.
    package init?(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard let microseconds = Int64(exactly: microseconds) else { return nil }
        self.microsecondsSince1970 = microseconds
    }

    /// The date, whose binary fraction comes within a microsecond until the year 2200 and beyond.
    package var date: Date { Date(timeIntervalSince1970: Double(microsecondsSince1970) / 1_000_000) }

    /// The order in time.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }
}

extension Timestamp: PostgresEncodable, PostgresDecodable {
    /// `timestamp with time zone`.
    package static var postgresType: PostgresType { .timestamptz }

    // PostgreSQL counts from 2000-01-01 and keeps the years -4713 to 294276.
    private static let microsecondsFrom1970To2000: Int64 = 946_684_800_000_000
    private static let kept: Range<Int64> = -211_813_488_000_000_000..<9_223_371_331_200_000_000

    /// Microseconds since 2000; a moment that the server cannot keep is refused here.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        let (value, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.microsecondsFrom1970To2000)
        guard !overflow, Self.kept.contains(value) else { throw .valueOutOfRange(type: Self.postgresType.name) }
        bytes.append(value)
    }

    /// The moment; `infinity`, and moments beyond what 1970 can count to, are refused.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Timestamp {
        let value: Int64 = try bytes.wholeInteger(of: .timestamptz)
        let (microseconds, overflow) = value.addingReportingOverflow(microsecondsFrom1970To2000)
        guard !overflow, value != .min else { throw .valueOutOfRange(type: postgresType.name) }
        return Timestamp(microsecondsSince1970: microseconds)
    }
}
