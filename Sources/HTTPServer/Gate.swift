import HTTPMessages

/// The head of a request as libmicrohttpd hands it over, before anyone has judged it.
struct RawHead {
    struct Field {
        let name: [UInt8]
        let value: [UInt8]
        /// False for a folded line, or a value that is unreasonably far from its name.
        let isOneLine: Bool
    }

    let method: String
    let version: String
    let target: [UInt8]
    let fields: [Field]
}

/// A request head that passed the gate.
struct AdmittedHead: Sendable {
    /// How the body is coded.
    enum Coding: Sendable {
        case plain
        case gzip
    }

    let method: HTTPMethod
    let rawTarget: String
    let target: RequestTarget
    let headers: HTTPHeaders
    let coding: Coding
    /// How many bytes the body may have, as it comes and without compression.
    let bodyLimitBytes: Int
    /// Whether the body is for disk, from somebody who is judged first.
    let isSpooled: Bool
}

/// Decides whether a request is well formed, before anything acts on it.
///
/// libmicrohttpd takes much that a strict server refuses, and two servers that read one request differently can be made
/// to disagree about where the next one begins. So whatever has two readings is refused, and the connection with it.
struct Gate {
    let limits: HTTPLimits
    let bodyLimit: HTTPBodyLimit?
    let spooling: HTTPSpooling?

    /// A refusal: what to answer, and whether the connection may go on.
    struct Refusal: Error {
        let problem: Problem
        /// After a malformed head nobody knows where the next request begins.
        let closesConnection: Bool

        /// Whether it is the body that is refused, which may be on its way.
        var isOfTheBody: Bool { problem.status == .contentTooLarge || problem.status == .unsupportedMediaType }
    }

    func admit(_ head: RawHead) throws(Refusal) -> AdmittedHead {
        guard head.target.count <= limits.targetBytes else {
            throw Refusal(problem: .targetTooLong(limitBytes: limits.targetBytes), closesConnection: true)
        }
        // What libmicrohttpd keeps for each field, and for each argument of a query.
        let recordBytes = 64
        let records = head.fields.count + head.target.count { $0 == UInt8(ascii: "&") }
        let fieldBytes = head.fields.reduce(0) { $0 + $1.name.count + $1.value.count + 4 }
        guard fieldBytes + records * recordBytes <= limits.headerBytes else {
            throw Refusal(problem: .headersTooLarge(limitBytes: limits.headerBytes), closesConnection: true)
        }
        guard head.version == "HTTP/1.1" || head.version == "HTTP/1.0" else {
            throw malformed("The version is neither HTTP/1.1 nor HTTP/1.0.")
        }
        guard let method = HTTPMethod(rawValue: head.method) else { throw malformed("The method is not known here.") }
        let headers = try readHeaders(head.fields)
        try checkHost(headers)
        let (rawTarget, target) = try readTarget(head.target)
        let spoolBytes = spooling?.limitBytes(method, target)
        let limitBytes = spoolBytes ?? min(limits.bodyBytes, bodyLimit?(method, target) ?? limits.bodyBytes)
        try checkFraming(headers, version: head.version, limitBytes: limitBytes)
        for name in ["Authorization", "Content-Type", "Content-Encoding", "Expect"] {
            guard headers.values(name).count <= 1 else { throw malformed("\(name) may appear once.") }
        }
        if let expectation = headers["Expect"], expectation.lowercased() != "100-continue" {
            throw Refusal(problem: .expectationFailed, closesConnection: true)
        }
        let coding = try coding(headers)
        guard spoolBytes == nil || coding == .plain else {
            throw Refusal(problem: .compressedUpload, closesConnection: true)
        }
        return AdmittedHead(
            method: method, rawTarget: rawTarget, target: target, headers: headers, coding: coding,
            bodyLimitBytes: limitBytes, isSpooled: spoolBytes != nil)
    }

    private func malformed(_ detail: String) -> Refusal {
        Refusal(problem: .malformedRequest(detail), closesConnection: true)
    }

    private func readHeaders(_ fields: [RawHead.Field]) throws(Refusal) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for field in fields {
            guard field.isOneLine else { throw malformed("A header field is folded.") }
            // A blank before the colon shows as a name that is not a token.
            guard !field.name.isEmpty, field.name.allSatisfy(isTokenByte) else {
                throw malformed("A header name is not a token.")
            }
            guard field.value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw malformed("A header value has a control character.")
            }
            guard let value = String(validating: trimmed(field.value), as: UTF8.self) else {
                throw malformed("A header value is not UTF-8.")
            }
            headers.append(String(decoding: field.name, as: UTF8.self), value)
        }
        return headers
    }

    private func checkHost(_ headers: HTTPHeaders) throws(Refusal) {
        let hosts = headers.values("Host")
        guard hosts.count == 1, let host = hosts.first else { throw malformed("Exactly one Host is needed.") }
        guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { throw malformed("Host is not a host and a port.") }
    }

    private func checkFraming(_ headers: HTTPHeaders, version: String, limitBytes: Int) throws(Refusal) {
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        guard lengths.count <= 1 else { throw malformed("Content-Length may appear once.") }
        guard codings.count <= 1 else { throw malformed("Transfer-Encoding may appear once.") }
        if let coding = codings.first {
            guard coding.lowercased() == "chunked", version == "HTTP/1.1" else {
                throw malformed("The only Transfer-Encoding is chunked, with HTTP/1.1.")
            }
            guard lengths.isEmpty else { throw malformed("Content-Length and Transfer-Encoding exclude each other.") }
        }
        if let length = lengths.first {
            guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw malformed("Content-Length is not a number.")
            }
            guard let count = Int(length), count <= limitBytes else {
                throw Refusal(problem: .contentTooLarge(limitBytes: limitBytes), closesConnection: true)
            }
        }
    }

    private func readTarget(_ bytes: [UInt8]) throws(Refusal) -> (String, RequestTarget) {
        // Anything else would be changed by making text of it; the target refuses more below.
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw malformed(RequestTarget.Refusal.forbiddenByte.rawValue)
        }
        let raw = String(decoding: bytes, as: UTF8.self)
        do {
            return (raw, try RequestTarget(parsing: raw))
        } catch {
            throw malformed(error.rawValue)
        }
    }

    private func coding(_ headers: HTTPHeaders) throws(Refusal) -> AdmittedHead.Coding {
        switch headers["Content-Encoding"]?.lowercased() {
        case nil, "identity": return .plain
        case "gzip", "x-gzip": return .gzip
        default: throw Refusal(problem: .unsupportedContentEncoding, closesConnection: true)
        }
    }
}

/// Whether a header name may have the byte (RFC 9110 §5.6.2).
func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-._~:[]".utf8.contains(byte)
    }
}

/// The value without spaces and tabs around it.
private func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    var rest = bytes.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
}
