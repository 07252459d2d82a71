package import Care

/// `POST /v1/sessions`: signing in with a login and a password.
package struct SignIn: Hashable, Sendable, Codable {
    package var login: String
    package var password: String

    package init(login: String, password: String) {
        self.login = login
        self.password = password
    }
}

/// `POST /v1/sessions/refresh`: a new pair of tokens for a refresh token, which is used up by it.
package struct SessionRefresh: Hashable, Sendable, Codable {
    package var refreshToken: String

    package init(refreshToken: String) { self.refreshToken = refreshToken }
}

/// The credential of a signed-in person or an enrolled device.
package struct TokenPair: Hashable, Sendable, Codable {
    /// Sent with each request as `Authorization: Bearer …`.
    package var accessToken: String
    package var accessExpiresAt: Instant
    /// Exchanged for the next pair; absent for programs' credentials, which an operator renews.
    package var refreshToken: String?
    package var role: Role

    package init(accessToken: String, accessExpiresAt: Instant, refreshToken: String?, role: Role) {
        self.accessToken = accessToken
        self.accessExpiresAt = accessExpiresAt
        self.refreshToken = refreshToken
        self.role = role
    }
}

/// `GET /v1/me`: whose credential it is.
package struct Me: Hashable, Sendable, Codable {
    package var role: Role
    /// The member's, practitioner's, sponsor's or account's id.
    package var subject: String
    package var name: String

    package init(role: Role, subject: String, name: String) {
        self.role = role
        self.subject = subject
        self.name = name
    }
}
