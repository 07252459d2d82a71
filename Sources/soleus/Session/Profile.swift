import Care
import CareMessages

/// A credential as it is kept on this machine: for whom, and for which service.
struct Profile: Hashable, Codable {
    /// A token is never sent anywhere else.
    var server: String
    var role: Role
    /// The name of the person or program, for `whoami` without a connection.
    var name: String
    var accessToken: String
    var accessExpiresAt: Instant
    /// Absent for programs' credentials.
    var refreshToken: String?

    init(server: String, name: String, tokens: TokenPair) {
        self.server = server
        self.name = name
        role = tokens.role
        accessToken = tokens.accessToken
        accessExpiresAt = tokens.accessExpiresAt
        refreshToken = tokens.refreshToken
    }

    /// Takes over a refreshed pair.
    mutating func replaceTokens(_ tokens: TokenPair) {
        role = tokens.role
        accessToken = tokens.accessToken
        accessExpiresAt = tokens.accessExpiresAt
        refreshToken = tokens.refreshToken
    }
}
