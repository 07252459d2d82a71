/// Who asks whether they are covered, by what only they and their sponsor know (domain guide §6, "Asking").
package struct EligibilityQuestion: Hashable, Sendable, Codable {
    /// The sponsor's id of the person or of the subscriber they hang on.
    package var identifier: RosterID
    package var lastName: NameKey
    /// Tells twins apart; looked at only when id, last name and birth date fit several people.
    package var firstName: NameKey?
    package var birthDate: LocalDay

    package init(identifier: RosterID, lastName: NameKey, firstName: NameKey? = nil, birthDate: LocalDay) {
        self.identifier = identifier
        self.lastName = lastName
        self.firstName = firstName
        self.birthDate = birthDate
    }

    /// Somebody on a roster who might be the one who asks.
    package struct Candidate<Person: Sendable>: Sendable {
        package var person: Person
        package var sponsorMemberID: RosterID
        package var subscriberID: RosterID
        package var firstName: NameKey
        package var lastName: NameKey
        package var birthDate: LocalDay

        package init(
            person: Person, sponsorMemberID: RosterID, subscriberID: RosterID, firstName: NameKey, lastName: NameKey,
            birthDate: LocalDay
        ) {
            self.person = person
            self.sponsorMemberID = sponsorMemberID
            self.subscriberID = subscriberID
            self.firstName = firstName
            self.lastName = lastName
            self.birthDate = birthDate
        }
    }

    /// Whom the question is about.
    ///
    /// In public, all but `one` are one answer in text and in time, so that nobody learns who is on a roster.
    package enum Match<Person: Sendable>: Sendable {
        case one(Person)
        /// Nobody has the id.
        case unknown
        /// Somebody has the id, with another name or birth date.
        case mismatch
        /// Several fit, and neither the first name nor whose own the number is tells them apart.
        case ambiguous
    }

    /// Finds the person among the roster's rows with the same id; the order of the rows does not matter.
    package func match<Person>(among candidates: [Candidate<Person>]) -> Match<Person> {
        let known = candidates.filter { $0.sponsorMemberID == identifier || $0.subscriberID == identifier }
        let fitting = known.filter { $0.lastName == lastName && $0.birthDate == birthDate }
        if fitting.count == 1, let only = fitting.first { return .one(only.person) }
        guard !fitting.isEmpty else { return known.isEmpty ? .unknown : .mismatch }
        let named = firstName.map { firstName in fitting.filter { $0.firstName == firstName } } ?? fitting
        guard !named.isEmpty else { return .mismatch }
        if named.count == 1, let only = named.first { return .one(only.person) }
        // A number is somebody's own before it is their family's.
        let owners = named.filter { $0.sponsorMemberID == identifier }
        if owners.count == 1, let owner = owners.first { return .one(owner.person) }
        return .ambiguous
    }
}

extension EligibilityQuestion {
    /// Why a question found nobody, for those who may know: trusted partners, whose contract says so.
    package enum Misfit: String, Hashable, Sendable, Codable, CaseIterable {
        case numberUnknown = "number_unknown"
        /// The number and birth date fit somebody with another last name.
        case lastNameDiffers = "last_name_differs"
        /// The number and names fit somebody with another birth date.
        case birthDateDiffers = "birth_date_differs"
        case personDiffers = "person_differs"
        case severalFit = "several_fit"
    }

    /// What keeps the question from finding one person; nil when it does find one.
    package func misfit<Person>(among candidates: [Candidate<Person>]) -> Misfit? {
        switch match(among: candidates) {
        case .one: return nil
        case .unknown: return .numberUnknown
        case .ambiguous: return .severalFit
        case .mismatch: break
        }
        let known = candidates.filter { $0.sponsorMemberID == identifier || $0.subscriberID == identifier }
        let named = known.filter { $0.lastName == lastName && (firstName == nil || $0.firstName == firstName) }
        if !named.isEmpty { return .birthDateDiffers }
        let born = known.filter { $0.birthDate == birthDate && (firstName == nil || $0.firstName == firstName) }
        return born.isEmpty ? .personDiffers : .lastNameDiffers
    }
}

extension EligibilityQuestion.Match: Equatable where Person: Equatable {}
