/// A questionnaire about what a member can do, filled in by the member; of all of these, higher is better.
package enum OutcomeInstrument: String, Hashable, Sendable, Codable, CaseIterable {
    /// Patient-Specific Functional Scale: 3–5 activities of the member's own, each from 0 (unable) to 10 (as before).
    case psfs
    /// Foot and Ankle Ability Measure, activities of daily living: 21 items of 0–4.
    case faamADL = "faam_adl"
    /// Foot and Ankle Ability Measure, sports: 8 items of 0–4.
    case faamSports = "faam_sports"

    package var name: String {
        switch self {
        case .psfs: "PSFS"
        case .faamADL: "FAAM ADL"
        case .faamSports: "FAAM Sports"
        }
    }

    /// The items of the form; nil for the PSFS, whose items are the member's own.
    ///
    /// Martin 2005, doi 10.1177/107110070502601113.
    package var itemCount: Int? {
        switch self {
        case .psfs: nil
        case .faamADL: 21
        case .faamSports: 8
        }
    }

    /// The answers without which there is no score: 3 activities of the PSFS (Stratford 1995, form at
    /// precisionphysio.com.au), 19 of 21 and 7 of 8 of the FAAM (completeness as given at yhocphuchoi.com).
    package var requiredAnswers: Int {
        switch self {
        case .psfs: 3
        case .faamADL: 19
        case .faamSports: 7
        }
    }

    /// The least change of the score that matters, in points: 2 for the PSFS mean (Stratford 1995), 8 and 9 for the FAAM
    /// (Martin 2005).
    package var importantPoints: Int {
        switch self {
        case .psfs: 2
        case .faamADL: 8
        case .faamSports: 9
        }
    }

    /// The least change above measurement noise, in tenths of a point: 2 points for the PSFS mean (Stratford 1995), 5.7 and
    /// 12.3 points for the FAAM (MDC95, Martin 2005).
    ///
    /// For FAAM Sports it is more than what matters: a gain of 10 may matter and still be noise.
    package var noiseTenths: Int {
        switch self {
        case .psfs: 20
        case .faamADL: 57
        case .faamSports: 123
        }
    }
}
