/// One row of a sponsor's roster that can be loaded: every field typed and within its limits.
package struct RosterRow: Hashable, Sendable, Codable {
    package enum RecordType: String, Hashable, Sendable, Codable, CaseIterable {
        /// The employee who holds the benefit.
        case subscriber
        /// A spouse, child or other person covered through the subscriber.
        case dependent
    }

    /// What the person is to the subscriber.
    package enum Relationship: String, Hashable, Sendable, Codable, CaseIterable {
        case subscriber = "self"
        case spouse, child, other
    }

    package enum Sex: String, Hashable, Sendable, Codable, CaseIterable {
        case male = "M"
        case female = "F"
        case other = "X"
        case unknown = "U"
    }

    /// The line of the file on which the row begins, 1 for the header.
    package var line: Int
    package var recordType: RecordType
    package var sponsorMemberID: RosterID
    /// The family's id: a dependant's is the one of its subscriber; a subscriber's own, where left out, is its
    /// `sponsorMemberID`.
    package var subscriberID: RosterID
    package var relationship: Relationship
    package var firstName: Label
    package var lastName: Label
    package var firstNameKey: NameKey
    package var lastNameKey: NameKey
    package var birthDate: LocalDay
    package var sex: Sex?
    package var email: Label?
    package var phone: Label?
    package var zip: Label?
    package var state: USState?
    package var groupID: Label?
    package var planCode: Label
    package var period: CoveragePeriod
    package var endReason: Label?
    package var language: Label?
    /// Whether it speaks for the person: a person with several coverages has a row for each.
    package var isFirst = true
    /// The first day of which the file says anything about the person: what earlier files said from then on is replaced.
    package var holdsFrom: LocalDay
    /// Whether it speaks of its own plan alone: what other plans cover stays as it is.
    package var isOfPlanOnly = false
    /// Why it covers no day, and only ends what is in force, on the day on which it begins; nil for a period of cover.
    package var ending: Ending?

    package enum Ending: String, Hashable, Sendable, Codable, CaseIterable {
        /// The cover by its plan is terminated, and the file does not say when it began.
        case plan
        /// All cover is terminated, by whatever plan.
        case cover
        /// The child has reached the feed's age limit.
        case age
        /// The subscriber's cover ends.
        case family
    }
}
