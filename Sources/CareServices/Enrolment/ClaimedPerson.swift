import Care
import CareMessages
import CareStore

/// What somebody says of themselves, in the form in which it is compared with a roster.
struct ClaimedPerson: Hashable, Sendable {
    let number: RosterID
    let firstName: NameKey
    let lastName: NameKey
    let birthDate: LocalDay

    /// Nil when nobody on any roster can be described like this.
    init?(_ claim: IdentityClaim) {
        guard let number = RosterID(claim.number.filter { $0 != " " }),
            let firstName = NameKey(claim.firstName.description), let lastName = NameKey(claim.lastName.description)
        else { return nil }
        self.number = number
        self.firstName = firstName
        self.lastName = lastName
        birthDate = claim.birthDate
    }

    /// The one covered person who is meant; nil when there is none, or more than one.
    ///
    /// The first name must fit as well: without it a spouse's or twin's birth date and the family's number would do.
    func match(among candidates: [EnrolmentCandidate]) -> EnrolmentCandidate? {
        let question = EligibilityQuestion(
            identifier: number, lastName: lastName, firstName: firstName, birthDate: birthDate)
        let people = candidates.compactMap { candidate -> EligibilityQuestion.Candidate<EnrolmentCandidate>? in
            guard let own = RosterID(candidate.number), let subscriber = RosterID(candidate.subscriberNumber),
                let first = NameKey(candidate.firstNameKey), first == firstName,
                let last = NameKey(candidate.lastNameKey)
            else { return nil }
            return EligibilityQuestion.Candidate(
                person: candidate, sponsorMemberID: own, subscriberID: subscriber, firstName: first, lastName: last,
                birthDate: candidate.birthDate)
        }
        guard case .one(let person) = question.match(among: people) else { return nil }
        return person
    }
}
