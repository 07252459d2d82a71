import HTTPMessages
import Testing

@Suite struct `A trace` {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"

    @Test(arguments: [
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-will-be",
    ])
    func `is the one that the request names`(traceparent: String) {
        #expect(TraceID(traceparent: traceparent)?.description == Self.trace)
        let headers: HTTPHeaders = ["Traceparent": traceparent]
        #expect(headers.traceID(requestID: Request.newID()).description == Self.trace)
    }

    @Test(arguments: [
        "", "00", Self.trace, "00-\(Self.trace)-b7ad6b7169203331", "00-\(Self.trace)-b7ad6b7169203331-1",
        "00-\(Self.trace)-b7ad6b7169203331-01-more", "ff-\(Self.trace)-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-\(Self.trace)-0000000000000000-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-\(Self.trace) -b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c8031é-b7ad6b7169203331-01", "00-\(Self.trace)-b7ad6b716920333'-01",
    ])
    func `is the request's own where the request names none`(traceparent: String) {
        #expect(TraceID(traceparent: traceparent) == nil)
        let headers: HTTPHeaders = ["Traceparent": traceparent]
        let id = headers.traceID(requestID: "6ba7b810-9dad-41d1-80b4-00c04fd430c8")
        #expect(id.description == "6ba7b8109dad41d180b400c04fd430c8")
    }
}
