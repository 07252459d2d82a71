/// A single run beside the longest of the 30 local dates before its own.
///
/// A run of more than 110 % of the longest in 30 days goes with more injuries; the change from week to week showed no
/// relation (5,205 runners, Frandsen 2025, doi 10.1136/bjsports-2024-109380). So the single run is guarded, and weekly
/// volume only shown. Runs on the same date are not held against each other.
package struct RunGuard: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        /// No run in the 30 dates before: nothing to hold it against.
        case first
        case within
        /// 10–30 % further.
        case over10 = "over_10"
        /// 30–100 % further.
        case over30 = "over_30"
        /// More than twice as far.
        case over100 = "over_100"

        /// How many times as often runners were injured after such a run (Frandsen 2025); nil when it is within.
        package var injuryRateRatio: String? {
            switch self {
            case .first, .within: nil
            case .over10: "1.64"
            case .over30: "1.52"
            case .over100: "2.28"
            }
        }
    }

    package static let windowDays = 30

    package let distanceMeters: Int
    /// Nil when there was no run in the window.
    package let longestMeters: Int?
    package let verdict: Verdict

    /// Judges a run on a day by others, in any order; those outside of the window do not count.
    package init(distanceMeters: Int, on day: LocalDay, among runs: some Sequence<RunLog>) {
        let first = day.adding(days: -Self.windowDays)
        self.init(
            distanceMeters: distanceMeters,
            longestMeters: runs.lazy.filter { first <= $0.moment.day && $0.moment.day < day }.map(\.distanceMeters)
                .max())
    }

    init(distanceMeters: Int, longestMeters: Int?) {
        self.distanceMeters = distanceMeters
        self.longestMeters = longestMeters
        verdict =
            switch longestMeters {
            case nil: .first
            case let longest? where distanceMeters > longest * 2: .over100
            case let longest? where distanceMeters * 10 > longest * 13: .over30
            case let longest? where distanceMeters * 10 > longest * 11: .over10
            default: .within
            }
    }

    /// The longest run that is still within 110 %, in whole metres; nil without an earlier one.
    package var ceilingMeters: Int? { longestMeters.map { $0 * 11 / 10 } }

    /// The verdict with its numbers.
    package var words: String {
        let distance = Self.kilometers(distanceMeters)
        guard let longestMeters, let ceilingMeters else {
            return "\(distance) is the first run in \(Self.windowDays) days: there is none to hold it against"
        }
        let comparison =
            "\(distance) is \(distanceMeters * 100 / max(longestMeters, 1)) % of the longest run of the "
            + "\(Self.windowDays) days before, \(Self.kilometers(longestMeters))"
        guard let ratio = verdict.injuryRateRatio else { return comparison }
        return "\(comparison); up to \(Self.kilometers(ceilingMeters)) is 110 %. "
            + "Runners who went this much further were injured \(ratio) times as often"
    }

    /// Kilometres with two digits, cut off and not rounded, so that no run reads longer than it was.
    static func kilometers(_ meters: Int) -> String {
        let digits = String(meters % 1_000 / 10 + 100).dropFirst()
        return "\(meters / 1_000).\(digits) km"
    }
}
