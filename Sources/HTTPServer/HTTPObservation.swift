package import HTTPMessages

/// One request as it ended, for whoever counts: nothing that a client wrote.
package struct HTTPObservation: Sendable {
    /// Nil for what was not understood as a request.
    package let method: HTTPMethod?
    /// Nil where no route answered.
    package let routeTemplate: String?
    /// Nil where nothing was answered.
    package let status: HTTPStatus?
    /// The kind of problem that was answered.
    package let problem: String?
    /// From the request line to the last byte.
    package let duration: Duration
    /// Whether the client was sent everything.
    package let isWhole: Bool
}
