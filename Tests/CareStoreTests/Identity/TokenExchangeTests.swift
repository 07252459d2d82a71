import Care
import Testing

@testable import CareServices
@testable import CareStore

@Suite struct `Judging a refresh token` {
    static let used = Instant(milliseconds: 1_800_000_000_000)

    @Test(
        arguments: [
            // Never used.
            (nil, false, false, 5, TokenExchange.rotation),
            (nil, false, false, 3_599, .rotation),
            (nil, false, false, 3_600, .expiry),
            (nil, true, false, 5, .theft),
            // Used, and the pair that it gave is unused.
            (0, false, true, 0, .lostAnswer),
            (0, false, true, 60, .lostAnswer),
            (0, false, true, 61, .theft),
            // Used, and so is the pair that it gave.
            (0, false, false, 1, .theft),
            (0, false, false, 61, .theft),
            (0, false, true, 3_600, .expiry),
            (0, true, true, 1, .theft),
        ] as [(Int64?, Bool, Bool, Int64, TokenExchange)])
    func `tells rotation, a lost answer, theft and expiry apart`(
        usedAfter: Int64?, isWithdrawn: Bool, hasUnusedSuccessor: Bool, nowAfter: Int64, expected: TokenExchange
    ) {
        let token = RefreshTokenRow(
            expiresAt: Self.used.adding(seconds: 3_600), usedAt: usedAfter.map { Self.used.adding(seconds: $0) },
            isWithdrawn: isWithdrawn, hasUnusedSuccessor: hasUnusedSuccessor)
        #expect(TokenExchange.of(token, at: Self.used.adding(seconds: nowAfter)) == expected)
    }
}

@Suite struct `Pausing after failures` {
    @Test func `doubles from 30 seconds to 15 minutes`() {
        let now = Instant(milliseconds: 1_800_000_000_000)
        var lockOut = LockOut()
        var pauses: [Int?] = []
        for _ in 1...12 {
            lockOut = lockOut.counting(at: now)
            pauses.append(lockOut.pauseSeconds(at: now))
        }
        #expect(pauses == [nil, nil, nil, nil, 30, 60, 120, 240, 480, 900, 900, 900])
    }

    @Test func `ends to the millisecond`() {
        let now = Instant(milliseconds: 1_800_000_000_000)
        let lockOut = LockOut(tries: 5, lockedUntil: now.adding(seconds: 30))
        #expect(lockOut.pauseSeconds(at: Instant(milliseconds: now.milliseconds + 29_999)) == 1)
        #expect(lockOut.pauseSeconds(at: now.adding(seconds: 30)) == nil)
    }

    @Test func `remembers no more logins than its limit`() async {
        let now = Instant(milliseconds: 1_800_000_000_000)
        let logins = UnknownLogins(limit: 10)
        for number in 0..<1_000 { #expect(await logins.pauseSeconds(countingTryAt: "guess\(number)", now: now) == nil) }
        for _ in 1...5 { #expect(await logins.pauseSeconds(countingTryAt: "ann", now: now) == nil) }
        #expect(await logins.pauseSeconds(countingTryAt: "ann", now: now) == 30)
    }
}
