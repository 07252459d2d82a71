package import Care
package import CareMessages
import CareStore
package import Credentials
import Foundation
package import Postgres

/// Who is calling: sign-ins, tokens and the accounts behind them.
///
/// Tokens are looked up anew for each request, so whatever is revoked is refused from the next one on.
package struct IdentityService: Sendable {
    let database: Database
    let hasher: PasswordHasher
    let announce: Poke.Listener
    let now: @Sendable () -> Instant
    let unknownLogins = UnknownLogins()

    /// `announce` is told of devices whose credential was ended, after the commit.
    package init(
        database: Database, hasher: PasswordHasher, announce: @escaping Poke.Listener = { _ in },
        now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.hasher = hasher
        self.announce = announce
        self.now = now
    }

    /// Whom an access token speaks for; nil when it is unknown, expired, revoked or a refresh token.
    package func authenticate(_ token: BearerToken) async throws -> Actor? {
        guard token.kind == .access else { return nil }
        return try await authenticate(.bearer(token, at: now()))
    }

    /// Whoever the caller is; nil for a token that speaks for nobody.
    package func authenticate(_ caller: Caller) async throws -> Actor? {
        do {
            return try await caller.actor(in: database)
        } catch CareError.sessionEnded {
            return nil
        }
    }

    /// Ends the family of tokens that the request came with; again changes nothing.
    package func signOut(_ actor: Actor) async throws {
        let now = now()
        try await database.transaction { transaction in
            try transaction.commit { pipeline in pipeline.revoke(actor.credential, at: now) }
        }
        if let device = actor.device { announce(.ended(device)) }
    }

    /// Whose credential it is.
    ///
    /// - Throws: `CareError.notFound` when the subject is no more.
    package func me(_ actor: Actor) async throws -> Me {
        let options = TransactionOptions(isReadOnly: true, settings: actor.access())
        let name: String?
        switch actor.role {
        case .member:
            let member = try await database.perform(options, MemberStatements.find.first(MemberID(actor.subject)))
            name = member.map { "\($0.firstName) \($0.lastName)" }
        case .sponsor, .partner:
            name = try await database.perform(options, SponsorNameStatements.name.first(actor.subject))
        case .practitioner, .reviewer, .operator:
            name = try await database.perform(options, AccountStatements.name.first(actor.subject))
        // Nobody has its credential.
        case .service: name = nil
        }
        guard let name else { throw CareError.notFound }
        return Me(role: actor.role, subject: actor.subject.text, name: name)
    }
}
