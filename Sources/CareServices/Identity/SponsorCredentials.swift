package import Care
package import CareMessages
import CareStore
package import Foundation
import Postgres

/// The credentials of sponsors' programs and of their partners, as operators look after them.
extension IdentityService {
    /// The credentials of a sponsor that are in force; without their tokens, which nobody keeps.
    ///
    /// - Throws: `CareError.notAllowed`, or `.notFound` for a sponsor that is not there.
    package func sponsorCredentials(of sponsor: Slug, actor: Actor) async throws -> SponsorCredentials {
        try actor.mustBeOperator()
        let now = now()
        let rows = try await database.transaction(.readOnly) { transaction in
            guard let id = try transaction.first(SponsorNameStatements.idOfSlug, sponsor) else {
                throw CareError.notFound
            }
            return try transaction.all(CredentialStatements.ofSponsor, id.uuid, now)
        }
        return SponsorCredentials(
            credentials: rows.map { id, label, role, issuedAt, expiresAt in
                SponsorCredential(
                    id: id.text, label: label, partner: role == .partner, issuedAt: issuedAt, expiresAt: expiresAt)
            })
    }

    /// Ends a credential of a sponsor at once; again changes nothing.
    ///
    /// - Throws: `CareError.notAllowed`, or `.notFound` for a sponsor that is not there, or has no such credential.
    package func revokeSponsorCredential(_ credential: UUID, of sponsor: Slug, actor: Actor) async throws {
        try actor.mustBeOperator()
        let now = now()
        try await database.transaction { transaction in
            guard let id = try transaction.first(SponsorNameStatements.idOfSlug, sponsor),
                try transaction.run(CredentialStatements.revokeOfSponsor, id.uuid, credential, now) == 1
            else { throw CareError.notFound }
            try transaction.commit { pipeline in _ = pipeline.add(TokenStatements.deleteAll.run(credential)) }
        }
    }
}
