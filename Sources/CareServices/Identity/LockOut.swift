import Care

/// Tries at one login since the last that succeeded, and the pause that they have earned.
struct LockOut: Hashable, Sendable {
    /// Tries before the first pause: a person mistypes three or four times.
    static let freeTries = 5
    static let firstPauseSeconds: Int64 = 30
    static let longestPauseSeconds: Int64 = 900

    var tries: Int = 0
    var lockedUntil: Instant?

    /// Whole seconds until the next try is looked at; nil when one may be made now.
    func pauseSeconds(at now: Instant) -> Int? {
        guard let lockedUntil, lockedUntil > now else { return nil }
        return Int((lockedUntil.milliseconds - now.milliseconds + 999) / 1_000)
    }

    /// With one more try, counted before the password is looked at: many tries at once are still counted one by one.
    ///
    /// The fifth and each after it cost a pause of 30 seconds, which doubles up to 15 minutes.
    func counting(at now: Instant) -> LockOut {
        let tries = min(self.tries + 1, 1_000)
        guard tries >= Self.freeTries else { return LockOut(tries: tries) }
        let doublings = min(tries - Self.freeTries, 10)
        let seconds = min(Self.firstPauseSeconds << Int64(doublings), Self.longestPauseSeconds)
        return LockOut(tries: tries, lockedUntil: now.adding(seconds: seconds))
    }
}
