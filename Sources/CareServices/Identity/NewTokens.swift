import Care
import CareMessages
import CareStore
import Credentials
import Foundation
import Postgres

/// Tokens that have just been made: the texts for their owner, the digests for the database.
struct NewTokens: Sendable {
    let role: Role
    let issuedAt: Instant
    let access: BearerToken
    let accessExpiresAt: Instant
    /// Nil for programs' credentials, which an operator renews.
    let refresh: BearerToken?

    /// An access and a refresh token for a person or a device.
    init(for role: Role, at now: Instant) {
        self.role = role
        issuedAt = now
        access = BearerToken(generating: .access)
        accessExpiresAt = now.adding(seconds: TokenLifetimes.accessSeconds(role))
        refresh = BearerToken(generating: .refresh)
    }

    /// One access token for a program of a sponsor or a partner.
    init(forProgramOf role: Role, at now: Instant, days: Int) {
        self.role = role
        issuedAt = now
        access = BearerToken(generating: .access)
        accessExpiresAt = now.adding(seconds: Int64(days) * 86_400)
        refresh = nil
    }

    /// What the owner is given, once.
    var pair: TokenPair {
        TokenPair(
            accessToken: access.text, accessExpiresAt: accessExpiresAt, refreshToken: refresh?.text, role: role)
    }

    /// Adds the statements that keep the digests; `replaced` is that of the refresh token in exchange for which they are.
    func keep(for credential: UUID, replacing replaced: [UInt8]? = nil, in pipeline: inout Pipeline) {
        _ = pipeline.add(
            TokenStatements.insert.run(
                access.digest.bytes, credential, access.kind.rawValue, issuedAt, accessExpiresAt, replaced))
        if let refresh {
            _ = pipeline.add(
                TokenStatements.insert.run(
                    refresh.digest.bytes, credential, refresh.kind.rawValue, issuedAt,
                    issuedAt.adding(seconds: TokenLifetimes.refreshSeconds(role)), replaced))
        }
    }
}

extension Pipeline {
    /// Adds what ends a family of tokens at once.
    mutating func revoke(_ credential: UUID, at now: Instant) {
        _ = add(CredentialStatements.revoke.run(credential, now))
        _ = add(TokenStatements.deleteAll.run(credential))
    }
}
