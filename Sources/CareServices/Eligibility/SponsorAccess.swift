import Care
import CareStore
import Postgres

extension Actor {
    /// The sponsor, if this actor may see its roster: an operator, or a program of that sponsor.
    ///
    /// - Throws: `CareError.notAllowed` for other roles, whatever the slug; `.notFound` when there is none or it is
    ///   another sponsor's.
    func sponsor(_ slug: Slug, _ transaction: borrowing Transaction) throws -> Sponsor {
        try requireSponsorRole()
        guard let sponsor = try transaction.first(SponsorStatements.find, slug) else { throw CareError.notFound }
        try requireAccess(to: sponsor)
        return sponsor
    }

    /// The sponsor, if this actor may ask about its people: whoever may see its roster, or a partner of that sponsor.
    ///
    /// - Throws: as `sponsor` does.
    func sponsorToAskAbout(_ slug: Slug, _ transaction: borrowing Transaction) throws -> Sponsor {
        try requireAskingRole()
        guard let sponsor = try transaction.first(SponsorStatements.find, slug) else { throw CareError.notFound }
        guard role == .partner else {
            try requireAccess(to: sponsor)
            return sponsor
        }
        guard subject == sponsor.id.uuid else { throw CareError.notFound }
        return sponsor
    }

    func requireAskingRole() throws(CareError) {
        guard role == .operator || role == .sponsor || role == .partner else { throw .notAllowed }
    }

    func requireSponsorRole() throws(CareError) {
        guard role == .operator || role == .sponsor else { throw .notAllowed }
    }

    func requireAccess(to sponsor: Sponsor) throws(CareError) {
        guard role == .operator || (role == .sponsor && subject == sponsor.id.uuid) else { throw .notFound }
    }
}
