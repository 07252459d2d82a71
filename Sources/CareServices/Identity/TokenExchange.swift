import Care
import CareStore

/// What a presented refresh token means for its family.
enum TokenExchange: Hashable, Sendable {
    /// The live token: it is used up, and a pair takes its place.
    case rotation
    /// It was exchanged a moment ago and nobody has used what it gave: the answer was lost, and another is made.
    case lostAnswer
    /// Two parties hold tokens of one family. Which of them is the thief cannot be known, so the family ends.
    case theft
    /// It would have ended by itself.
    case expiry

    /// Judges a token of a family that has not been revoked.
    static func of(_ token: RefreshTokenRow, at now: Instant) -> TokenExchange {
        guard token.expiresAt > now else { return .expiry }
        // Its answer counted as lost, and it turns up nevertheless.
        guard !token.isWithdrawn else { return .theft }
        guard let usedAt = token.usedAt else { return .rotation }
        let isRecent = now <= usedAt.adding(seconds: TokenLifetimes.lostAnswerSeconds)
        return isRecent && token.hasUnusedSuccessor ? .lostAnswer : .theft
    }
}
