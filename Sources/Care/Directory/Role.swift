/// Whom a credential speaks for; every route states which of these it serves.
package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// A member's device.
    case member
    /// A PT, coach or physician of a care team.
    case practitioner
    /// Reviews content before it is published.
    case reviewer
    /// A program of an employer or health plan.
    case sponsor
    /// A program of somebody whom a sponsor trusts, such as its health plan: asks about its people, and is told why a
    /// question finds nobody.
    case partner
    /// Runs the practice: accounts, care teams, sponsors. Sees no chart.
    case `operator`
    /// The service itself, which keeps what it finds in a chart, such as alerts; nobody has its credential.
    case service

    /// The roles that somebody can sign in with.
    package static let withCredentials = Set(allCases).subtracting([.service])
}
