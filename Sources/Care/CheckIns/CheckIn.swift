/// A pain report.
///
/// Reports of different moments are never mixed in one series.
package struct CheckIn: Hashable, Sendable {
    /// What the score is about.
    package enum Moment: String, Hashable, Sendable, Codable, CaseIterable {
        case now, during, after
        /// The morning after; it belongs to the activity of the day before.
        case nextMorning = "next_morning"
        case worstIn24Hours = "worst_24h"
        case averageOver7Days = "avg_7d"

        /// The moment as it stands in a sentence.
        package var text: String {
            switch self {
            case .now: "now"
            case .during: "during"
            case .after: "after"
            case .nextMorning: "next morning"
            case .worstIn24Hours: "worst of 24 h"
            case .averageOver7Days: "average of 7 d"
            }
        }
    }

    /// Which side of the joint.
    package enum Aspect: String, Hashable, Sendable, Codable, CaseIterable {
        case inner, outer, front, back
    }

    package var moment: LocalMoment
    package var about: Moment
    package var pain: PainScore
    /// Where it hurts, such as `left-ankle`.
    package var site: Slug?
    package var aspect: Aspect?
    package var stiffness: StiffnessScore?
    package var swelling: Bool?
    package var redFlags: [RedFlag]
    package var note: Note?

    package init(
        moment: LocalMoment, about: Moment, pain: PainScore, site: Slug? = nil, aspect: Aspect? = nil,
        stiffness: StiffnessScore? = nil, swelling: Bool? = nil, redFlags: [RedFlag] = [], note: Note? = nil
    ) {
        self.moment = moment
        self.about = about
        self.pain = pain
        self.site = site
        self.aspect = aspect
        self.stiffness = stiffness
        self.swelling = swelling
        self.redFlags = redFlags
        self.note = note
    }
}

/// A symptom that needs medical care before exercise (domain guide §4.6; Ottawa ankle rules, PMC2938320, and the table
/// "Medical screening for the knee, leg, ankle or foot").
package enum RedFlag: String, Hashable, Sendable, Codable, CaseIterable {
    case cannotTakeFourSteps = "cannot_take_four_steps"
    case popWithWeakness = "pop_with_weakness"
    case calfSwelling = "calf_swelling"
    case hotJointWithFever = "hot_joint_with_fever"
    case coldNumbFoot = "cold_numb_foot"
    case worseningDeformity = "worsening_deformity"
    case weightLossOrNightSweats = "weight_loss_or_night_sweats"

    /// The symptom in the words in which a PT and a member read it.
    package var text: String {
        switch self {
        case .cannotTakeFourSteps: "a new injury, and four steps cannot be taken"
        case .popWithWeakness: "a pop or snap at the back of the ankle, with weakness"
        case .calfSwelling: "a swollen, warm or painful calf"
        case .hotJointWithFever: "a hot, red joint with fever"
        case .coldNumbFoot: "a cold, numb or pale foot"
        case .worseningDeformity: "a deformity that gets worse quickly"
        case .weightLossOrNightSweats: "unexplained weight loss or night sweats"
        }
    }

    /// What a member who reports any of them is told at once; the software never diagnoses.
    package static let advice =
        "Stop exercising and get medical care now; in an emergency, call 911. Your plan is paused until your physical "
        + "therapist has spoken with you."
}

extension CheckIn {
    package var violations: [FieldViolation] {
        Set(redFlags).count == redFlags.count
            ? [] : [FieldViolation(pointer: "/redFlags", message: "names a red flag twice")]
    }
}
