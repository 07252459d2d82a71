import Credentials

extension IdentityService {
    /// Whoever the text of an access token speaks for; nil when it is no token.
    package func caller(accessToken text: String) -> Caller? {
        guard let token = BearerToken(text), token.kind == .access else { return nil }
        return .bearer(token, at: now())
    }
}
