/// How much it hurts, from 0 (not at all) to 10 (the worst imaginable), as the member reported it
/// (numeric rating scale, LOINC 72514-3).
package struct PainScore: BoundedInteger {
    package static let range = 0...10
    package let rawValue: Int
    package init(unchecked value: Int) { rawValue = value }
}

/// How stiff it felt, from 0 (not at all) to 10.
package struct StiffnessScore: BoundedInteger {
    package static let range = 0...10
    package let rawValue: Int
    package init(unchecked value: Int) { rawValue = value }
}

/// How hard it was, from 0 (rest) to 10 (all one has): Soleus's own scale, called "effort 0–10" everywhere.
package struct EffortScore: BoundedInteger {
    package static let range = 0...10
    package let rawValue: Int
    package init(unchecked value: Int) { rawValue = value }
}

/// How the exercise felt beside what was expected, from −2 (much too easy) to +2 (much too hard).
package struct Difficulty: BoundedInteger {
    package static let range = -2...2
    package let rawValue: Int
    package init(unchecked value: Int) { rawValue = value }
}
