import CMicroHTTPD
import Glibc
import HTTPMessages

/// A response with everything decided, ready for libmicrohttpd.
struct FinishedResponse: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        case produced(BodyProducer)

        /// How many bytes it has; none are there yet of one that is produced.
        var count: Int {
            guard case .bytes(let bytes) = self else { return 0 }
            return bytes.count
        }
    }

    let status: HTTPStatus
    let headers: HTTPHeaders
    let body: Body
    let routeTemplate: String?
    /// The kind of problem that it tells of.
    let problem: String?
    var closesConnection: Bool

    /// The same response as the last of its connection.
    func closing() -> FinishedResponse {
        var response = self
        response.closesConnection = true
        return response
    }

    /// The whole response as the last of its connection, for where libmicrohttpd does not send it.
    ///
    /// Only refusals go this way, and none of them is produced over time.
    func message() -> [UInt8] {
        let reason = unsafe MHD_get_reason_phrase_for(UInt32(status.code))
        var head = "HTTP/1.1 \(status.code) \(unsafe reason.map { unsafe String(cString: $0) } ?? "")\r\n"
        head += "Date: \(httpDate())\r\n"
        for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        guard case .bytes(let bytes) = body else { return Array(head.utf8) }
        return Array(head.utf8) + bytes
    }
}

/// The present second as header fields have it (RFC 9110 §5.6.7).
private func httpDate() -> String {
    var now = time(nil)
    var parts = unsafe tm()
    var text = [CChar](repeating: 0, count: 30)
    // It speaks English as long as nobody calls setlocale, which we do not.
    unsafe gmtime_r(&now, &parts)
    let count = unsafe strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: text.prefix(count).map(UInt8.init), as: UTF8.self)
}
