public import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// HTTP to one Soleus service, with one credential.
///
/// No cookie is kept, no answer is cached and no redirect is followed: a credential goes to the server that it was given for
/// and nowhere else. Connections are kept open and shared within the process.
public struct ServiceConnection: Sendable {
    /// Scheme, host and port; a path in it is put before every request's.
    public let server: URL
    /// Sent as `Authorization: Bearer …`; nil for what the service answers to everybody.
    public let accessToken: String?
    /// From the request to the end of the answer.
    public let timeoutSeconds: Int

    /// The largest answer that is accepted; the service bounds its pages far below.
    public static let maximumAnswerBytes = 64 << 20

    /// Connects when the first request is sent.
    public init(server: URL, accessToken: String?, timeoutSeconds: Int = 30) {
        self.server = server
        self.accessToken = accessToken
        self.timeoutSeconds = timeoutSeconds
    }

    /// Sends one request with the connection's own credential, and waits for its whole answer.
    ///
    /// - Parameters:
    ///   - path: Percent-encoded, beginning with `/`; see `PathSegment`.
    ///   - query: Names and values as they are; they are encoded here.
    ///   - contentType: Of the body; not sent without one.
    /// - Throws: `ServiceError` when there is no whole answer. An answer of any status is returned.
    public func send(
        _ method: String, _ path: String, query: [(String, String)] = [], body: [UInt8]? = nil,
        contentType: String = "application/json", headers: [String: String] = [:]
    ) async throws(ServiceError) -> ServiceAnswer {
        try await send(
            method, path, query: query, body: body, contentType: contentType, headers: headers,
            accessToken: accessToken)
    }
}

extension ServiceConnection: ServiceTransport {
    /// Sends one request with a credential of the caller's choice.
    public func send(
        _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
        headers: [String: String], accessToken: String?
    ) async throws(ServiceError) -> ServiceAnswer {
        var request = request(method, try url(path, query), accessToken: accessToken)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let body {
            request.httpBody = Data(body)
            request.setValue(contentType, forHTTPHeaderField: "Content-Type")
        }
        return try await Exchanges.shared.answer(to: request, timeoutSeconds: timeoutSeconds)
    }

    /// Sends a file as the body of a POST, from disk, and waits for the whole answer.
    ///
    /// - Parameter sent: Told how many bytes have gone out, of how many.
    package func upload(
        _ file: URL, to path: String, query: [(String, String)], contentType: String, headers: [String: String],
        sent: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void
    ) async throws(ServiceError) -> ServiceAnswer {
        var request = request("POST", try url(path, query), accessToken: accessToken)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.setValue(contentType, forHTTPHeaderField: "Content-Type")
        return try await Exchanges.shared.answer(to: request, file: file, timeoutSeconds: timeoutSeconds, sent: sent)
    }

    private func request(_ method: String, _ url: URL, accessToken: String?) -> URLRequest {
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.timeoutInterval = TimeInterval(timeoutSeconds)
        request.cachePolicy = .reloadIgnoringLocalCacheData
        request.httpShouldHandleCookies = false
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let accessToken { request.setValue("Bearer \(accessToken)", forHTTPHeaderField: "Authorization") }
        return request
    }

    private func url(_ path: String, _ query: [(String, String)]) throws(ServiceError) -> URL {
        guard path.hasPrefix("/") else { throw .badRequest("the path must begin with /") }
        guard let scheme = server.scheme?.lowercased(), scheme == "http" || scheme == "https", server.host != nil else {
            throw .badRequest("the server must be an address such as http://127.0.0.1:8080")
        }
        var base = server.absoluteString
        while base.hasSuffix("/") { base.removeLast() }
        guard let url = URL(string: base + path + queryText(query)) else {
            throw .badRequest("the path is not percent-encoded")
        }
        return url
    }
}
