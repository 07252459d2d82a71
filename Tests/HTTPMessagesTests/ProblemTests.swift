import HTTPMessages
import Testing

@Suite struct `A problem` {
    @Test func `renders its members in a fixed order`() {
        var problem = Problem(
            "invalid-json", .badRequest, title: "Bad.", detail: "Send better.",
            faults: [.init(pointer: "/pain", code: "out-of-range", detail: "0 to 10")],
            members: ["b": .integer(-3), "a": .string("x"), "c": .boolean(true)])
        problem.requestID = "r1"
        let expected =
            #"{"type":"/problems/invalid-json","title":"Bad.","status":400,"detail":"Send better.","requestId":"r1","#
            + #""errors":[{"pointer":"/pain","code":"out-of-range","detail":"0 to 10"}],"a":"x","b":-3,"c":true}"#
        #expect(String(decoding: problem.json(), as: UTF8.self) == expected)
    }

    @Test func `escapes what JSON does not allow in a string`() {
        let problem = Problem("x", .conflict, title: "\"\\\n\r\t\u{1}\u{7F}é\u{1F600}")
        let text = String(decoding: problem.json(), as: UTF8.self)
        #expect(text.contains(#""title":"\"\\\n\r\t\u0001\u007fé😀""#))
    }

    @Test func `learns the request id at the edge, unless it has one`() {
        let response = Response.problem(.notFound, headers: ["Retry-After": "1"])
        #expect(response.status == .notFound)
        #expect(response.headers["Content-Type"] == "application/problem+json")
        #expect(response.headers["Retry-After"] == "1")
        #expect(String(decoding: response.bodyBytes(requestID: "id-1"), as: UTF8.self).contains(#""requestId":"id-1""#))
        var problem = Problem.notFound
        problem.requestID = "own"
        let own = Response.problem(problem).bodyBytes(requestID: "other")
        #expect(String(decoding: own, as: UTF8.self).contains(#""requestId":"own""#))
    }
}
