/// An employer or health plan that pays for the service.
package struct Sponsor: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case employer
        case healthPlan = "health_plan"
    }

    package var id: SponsorID
    /// The short name by which people and commands know it.
    package var slug: Slug
    package var name: Label
    package var kind: Kind

    package init(id: SponsorID, slug: Slug, name: Label, kind: Kind) {
        self.id = id
        self.slug = slug
        self.name = name
        self.kind = kind
    }
}
