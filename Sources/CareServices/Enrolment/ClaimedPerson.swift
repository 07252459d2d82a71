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
        guard let number = RosterID(claim.plainNumber),
            let firstName = NameKey(claim.firstName.description), let lastName = NameKey(claim.lastName.description)
        else { return nil }
        self.number = number
        self.firstName = firstName
        self.lastName = lastName
        birthDate = claim.birthDate
    }

    /// The roster entries of the one covered person who is meant; none when that is nobody, or more than one.
    ///
    /// The first name must fit as well: without it a spouse's or twin's birth date and the family's number would do.
    /// Whom several sponsors list under the same number, names and birth date is one person, as far as anybody can tell;
    /// their entries come in an order that does not depend on that of the candidates.
    func entries(among candidates: [EnrolmentCandidate]) -> [EnrolmentCandidate] {
        let fitting = candidates.filter { candidate in
            NameKey(candidate.firstNameKey) == firstName && NameKey(candidate.lastNameKey) == lastName
                && candidate.birthDate == birthDate
        }
        let people = Dictionary(grouping: fitting, by: \.number).values.compactMap { entries in
            entries.first.flatMap { entry -> EligibilityQuestion.Candidate<[EnrolmentCandidate]>? in
                guard let own = RosterID(entry.number), let subscriber = RosterID(entry.subscriberNumber) else {
                    return nil
                }
                return EligibilityQuestion.Candidate(
                    person: entries, sponsorMemberID: own, subscriberID: subscriber, firstName: firstName,
                    lastName: lastName, birthDate: birthDate)
            }
        }
        let question = EligibilityQuestion(
            identifier: number, lastName: lastName, firstName: firstName, birthDate: birthDate)
        guard case .one(let entries) = question.match(among: people) else { return [] }
        return entries.sorted { $0.sponsor.description < $1.sponsor.description }
    }
}
