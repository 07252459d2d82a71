/// What a handler answers: plain values; the server adds the headers that every response has.
package struct Response: Sendable {
    /// What follows the headers.
    package enum Body: Sendable {
        /// The bytes themselves; none is an empty list.
        case bytes([UInt8])
        /// A problem, rendered at the edge, where the request id is known.
        case problem(Problem)
        /// Bytes that come over time, as chunks; never compressed, and without a length.
        case produced(BodyProducer)
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body
    /// The template of the route that answered, for the access log; nil when no route matched.
    package var routeTemplate: String?

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON that is already encoded.
    package static func json(_ bytes: [UInt8], status: HTTPStatus = .ok) -> Response {
        Response(status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
    }

    /// Plain text in UTF-8.
    package static func text(_ text: String, status: HTTPStatus = .ok) -> Response {
        Response(status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// A problem with its own status, and the headers that belong to it.
    package static func problem(_ problem: Problem, headers: HTTPHeaders = [:]) -> Response {
        var headers = headers
        headers["Content-Type"] = "application/problem+json"
        return Response(problem.status, headers: headers, body: .problem(problem))
    }

    /// A body that is produced over time, by a task of its own that begins once the headers are on their way.
    package static func produced(
        contentType: String, headers: HTTPHeaders = [:], by produce: @escaping BodyProducer
    ) -> Response {
        var headers = headers
        headers["Content-Type"] = contentType
        return Response(.ok, headers: headers, body: .produced(produce))
    }

    /// The last part of the type of the problem that it tells of, such as `unavailable`; nil where there is none.
    package var problemSlug: String? {
        guard case .problem(let problem) = body else { return nil }
        return problem.type.split(separator: "/").last.map(String.init)
    }

    /// Success with nothing to say.
    package static var noContent: Response { Response(.noContent) }

    /// The body as it travels; a problem names the request if it does not already, and what is yet to be produced is
    /// not there.
    package func bodyBytes(requestID: String? = nil) -> [UInt8] {
        switch body {
        case .bytes(let bytes): return bytes
        case .problem(var problem):
            problem.requestID = problem.requestID ?? requestID
            return problem.json()
        case .produced: return []
        }
    }
}
