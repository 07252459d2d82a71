import Testing

@testable import soleus

@Suite struct `An exit code` {
    @Test(
        arguments: [
            (400, nil, 3), (404, "/problems/no-plan", 3), (409, "/problems/base-moved", 6), (409, "/problems/other", 3),
            (422, "/problems/plan-refused", 3), (429, nil, 3), (401, nil, 4), (401, "/problems/sign-in-failed", 4),
            (403, nil, 4), (408, nil, 5), (500, nil, 5), (502, nil, 5), (503, nil, 5),
        ] as [(Int, String?, Int32)])
    func `says what a script can do about an answer`(status: Int, type: String?, code: Int32) {
        #expect(ExitStatus.answering(status, problemType: type).rawValue == code)
    }

    @Test func `comes with the service's words and every field at fault`() {
        let body = """
            {"type":"/problems/plan-refused","title":"The plan cannot be prescribed","status":422,"detail":"One fault.",
             "requestId":"r1","errors":[{"pointer":"/content/items/0","code":"range","detail":"must be\\n1 to 10"}]}
            """
        let failure = CommandFailure(status: 422, body: Array(body.utf8))
        #expect(failure.status == .refused)
        #expect(failure.problemType == "/problems/plan-refused")
        #expect(
            failure.message == """
                The plan cannot be prescribed
                  One fault.
                  items 1: must be 1 to 10
                """)
        #expect(failure.problemJSON?.hasPrefix("{\n  \"detail\"") == true)
    }

    @Test(arguments: [
        ("/effectiveFrom", "effective from"), ("/content/until", "until"), ("/snoozeHours", "snooze hours"),
        ("/content/items/2/dose/sets", "items 3 dose sets"), ("", ""), ("/content", ""),
    ]) func `says a place in words`(pointer: String, words: String) {
        #expect(CommandFailure.words(ofPointer: pointer) == words)
    }

    @Test func `of what is not there says that a member may be another's`() {
        let body = #"{"type":"/problems/not-found","title":"There is nothing at this address.","status":404}"#
        #expect(CommandFailure(status: 404, body: Array(body.utf8)).advice?.contains("one of yours") == true)
    }

    @Test func `of a page that is no problem document is still told by its status`() {
        let failure = CommandFailure(status: 502, body: Array("<html>".utf8))
        #expect(failure.status == .unknownOutcome)
        #expect(failure.message == "the service answered 502")
        #expect(failure.advice == "Repeating the command is safe.")
        #expect(failure.problemJSON == nil)
    }

    @Test func `of a lock-out comes with the time to wait`() {
        #expect(CommandFailure(status: 429, body: [], retryAfter: "30").advice == "Try again in 30 seconds.")
    }
}
