import Care
import Credentials

/// Tries at logins that do not exist, paused by the same rule as those that do: a pause would otherwise say which exist.
///
/// Kept in memory, since whoever guesses makes up as many logins as they like.
actor UnknownLogins {
    /// How many logins are remembered.
    private let limit: Int
    private var tries: [SHA256Digest: LockOut] = [:]

    init(limit: Int = 10_000) { self.limit = limit }

    /// Counts a try; the seconds to wait when it may not be made yet.
    func pauseSeconds(countingTryAt login: String, now: Instant) -> Int? {
        let key = SHA256Digest(of: Array(login.utf8))
        let known = tries[key] ?? LockOut()
        if let pause = known.pauseSeconds(at: now) { return pause }
        if tries.count >= limit { tries = tries.filter { $0.value.pauseSeconds(at: now) != nil } }
        // Only a flood paused everywhere fills the rest; forgetting it costs a guesser no more than beginning anew.
        if tries.count >= limit { tries = [:] }
        tries[key] = known.counting(at: now)
        return nil
    }
}
