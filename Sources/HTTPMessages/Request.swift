/// One request, complete and checked: the body is whole and no longer compressed, in memory or on disk.
package struct Request: Sendable {
    package let method: HTTPMethod
    /// The target as the client sent it, still percent-encoded; it may hold personal data, so it is never logged.
    package let rawTarget: String
    package let target: RequestTarget
    package let headers: HTTPHeaders
    package let body: [UInt8]
    /// The body where it was too large for memory; then `body` is empty.
    package let spool: (any SpooledBody)?
    /// The address of the peer, which is the proxy where there is one; `unix` for a unix socket.
    package let peerAddress: String
    /// Made by the server for this request, and returned to the client as `X-Request-Id`.
    package let id: String
    /// Tells a request that waits for something when to stop waiting.
    package let drain: DrainSignal

    /// A request as the server builds it, or as a test does to call a handler without a socket.
    package init(
        _ method: HTTPMethod, _ rawTarget: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        spool: (any SpooledBody)? = nil, peerAddress: String = "127.0.0.1", id: String = Request.newID(),
        drain: DrainSignal = .never
    ) throws(RequestTarget.Refusal) {
        self.init(
            method, rawTarget, target: try RequestTarget(parsing: rawTarget), headers: headers, body: body,
            spool: spool, peerAddress: peerAddress, id: id, drain: drain)
    }

    /// A request whose target has been read before.
    package init(
        _ method: HTTPMethod, _ rawTarget: String, target: RequestTarget, headers: HTTPHeaders, body: [UInt8],
        spool: (any SpooledBody)?, peerAddress: String, id: String, drain: DrainSignal
    ) {
        self.method = method
        self.rawTarget = rawTarget
        self.target = target
        self.headers = headers
        self.body = body
        self.spool = spool
        self.peerAddress = peerAddress
        self.id = id
        self.drain = drain
    }

    /// The trace that it belongs to.
    package var traceID: TraceID { headers.traceID(requestID: id) }

    /// The path's segments, decoded once.
    package var path: [String] { target.path }

    /// The query's items, decoded once, in order.
    package var query: [RequestTarget.QueryItem] { target.query }

    /// Every value of that query name, in order: the caller decides whether a repeated name is an error.
    package func queryValues(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

    /// A fresh request id: 128 random bits in the form of a version 4 UUID.
    package static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = (generator.next() as UInt64) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = (generator.next() as UInt64) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = [high, low].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var id = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { id.append("-") }
            id.append(digit)
        }
        return id
    }
}
