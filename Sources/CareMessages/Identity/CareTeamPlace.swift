package import Care

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
