import Care

/// How long tokens are good for, in seconds.
enum TokenLifetimes {
    /// A person sits at a terminal: an hour is the longest that a copied token may serve without a refresh being noticed.
    static let personAccessSeconds: Int64 = 3_600
    /// A device syncs a few times a day, often on a poor connection: a day spares it a round trip on most of them.
    static let deviceAccessSeconds: Int64 = 86_400
    /// Who has not come for a month signs in again.
    static let personRefreshSeconds: Int64 = 30 * 86_400
    /// A member who pauses for a year (an injury heals, and comes back) finds the app still theirs.
    static let deviceRefreshSeconds: Int64 = 400 * 86_400
    /// How long after its exchange a refresh token may come again because the answer was lost: a client repeats within
    /// seconds, and a thief has no longer than this.
    static let lostAnswerSeconds: Int64 = 60

    static func accessSeconds(_ role: Role) -> Int64 { role == .member ? deviceAccessSeconds : personAccessSeconds }

    static func refreshSeconds(_ role: Role) -> Int64 { role == .member ? deviceRefreshSeconds : personRefreshSeconds }
}
