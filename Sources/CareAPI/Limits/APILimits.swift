import HTTPMessages

/// How much one client may ask of what is open to everybody, and how long such answers take at least.
package struct APILimits: Sendable {
    /// Tries to be found on a roster for one claimed number: a person mistypes a few times, and an attacker who knows
    /// numbers tries birth dates.
    package var claimsPerNumber = RateLimit(burst: 10, secondsPerToken: 60)
    /// The same from one address: a family or a small office sits behind it.
    package var claimsPerAddress = RateLimit(burst: 60, secondsPerToken: 5)
    /// Codes for a member's other devices: a person makes one, mistypes, and makes another.
    package var invitationsPerMember = RateLimit(burst: 5, secondsPerToken: 180)
    /// Sign-ins and refreshes from one address; logins are counted by the service itself.
    package var signInsPerAddress = RateLimit(burst: 120, secondsPerToken: 1)
    /// Addresses from which a proxy speaks for everybody: there the client is the last that `X-Forwarded-For` names, and
    /// without that header nothing is counted by address.
    package var proxyAddresses: Set<String> = ["127.0.0.1", "::1", "unix"]
    /// The least time that an answer about eligibility takes, so that known and unknown people look the same: several
    /// times what the work takes.
    package var uniformAnswerTime = Duration.milliseconds(250)

    package init() {}

    /// The address to count a request by; nil when it cannot be known.
    func address(of request: Request) -> String? {
        guard proxyAddresses.contains(request.peerAddress) else { return request.peerAddress }
        // The last is the one that our own proxy wrote; those before it are what the client claims.
        return request.headers.list("X-Forwarded-For").last
    }
}

/// How often something may happen: `burst` times at once, and then once in so many seconds.
package struct RateLimit: Hashable, Sendable {
    package var burst: Int
    package var secondsPerToken: Double

    package init(burst: Int, secondsPerToken: Double) {
        self.burst = burst
        self.secondsPerToken = secondsPerToken
    }
}
