package import Care

/// `PUT /v1/practitioners/{login}`: a practitioner's or reviewer's account and directory entry, made or replaced.
package struct PractitionerEntry: Hashable, Sendable, Codable {
    package var name: Label
    /// `practitioner` or `reviewer`.
    package var role: Role
    /// Needed the first time; a later entry without it leaves the password as it is.
    package var password: String?
    package var credentials: [Label]
    package var licences: [Licence]

    package init(name: Label, role: Role, password: String?, credentials: [Label], licences: [Licence]) {
        self.name = name
        self.role = role
        self.password = password
        self.credentials = credentials
        self.licences = licences
    }
}

/// A practitioner as the directory lists them.
package struct PractitionerListing: Hashable, Sendable, Codable {
    package var login: String
    package var practitioner: Practitioner

    package init(login: String, practitioner: Practitioner) {
        self.login = login
        self.practitioner = practitioner
    }
}

/// `PUT /v1/members/{member}/care-team/{practitioner}`: a place on a member's care team, for a period of days.
package struct CareTeamPlace: Hashable, Sendable, Codable {
    package var role: CareTeamRole
    /// The first day; today when absent.
    package var from: LocalDay?
    /// The last day; open when absent.
    package var through: LocalDay?

    package init(role: CareTeamRole, from: LocalDay? = nil, through: LocalDay? = nil) {
        self.role = role
        self.from = from
        self.through = through
    }
}

/// A member as an operator finds them: enough to put the right person on a care team, and nothing about their health.
package struct MemberListing: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var state: USState

    package init(member: MemberID, name: String, state: USState) {
        self.member = member
        self.name = name
        self.state = state
    }
}
