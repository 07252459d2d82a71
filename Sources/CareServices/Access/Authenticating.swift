import Credentials

extension IdentityService {
    /// Whom the text of an access token speaks for; nil when it is no token, or not a valid one.
    package func authenticate(accessToken text: String) async throws -> Actor? {
        guard let token = BearerToken(text) else { return nil }
        return try await authenticate(token)
    }
}
