/// The answer to one question of a 270.
package enum InquiryAnswer: Hashable, Sendable {
    case active(ActiveCoverage)
    /// Known, and not covered on the days asked about.
    case inactive
    case refused(Refusal)

    /// What somebody is covered by.
    package struct ActiveCoverage: Hashable, Sendable {
        package let plan: String
        package let group: String
        /// CCYYMMDD.
        package let from: String
        /// The last covered day; nil while no end is known.
        package let through: String?
        /// What the member pays, in cents.
        package let memberCostCents: Int

        package init(plan: String, group: String, from: String, through: String?, memberCostCents: Int) {
            self.plan = plan
            self.group = group
            self.from = from
            self.through = through
            self.memberCostCents = memberCostCents
        }
    }

    /// Why a question has no answer: the codes of AAA03.
    package enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
        case birthDateMissing = "58"
        case subscriberIDUnknown = "72"
        case subscriberNameWrong = "73"
        case subscriberNotFound = "75"
        case subscriberIDTwice = "76"
        case birthDateWrong = "71"
        case patientIDUnknown = "64"
        case patientNameWrong = "65"
        case patientNotFound = "67"
        case patientIDTwice = "68"

        /// What the asker may do (AAA04): correct the question and ask again.
        var followUp: String { "C" }
    }
}
