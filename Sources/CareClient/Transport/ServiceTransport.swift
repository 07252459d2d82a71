/// The way to a service: real connections, and in tests whatever stands in front of them.
public protocol ServiceTransport: Sendable {
    /// Sends one request and waits for its whole answer.
    ///
    /// - Parameters:
    ///   - path: Percent-encoded, beginning with `/`; see `PathSegment`.
    ///   - query: Names and values as they are; they are encoded here.
    ///   - accessToken: Sent as `Authorization: Bearer …`.
    /// - Throws: `ServiceError` when there is no whole answer. An answer of any status is returned.
    func send(
        _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
        headers: [String: String], accessToken: String?
    ) async throws(ServiceError) -> ServiceAnswer
}
