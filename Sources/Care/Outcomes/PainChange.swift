/// How much pain has changed, and whether that means anything.
///
/// Of one moment only: a fall between two different questions is no fall.
package struct PainChange: Hashable, Sendable, Codable {
    package let baseline: PainScore
    package let current: PainScore

    package init(from baseline: PainScore, to current: PainScore) {
        self.baseline = baseline
        self.current = current
    }

    /// How the change is graded in chronic musculoskeletal pain.
    package enum Grade: String, Hashable, Sendable, Codable, CaseIterable {
        case unchanged
        /// 1 point or 15 % less: the least that people notice.
        case slightlyBetter = "slightly_better"
        /// 2 points or 33 % less.
        case muchBetter = "much_better"
    }

    /// The points by which pain is lower than at the baseline; negative when it is higher.
    package var fall: Int { baseline.rawValue - current.rawValue }

    /// The fewest points of fall that matter from a baseline: 1 from 1–4, 2 from 5–7, 3 from 8–10; nil from 0, from which
    /// nothing can fall.
    ///
    /// Source: doi 10.1055/a-1304-3677, which gives 3–4 for 8–10; that 3 is taken is a choice (domain guide §4.9).
    package static func minimumImportantFall(from baseline: PainScore) -> Int? {
        switch baseline.rawValue {
        case 1...4: 1
        case 5...7: 2
        case 8...10: 3
        default: nil
        }
    }

    /// Whether pain has fallen by what matters from this baseline (doi 10.1055/a-1304-3677).
    package var isImportantForBaseline: Bool {
        guard let least = Self.minimumImportantFall(from: baseline) else { return false }
        return fall >= least
    }

    /// Whether pain has fallen by 2 points or 30 % (Farrar 2001, PMID 11690728): what rule R9 asks for.
    package var isClinicallyImportant: Bool {
        fall > 0 && (fall >= 2 || fall * 100 >= baseline.rawValue * 30)
    }

    /// Salaffi 2004, PMID 15207508.
    package var grade: Grade {
        guard fall > 0 else { return .unchanged }
        if fall >= 2 || fall * 100 >= baseline.rawValue * 33 { return .muchBetter }
        return .slightlyBetter
    }

    /// Whether the change, in either direction, is more than measuring twice would show by itself: the smallest detectable
    /// change is 1.77 points (doi 10.1055/a-1304-3677).
    package var isBeyondNoise: Bool { abs(fall) * 100 >= 177 }
}
