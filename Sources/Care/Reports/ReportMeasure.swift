/// What a sponsor's report counts, the same in every report and of all its people together: no filter, no split by place or age.
///
/// Who only asks whether they are covered is counted nowhere, since nobody keeps who asked.
package enum ReportMeasure: String, Hashable, Sendable, Codable, CaseIterable {
    case enrolled
    /// Has had a plan.
    case inProgram = "in_program"
    /// Has logged a session at some time.
    case everActive = "ever_active"
    /// Logged a session in the period.
    case activeInPeriod = "active_in_period"
    /// Reported pain in the period, four weeks or more after their first report.
    case assessed
    /// Assessed, with pain lower than at first by what matters.
    case improved
    /// Had something prescribed in the period.
    case prescribed
    case adherence20 = "adherence_20"
    case adherence40 = "adherence_40"
    case adherence60 = "adherence_60"
    case adherence80 = "adherence_80"

    /// The stages of the funnel after "covered", each part of the one before.
    package static let funnel: [Self] = [.enrolled, .inProgram, .everActive, .activeInPeriod]
    /// How many logged at least a fifth, two, three and four fifths of what was prescribed.
    package static let adherence: [Self] = [.adherence20, .adherence40, .adherence60, .adherence80]

    /// Whether it counts what has happened at any time until the period's end, and so never falls.
    package var isSoFar: Bool { self == .enrolled || self == .inProgram || self == .everActive }

    /// The count that it is part of; nil for what only being covered is asked for.
    package var whole: Self? {
        switch self {
        case .enrolled: nil
        case .inProgram, .assessed: .enrolled
        case .everActive, .prescribed: .inProgram
        case .activeInPeriod: .everActive
        case .improved: .assessed
        case .adherence20: .prescribed
        case .adherence40: .adherence20
        case .adherence60: .adherence40
        case .adherence80: .adherence60
        }
    }

    /// As people read it.
    package var label: String {
        switch self {
        case .enrolled: "Enrolled so far"
        case .inProgram: "Given a plan so far"
        case .everActive: "Exercised so far"
        case .activeInPeriod: "Exercised in the period"
        case .assessed: "Pain compared with the first weeks"
        case .improved: "Meaningfully less pain"
        case .prescribed: "Had exercises prescribed in the period"
        case .adherence20: "Logged 20 % or more of them"
        case .adherence40: "Logged 40 % or more of them"
        case .adherence60: "Logged 60 % or more of them"
        case .adherence80: "Logged 80 % or more of them"
        }
    }
}
