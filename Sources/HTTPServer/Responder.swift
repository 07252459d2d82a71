package import HTTPMessages
import Logging

/// What a handler is: one request in, one response out.
package typealias HTTPHandler = @Sendable (Request) async -> Response

/// A request that was received whole, on its way to the handler.
struct ReceivedRequest: Sendable {
    let head: AdmittedHead
    let body: [UInt8]
    let spool: SpoolFile?
    let peerAddress: String
    let id: String
}

/// Everything between a received request and a finished response that needs no socket.
///
/// It runs in the request's task, so that inflating and compressing hold up no connection.
struct Responder: Sendable {
    let limits: HTTPLimits
    let logger: Logger
    let handler: HTTPHandler
    let drain: DrainSignal

    func answer(_ received: ReceivedRequest) async -> FinishedResponse {
        let head = received.head
        let body: [UInt8]
        do {
            body = try plainBody(of: received)
        } catch {
            return finish(.problem(error), to: head, id: received.id)
        }
        let request = Request(
            head.method, head.rawTarget, target: head.target, headers: head.headers, body: body,
            spool: received.spool, peerAddress: received.peerAddress, id: received.id, drain: drain)
        return finish(await handler(request), to: head, id: received.id)
    }

    /// Completes a response; without a head, one that the server gives by itself to a refused request.
    func finish(
        _ response: Response, to head: AdmittedHead?, id: String, closesConnection: Bool = false
    ) -> FinishedResponse {
        guard var headers = sendable(response.headers) else {
            logger.error(
                "a handler's response headers cannot be sent",
                metadata: ["request_id": "\(id)", "route": "\(response.routeTemplate ?? "-")"])
            var failure = Response.problem(.internalError)
            failure.routeTemplate = response.routeTemplate
            return finish(failure, to: head, id: id, closesConnection: closesConnection)
        }
        let body = response.status.forbidsBody ? .bytes([]) : body(of: response, to: head, id: id, &headers)
        headers.setIfAbsent("Cache-Control", "no-store")
        headers.setIfAbsent("X-Content-Type-Options", "nosniff")
        headers["X-Request-Id"] = id
        return FinishedResponse(
            status: response.status, headers: headers, body: body, routeTemplate: response.routeTemplate,
            problem: response.problemSlug, closesConnection: closesConnection)
    }

    /// The body as it will travel, compressed where that helps; the headers say so.
    private func body(
        of response: Response, to head: AdmittedHead?, id: String, _ headers: inout HTTPHeaders
    ) -> FinishedResponse.Body {
        if case .produced(let produce) = response.body {
            // What is never read need not be produced.
            return head?.method == .head ? .bytes([]) : .produced(produce)
        }
        let body = response.bodyBytes(requestID: id)
        guard isCompressible(headers, body) else { return .bytes(body) }
        let vary = headers.list("Vary")
        if !vary.contains("*"), !vary.contains(where: { $0.lowercased() == "accept-encoding" }) {
            headers.append("Vary", "Accept-Encoding")
        }
        guard let head, acceptsGzip(head.headers), let compressed = Gzip.deflate(body), compressed.count < body.count
        else { return .bytes(body) }
        headers.append("Content-Encoding", "gzip")
        return .bytes(compressed)
    }

    /// Fields that follow from the message itself; a handler's idea of them could only be wrong.
    private static let ownedByServer: Set<String> = [
        "connection", "content-length", "keep-alive", "transfer-encoding", "upgrade",
    ]

    /// libmicrohttpd keeps response headers in the connection's memory, and closes without an answer if they do not fit.
    private static let headerBytes = 4096

    /// The fields as they may travel; nil if one could end its line early, or all are too large together.
    private func sendable(_ headers: HTTPHeaders) -> HTTPHeaders? {
        var kept = HTTPHeaders()
        // libmicrohttpd sends no empty values, which say nothing that a missing field does not.
        for field in headers.fields where !field.value.isEmpty {
            if Self.ownedByServer.contains(field.name.lowercased()) { continue }
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte),
                field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { return nil }
            kept.append(field.name, field.value)
        }
        let size = kept.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        return size <= Self.headerBytes ? kept : nil
    }

    private func plainBody(of received: ReceivedRequest) throws(Problem) -> [UInt8] {
        guard received.head.coding == .gzip, !received.body.isEmpty else { return received.body }
        do {
            return try Gzip.inflate(
                received.body, limitBytes: received.head.bodyLimitBytes, ratio: limits.inflationRatio)
        } catch {
            switch error {
            case .tooLarge: throw .contentTooLarge(limitBytes: received.head.bodyLimitBytes)
            case .malformed: throw .malformedRequest("The body is not one complete gzip member.")
            case .outOfMemory: throw .unavailable("The server is short of memory.")
            }
        }
    }

    private func isCompressible(_ headers: HTTPHeaders, _ body: [UInt8]) -> Bool {
        guard body.count >= limits.compressionBytes, headers["Content-Encoding"] == nil,
            let type = headers["Content-Type"]?.lowercased().split(separator: ";").first
        else { return false }
        return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("yaml") || type.hasSuffix("xml")
    }

    /// Whether the client takes gzip; an explicit weight of zero is a no.
    private func acceptsGzip(_ headers: HTTPHeaders) -> Bool {
        var anything = false
        for element in headers.list("Accept-Encoding") {
            let parts = element.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let coding = parts.first else { continue }
            let isWanted = !parts.dropFirst().contains { part in
                part.hasPrefix("q=") && part.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
            }
            if coding == "gzip" || coding == "x-gzip" { return isWanted }
            if coding == "*" { anything = isWanted }
        }
        return anything
    }
}
