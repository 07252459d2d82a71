/// A person entitled to the service.
package struct Member: Hashable, Sendable, Codable {
    package var id: MemberID
    package var firstName: Label
    package var lastName: Label
    package var birthDate: LocalDay
    /// Where the member is now, which decides the licence that a PT needs.
    package var state: USState
    package var timeZone: TimeZoneName

    package init(
        id: MemberID, firstName: Label, lastName: Label, birthDate: LocalDay, state: USState, timeZone: TimeZoneName
    ) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
        self.birthDate = birthDate
        self.state = state
        self.timeZone = timeZone
    }
}
