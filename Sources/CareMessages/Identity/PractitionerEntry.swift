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
    /// `practitioner` or `reviewer`.
    package var role: Role
    package var practitioner: Practitioner

    package init(login: String, role: Role, practitioner: Practitioner) {
        self.login = login
        self.role = role
        self.practitioner = practitioner
    }
}
