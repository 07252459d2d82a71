package import Care
import CareStore
import Postgres

/// What a sponsor's roster says of one person, and under which name the sponsor goes.
package struct CoverageListings: Hashable, Sendable {
    package let sponsor: Slug
    package let sponsorName: Label
    /// Whether the person is on the roster at all.
    package let isKnown: Bool
    /// The earliest first.
    package let listings: [CoverageListing]
}

/// Why a person's coverages cannot be listed.
package enum CoverageListingRefusal: Error, Hashable, Sendable {
    /// Nobody, or not one person; the reason is said to partners alone.
    case nobody(EligibilityQuestion.Misfit?)
    /// A partner proves whom it means by name and birth date.
    case proofNeeded
}

extension CoverageService {
    /// Whom a question about listings means: a number alone, or somebody with name and birth date.
    package enum Meant: Hashable, Sendable {
        case number(RosterID)
        case person(EligibilityQuestion)
    }

    /// The coverages of one person on the roster of the sponsor for which the actor's credential is.
    ///
    /// A sponsor's own program may ask by number alone, as the roster is the sponsor's; a partner may not, since it could
    /// try numbers.
    ///
    /// - Throws: `CoverageListingRefusal`; `CareError.notAllowed` for roles that are of no sponsor.
    package func listings(of meant: Meant, actor: Actor) async throws -> CoverageListings {
        guard actor.role == .sponsor || actor.role == .partner else { throw CareError.notAllowed }
        let sponsor = SponsorID(actor.subject)
        return try await database.transaction(.readOnly) { transaction in
            let number: RosterID
            switch meant {
            case .number(let known):
                guard actor.role == .sponsor else { throw CoverageListingRefusal.proofNeeded }
                number = known
            case .person(let question):
                switch try CoverageFinding.findings(of: [question], sponsor, transaction).first {
                case .person(let found, _, _): number = found
                case .nobody(let misfit):
                    throw CoverageListingRefusal.nobody(actor.role == .partner ? misfit : nil)
                case nil: throw CoverageListingRefusal.nobody(nil)
                }
            }
            let (slug, name) = try transaction.only(CoverageListingStatements.sponsorName, sponsor)
            let rows = try transaction.all(CoverageListingStatements.ofNumber, sponsor, number)
            return CoverageListings(
                sponsor: slug, sponsorName: name, isKnown: !rows.isEmpty, listings: rows.compactMap { $0 })
        }
    }

    /// The day of the answer, in UTC.
    package var day: LocalDay { today }

    /// The time of the answer.
    package var moment: Instant { now() }
}
