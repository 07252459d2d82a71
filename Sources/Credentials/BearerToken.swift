/// A secret that proves who is calling, made of 256 random bits.
///
/// The text is shown once, to the device; the service stores only the digest, so a stolen dump opens nothing.
package struct BearerToken: Hashable, Sendable {
    /// What a token is good for.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Sent with each request; lives for minutes.
        case access
        /// Sent only to get new tokens; replaced each time.
        case refresh
    }

    private static let secretByteCount = 32

    /// What the token is good for.
    package let kind: Kind

    /// The token as it is sent: `sol_access_` or `sol_refresh_` and 43 characters.
    package let text: String

    /// What is stored and looked up: SHA-256 over the whole text.
    ///
    /// A plain hash is enough, since nobody can guess 256 random bits.
    package var digest: SHA256Digest { SHA256Digest(of: Array(text.utf8)) }

    /// A new token from the system's random number generator.
    package init(generating kind: Kind) {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<Self.secretByteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.kind = kind
        text = "sol_\(kind.rawValue)_\(Base64URL.text(secret))"
    }

    /// A token that was received; nil unless the text is exactly what ``init(generating:)`` could have made.
    package init?(_ text: String) {
        // The secret may hold `_` itself, so only the first two separate.
        let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "sol", let kind = Kind(rawValue: String(parts[1])),
            parts[2].utf8.count == 43, Base64URL.bytes(parts[2])?.count == Self.secretByteCount
        else { return nil }
        self.kind = kind
        self.text = text
    }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "sol_\(kind.rawValue)_(redacted)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
