/// By which everything can be found again that was done for one request: 128 bits, as W3C Trace Context has them.
///
/// Whoever asks may name the trace that the request belongs to (`traceparent`); else it is the request's own id.
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
    /// 32 hexadecimal digits in lower case.
    package let description: String

    /// What `traceparent` names (https://www.w3.org/TR/trace-context/#traceparent-header); nil when it is malformed, and
    /// then nobody's.
    package init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.areDigits(parts[0], 2), parts[0] != "ff", Self.areDigits(parts[1], 32),
            Self.areDigits(parts[2], 16), Self.areDigits(parts[3], 2),
            // Version 00 has just these four; a later one may have more.
            parts.count == 4 || parts[0] != "00", parts[1].contains(where: { $0 != "0" }),
            parts[2].contains(where: { $0 != "0" })
        else { return nil }
        description = String(parts[1])
    }

    /// The trace of a request that names none.
    package init(requestID: String) {
        description = String(requestID.lazy.filter { $0 != "-" })
    }

    private static func areDigits(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension HTTPHeaders {
    /// The trace that a request with these headers belongs to.
    package func traceID(requestID: String) -> TraceID {
        self["traceparent"].flatMap { TraceID(traceparent: $0) } ?? TraceID(requestID: requestID)
    }
}
