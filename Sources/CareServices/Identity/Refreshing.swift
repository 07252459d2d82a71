import Care
package import CareMessages
import CareStore
import Credentials
import Postgres

extension IdentityService {
    /// The next pair of tokens for a refresh token, which is used up by it.
    ///
    /// A repeat within 60 seconds, before anybody has used the new pair, gets another pair in its place: the answer was
    /// lost. Any other repeat ends the family, because two parties hold it; a wait of either ends with it.
    ///
    /// - Throws: `CareError.sessionEnded`.
    package func refresh(_ refresh: SessionRefresh) async throws -> TokenPair {
        guard let presented = BearerToken(refresh.refreshToken), presented.kind == .refresh else {
            throw CareError.sessionEnded
        }
        let digest = presented.digest.bytes
        let now = now()
        let outcome: Outcome = try await database.retrying { transaction in
            // The second statement begins when the family is locked, so that it sees what the exchange before it did.
            let (family, token) = try transaction.pipeline(
                CredentialStatements.lockFamily.first(digest), TokenStatements.refresh.first(digest))
            guard let family, let token, !family.isRevoked else { return .nothing }
            let exchange = TokenExchange.of(token, at: now)
            let tokens = NewTokens(for: family.role, at: now)
            switch exchange {
            case .expiry: return .nothing
            case .theft:
                try transaction.commit { pipeline in pipeline.revoke(family.id, at: now) }
                return .theft(of: family.device)
            case .rotation, .lostAnswer:
                try transaction.commit { pipeline in
                    if exchange == .rotation {
                        _ = pipeline.add(TokenStatements.use.run(digest, now))
                    } else {
                        _ = pipeline.add(TokenStatements.withdrawRefresh.run(family.id, digest, now))
                        _ = pipeline.add(TokenStatements.withdrawAccess.run(family.id, digest))
                    }
                    _ = pipeline.add(TokenStatements.deleteExpired.run(family.id, now))
                    tokens.keep(for: family.id, replacing: digest, in: &pipeline)
                }
                return .renewal(tokens.pair)
            }
        }
        switch outcome {
        case .renewal(let pair): return pair
        case .theft(let device?): announce(.ended(device))
        case .theft(nil), .nothing: break
        }
        throw CareError.sessionEnded
    }

    private enum Outcome {
        case renewal(TokenPair)
        /// The family was ended, and with it the device's credential.
        case theft(of: DeviceID?)
        case nothing
    }
}
