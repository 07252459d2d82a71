/// A temporary change of what the member does anyway, in place of "stop running".
///
/// The canonical one: runs 5 days a week, swap 2 for biking or swimming, which reads as at most 3 runs and at least
/// 2 substitutes a week (ankle-pain article; domain guide §2.3).
package struct ActivityModification: Hashable, Sendable, Codable {
    package enum Terrain: String, Hashable, Sendable, Codable, CaseIterable {
        case track, treadmill, road, grass, trail, hills
    }

    /// What is being cut back, such as `running`.
    package var activity: Slug
    /// 1–7 days a week before the change.
    package var usualDaysPerWeek: Int
    /// 0–7 days of it a week that stay.
    package var maximumDaysPerWeek: Int
    /// What replaces the rest, such as `biking` and `swimming`; any of them counts.
    package var substitutes: [Slug]
    /// 0–7 days a week of any substitute.
    package var minimumSubstituteDaysPerWeek: Int
    /// Where it is done for now; empty when anywhere will do.
    package var terrain: [Terrain]
    /// The last day on which this holds; nil while no end is set.
    package var until: LocalDay?

    package init(
        activity: Slug, usualDaysPerWeek: Int, maximumDaysPerWeek: Int, substitutes: [Slug],
        minimumSubstituteDaysPerWeek: Int, terrain: [Terrain] = [], until: LocalDay? = nil
    ) {
        self.activity = activity
        self.usualDaysPerWeek = usualDaysPerWeek
        self.maximumDaysPerWeek = maximumDaysPerWeek
        self.substitutes = substitutes
        self.minimumSubstituteDaysPerWeek = minimumSubstituteDaysPerWeek
        self.terrain = terrain
        self.until = until
    }

    /// The activity that the rules of running are about.
    static let running = "running"

    var isOfRunning: Bool { activity.description == Self.running }

    package var violations: [(field: String, message: String)] {
        var found: [(String, String)] = []
        if !(1...7).contains(usualDaysPerWeek) { found.append(("usualDaysPerWeek", "must be 1 to 7")) }
        if !(0...usualDaysPerWeek.clamped(to: 0...7)).contains(maximumDaysPerWeek) {
            found.append(("maximumDaysPerWeek", "must be 0 to usualDaysPerWeek"))
        }
        if !(0...7).contains(minimumSubstituteDaysPerWeek) {
            found.append(("minimumSubstituteDaysPerWeek", "must be 0 to 7"))
        }
        if minimumSubstituteDaysPerWeek > 0, substitutes.isEmpty {
            found.append(("substitutes", "name at least one activity to do instead"))
        }
        if substitutes.count > 8 { found.append(("substitutes", "at most 8")) }
        return found
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
