import HTTPMessages
import HTTPServer
import Testing

@Suite struct `The gate` {
    /// A request as raw bytes, and the statuses that a strict server may give it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let raw: String
        let statuses: Set<Int>

        /// - Parameter head: lines after the request line, without their ends; Host is added unless one is there.
        init(
            _ description: String, _ line: String, _ head: [String] = [], host: Bool = true, body: String = "",
            _ statuses: Set<Int> = [400]
        ) {
            testDescription = description
            raw = ([line] + (host ? ["Host: soleus.test"] : []) + head).joined(separator: "\r\n") + "\r\n\r\n" + body
            self.statuses = statuses
        }
    }

    static let get = "GET / HTTP/1.1"
    static let post = "POST / HTTP/1.1"
    static let chunks = "5\r\nhello\r\n0\r\n\r\n"

    static let framing = [
        Case("no Host", get, host: false),
        Case("no Host in 1.0", "GET / HTTP/1.0", host: false),
        Case("two Hosts", get, ["Host: other"]),
        Case("two equal Hosts", get, ["Host: soleus.test"]),
        Case("empty Host", get, ["Host: "], host: false),
        Case("Host with a path", get, ["Host: a/b"], host: false),
        Case("Host with a blank", get, ["Host: a b"], host: false),
        Case("Host with a user", get, ["Host: a@b"], host: false),
        Case("two lengths", post, ["Content-Length: 5", "Content-Length: 6"], body: "hello"),
        Case("two equal lengths", post, ["Content-Length: 5", "Content-Length: 5"], body: "hello"),
        Case("length list", post, ["Content-Length: 5, 5"], body: "hello"),
        Case("negative length", post, ["Content-Length: -5"], body: "hello"),
        Case("signed length", post, ["Content-Length: +5"], body: "hello"),
        Case("hexadecimal length", post, ["Content-Length: 0x5"], body: "hello"),
        Case("length with a letter", post, ["Content-Length: 5a"], body: "hello"),
        Case("empty length", post, ["Content-Length: "], body: "hello"),
        Case("length in words", post, ["Content-Length: five"], body: "hello"),
        Case("length and coding", post, ["Content-Length: 5", "Transfer-Encoding: chunked"], body: chunks),
        Case("coding and length", post, ["Transfer-Encoding: chunked", "Content-Length: 5"], body: chunks),
        Case("unknown coding", post, ["Transfer-Encoding: gzip"], body: chunks),
        Case("identity coding", post, ["Transfer-Encoding: identity"], body: chunks),
        Case("coding list", post, ["Transfer-Encoding: gzip, chunked"], body: chunks),
        Case("chunked twice", post, ["Transfer-Encoding: chunked, chunked"], body: chunks),
        Case("two codings", post, ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], body: chunks),
        Case("two equal codings", post, ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], body: chunks),
        Case("quoted coding", post, ["Transfer-Encoding: \"chunked\""], body: chunks),
        Case("coding with a parameter", post, ["Transfer-Encoding: chunked;a=b"], body: chunks),
        Case("misspelt coding", post, ["Transfer-Encoding: xchunked"], body: chunks),
        Case("empty coding", post, ["Transfer-Encoding: "], body: chunks),
        Case("coding in 1.0", "POST / HTTP/1.0", ["Transfer-Encoding: chunked"], body: chunks),
        Case("coding with a vertical tab", post, ["Transfer-Encoding: \u{B}chunked"], body: chunks),
    ]

    static let fields = [
        Case("blank before the colon", get, ["X-A : b"]),
        Case("tab before the colon", get, ["X-A\t: b"]),
        Case("blank in a name", get, ["X A: b"]),
        Case("length with a blank before the colon", post, ["Content-Length : 5"], body: "hello"),
        Case("coding with a blank before the colon", post, ["Transfer-Encoding : chunked"], body: chunks),
        Case("folded line", get, ["X-A: b", " c"]),
        Case("folded line with a tab", get, ["X-A: b", "\tc"]),
        Case("folded coding", post, ["Transfer-Encoding:", " chunked"], body: chunks),
        Case("name with a parenthesis", get, ["X(A): b"]),
        Case("name with a slash", get, ["X/A: b"]),
        Case("name with a quotation mark", get, ["\"X\": b"]),
        Case("name with a control character", get, ["X\u{1}: b"]),
        Case("name that is not ASCII", get, ["Xé: b"]),
        Case("value with a control character", get, ["X-A: b\u{1}c"]),
        Case("value with an escape", get, ["X-A: \u{1B}[31m"]),
        Case("value with a DEL", get, ["X-A: b\u{7F}c"]),
        Case("two Authorizations", get, ["Authorization: Bearer a", "Authorization: Bearer b"]),
        Case("two Content-Types", post, ["Content-Type: a/b", "Content-Type: a/b"]),
        Case("two Content-Encodings", post, ["Content-Encoding: gzip", "Content-Encoding: gzip"]),
        Case("unknown expectation", post, ["Expect: 200-ok", "Content-Length: 5"], [417]),
        Case("unknown content coding", post, ["Content-Encoding: br", "Content-Length: 5"], body: "hello", [415]),
        Case(
            "stacked content codings", post, ["Content-Encoding: gzip, gzip", "Content-Length: 5"], body: "hello", [415]
        ),
    ]

    static let lines = [
        Case("CONNECT", "CONNECT a:1 HTTP/1.1"),
        Case("unknown method", "BREW / HTTP/1.1"),
        Case("small method", "get / HTTP/1.1"),
        Case("method with a control character", "GET\u{1} / HTTP/1.1"),
        Case("version 2", "GET / HTTP/2.0", [], [400, 505]),
        Case("version 1.2", "GET / HTTP/1.2", [], [400, 505]),
        Case("version 0.9", "GET / HTTP/0.9", [], [400, 505]),
        Case("small version", "GET / http/1.1", [], [400, 505]),
        Case("not HTTP", "GET / FTP/1.1", [], [400, 505]),
        Case("absolute target", "GET http://a/ HTTP/1.1"),
        Case("asterisk", "OPTIONS * HTTP/1.1"),
        Case("target without a slash", "GET a HTTP/1.1"),
        Case("percent at the end", "GET /% HTTP/1.1"),
        Case("percent and one digit", "GET /%4 HTTP/1.1"),
        Case("percent and no digits", "GET /%zz HTTP/1.1"),
        Case("percent in the query", "GET /?a=%zz HTTP/1.1"),
        Case("encoded NUL", "GET /a%00b HTTP/1.1"),
        Case("encoded NUL in the query", "GET /?a=%00 HTTP/1.1"),
        Case("encoded slash", "GET /a%2Fb HTTP/1.1"),
        Case("encoded small slash", "GET /a%2fb HTTP/1.1"),
        Case("encoded backslash", "GET /a%5Cb HTTP/1.1"),
        Case("encoded dots", "GET /%2e%2e/a HTTP/1.1"),
        Case("encoded question mark", "GET /a%3Fb HTTP/1.1"),
        Case("encoded line end", "GET /a%0D%0Ab HTTP/1.1"),
        Case("dot segment", "GET /./a HTTP/1.1"),
        Case("parent segment", "GET /a/../b HTTP/1.1"),
        Case("backslash", "GET /a\\b HTTP/1.1"),
        Case("fragment", "GET /a#b HTTP/1.1"),
        Case("not ASCII", "GET /é HTTP/1.1"),
        Case("overlong UTF-8", "GET /%C0%AE HTTP/1.1"),
        Case("blank in the target", "GET /a b HTTP/1.1"),
        Case("angle bracket", "GET /<a> HTTP/1.1"),
    ]

    @Test(arguments: framing + fields + lines)
    func `refuses, closes, and serves nothing that follows`(refused: Case) async throws {
        let served = Event()
        let text = try await withServer(
            handler: { request in
                served.happen()
                return await echo(request)
            },
            client: { port in
                let client = try RawClient(port: port)
                // What a smuggler hopes for: a second request that the first one hides.
                try client.send(refused.raw + "GET /smuggled HTTP/1.1\r\nHost: soleus.test\r\n\r\n")
                return try client.untilClosed()
            })
        let statuses = text.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.") }.compactMap { line in
            line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        #expect(!text.contains("html"))
        #expect(!statuses.isEmpty, "\(text)")
        #expect(refused.statuses.isSuperset(of: statuses), "\(text)")
        #expect(!served.hasHappened)
    }

    @Test func `answers in problem details and closes`() async throws {
        let answer = try await withServer { try RawClient(port: $0).get("/%00") }
        #expect(answer.status == 400)
        #expect(answer["Content-Type"] == "application/problem+json")
        #expect(answer["Connection"]?.lowercased() == "close")
        #expect(answer.text.contains("\"type\":\"/problems/malformed-request\""))
        #expect(answer.text.contains("\"requestId\":\"\(answer["X-Request-Id"] ?? "?")\""))
    }

    @Test(arguments: [
        "Host: soleus.test:8080", "Host: [::1]:80", "hOsT: soleus.test", "Host:soleus.test", "Host:    soleus.test",
        "Host: a\r\nX-A:", "Host: a\r\nX-A: ",
        "Host: soleus.test \t",
        "Host: soleus.test\r\nX-A: b\tc", "Host: soleus.test\r\nX-A: é", "Host: a\r\nX-!#$%&'*+-.^_`|~: b",
        "Host: a\r\nAccept: a/b\r\nAccept: c/d", "Host: a\r\nContent-Length: 0", "Host: a\r\nExpect: 100-Continue",
    ])
    func `lets through what is well formed`(head: String) async throws {
        let answer = try await withServer { port in
            let client = try RawClient(port: port)
            try client.send("GET /a%20b?c=%2F HTTP/1.1\r\n\(head)\r\n\r\n")
            let first = try client.answer()
            return first.status == 100 ? try client.answer() : first
        }
        #expect(answer.status == 200)
    }
}
