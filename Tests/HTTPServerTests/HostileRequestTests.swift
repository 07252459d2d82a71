import HTTPMessages
import HTTPServer
import Testing

/// What libmicrohttpd cannot parse, it would answer in HTML by itself; a client must not be able to tell.
@Suite struct `A hostile request` {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let raw: String
        /// Empty where nothing can be answered, so that the connection is only closed.
        let statuses: Set<Int>

        init(_ description: String, _ raw: String, _ statuses: Set<Int> = [400]) {
            testDescription = description
            self.raw = raw
            self.statuses = statuses
        }
    }

    private static func post(_ field: String, _ body: String = "hello") -> String {
        "POST / HTTP/1.1\r\nHost: soleus.test\r\n\(field)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }

    private static func long(_ count: Int) -> String { String(repeating: "a", count: count) }

    static let lengths = [
        Case("a length in words", post("Content-Length: abc")),
        Case("a negative length", post("Content-Length: -1")),
        Case("a signed length", post("Content-Length: +5")),
        Case("a list of lengths", post("Content-Length: 1, 2")),
        Case("a list of equal lengths", post("Content-Length: 5,5")),
        Case("a fraction", post("Content-Length: 5.0")),
        Case("an exponent", post("Content-Length: 5e0")),
        Case("a hexadecimal length", post("Content-Length: 0x5")),
        Case("a quoted length", post("Content-Length: \"5\"")),
        Case("an empty length", post("Content-Length:")),
        Case("a blank length", post("Content-Length: \t ")),
        Case("a length and a letter", post("Content-Length: 5a")),
        Case("two digits apart", post("Content-Length: 5 5")),
        Case("digits that are not ASCII", post("Content-Length: ٥")),
        Case("a length beyond 64 bits", post("Content-Length: 18446744073709551616"), [413]),
        Case("a length of many digits", post("Content-Length: " + String(repeating: "9", count: 200)), [413]),
        Case("the greatest unsigned length", post("Content-Length: 18446744073709551615"), [413]),
        Case("two bad lengths", post("Content-Length: a\r\nContent-Length: b")),
        Case("a good length and a bad one", post("Content-Length: 5\r\nContent-Length: b")),
        Case("a bad length and chunks", post("Transfer-Encoding: chunked\r\nContent-Length: b", "0\r\n\r\n")),
        Case("a bad length without Host", "POST / HTTP/1.1\r\nContent-Length: b\r\n\r\n"),
        Case("a bad length in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: b\r\n\r\n"),
    ]

    static let heads = [
        Case("no Host", "GET / HTTP/1.1\r\n\r\n"),
        Case("no Host but another field", "GET / HTTP/1.1\r\nX-A: b\r\n\r\n"),
        Case("a version of 2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", [400, 505]),
        Case("a version of 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", [400, 505]),
        Case("a version without a point", "GET / HTTP/11\r\nHost: a\r\n\r\n", [400, 505]),
        Case("a version of words", "GET / HTTP/x.y\r\nHost: a\r\n\r\n", [400, 505]),
        Case("a version with a tail", "GET / HTTP/1.1x\r\nHost: a\r\n\r\n", [400, 505]),
        Case("another protocol", "GET / GOPHER/1.1\r\nHost: a\r\n\r\n", [400, 505]),
        Case("no version", "GET /\r\nHost: a\r\n\r\n", [400, 505]),
        Case("a method alone", "GET\r\nHost: a\r\n\r\n", []),
        Case("blanks alone", "   \r\nHost: a\r\n\r\n", []),
        Case("a blank before the method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", []),
        Case("a tab for a blank", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", []),
        Case("TLS on a plain port", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", []),
        Case("HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400, 505]),
        Case("a line without a colon", "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n"),
        // libmicrohttpd drops a field without a name, which frames nothing.
        Case("a colon alone", "GET / HTTP/1.1\r\nHost: a\r\n:\r\n\r\n", [200, 400]),
        Case("a value without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", [200, 400]),
        Case("a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        Case("a colon in front of Host", "GET / HTTP/1.1\r\n:Host: a\r\n\r\n"),
        Case("a target that is too long", "GET /\(long(5_000)) HTTP/1.1\r\nHost: a\r\n\r\n", [414]),
        Case("a target beyond all memory", "GET /\(long(100_000)) HTTP/1.1\r\nHost: a\r\n\r\n", [414]),
        Case("a method beyond all memory", "\(long(100_000)) / HTTP/1.1\r\nHost: a\r\n\r\n", [400, 414]),
        Case("a value beyond all memory", "GET / HTTP/1.1\r\nHost: a\r\nX-A: \(long(100_000))\r\n\r\n", [431]),
        Case("a name beyond all memory", "GET / HTTP/1.1\r\nHost: a\r\n\(long(100_000)): b\r\n\r\n", [431]),
        Case(
            "fields beyond all memory",
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 10_000) + "\r\n", [431]),
        Case(
            "a cookie beyond all memory", "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=\(long(20_000))\r\n\r\n", [431]),
        Case(
            "cookies beyond all memory",
            "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + String(repeating: "a=b; ", count: 1_500) + "\r\n\r\n", [200, 431]),
        Case(
            "arguments beyond all memory",
            "GET /?" + String(repeating: "a&", count: 2_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            [200, 431]),
    ]

    static let chunks = [
        Case("a chunk of no size", chunked("\r\nhello\r\n0\r\n\r\n")),
        Case("a chunk size in words", chunked("five\r\nhello\r\n0\r\n\r\n")),
        Case("a negative chunk", chunked("-5\r\nhello\r\n0\r\n\r\n")),
        Case("a prefixed chunk size", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        Case("a blank before the chunk size", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
        Case("a chunk size without digits", chunked(";a=b\r\nhello\r\n0\r\n\r\n")),
        Case("a chunk beyond 64 bits", chunked("11111111111111111\r\nhello\r\n0\r\n\r\n"), [400, 413]),
        Case("a chunk of many digits", chunked("\(String(repeating: "f", count: 200))\r\nhello"), [400, 413]),
        Case("the greatest chunk", chunked("ffffffffffffffff\r\nhello\r\n0\r\n\r\n"), [408]),
        Case("a chunk without its end", chunked("5\r\nhello0\r\n\r\n")),
        Case("a chunk longer than it says", chunked("3\r\nhello\r\n0\r\n\r\n")),
        Case("a bad second chunk", chunked("5\r\nhello\r\nzz\r\nhello\r\n0\r\n\r\n")),
        Case("an endless chunk extension", chunked("5;\(long(100_000))"), [408]),
        Case("an endless chunk size", chunked(String(repeating: "0", count: 100_000)), [408]),
        Case("an endless trailer", chunked("0\r\nX-A: \(long(100_000))"), [400, 413, 431]),
    ]

    /// How the bytes come.
    enum Delivery: CaseIterable {
        case whole
        case byteByByte
        /// Behind a request that is answered as it should be.
        case pipelined
    }

    @Test(arguments: lengths + heads + chunks, Delivery.allCases)
    func `is refused in problem details, or with nothing at all`(hostile: Case, delivery: Delivery) async throws {
        let served = Event()
        let answers = try await withServer(
            { $0.deadlines.bodySeconds = 1 },
            handler: { request in
                if request.path == ["smuggled"] { served.happen() }
                return .text("served")
            },
            client: { port in
                let client = try RawClient(port: port)
                let bytes = Array((hostile.raw + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n").utf8)
                switch delivery {
                case .whole: client.sendWhatIsTaken(bytes)
                case .byteByByte: client.sendWhatIsTaken(bytes, pieceBytes: max(1, bytes.count / 500))
                case .pipelined: client.sendWhatIsTaken(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8) + bytes)
                }
                return client.answersUntilClosed()
            })
        let judged = delivery == .pipelined ? answers.dropFirst() : answers[...]
        #expect(judged.isEmpty == hostile.statuses.isEmpty)
        if delivery == .pipelined { #expect(answers.first?.status == 200) }
        for answer in judged where answer.status != 200 {
            let id = answer["X-Request-Id"] ?? "?"
            #expect(hostile.statuses.contains(answer.status), "\(answer.status) \(answer.text)")
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(answer["Connection"]?.lowercased() == "close")
            #expect(id.utf8.count == 36)
            #expect(answer.text.contains("\"requestId\":\"\(id)\""), "\(answer.text)")
        }
        if !hostile.statuses.contains(200) { #expect(!served.hasHappened) }
    }

    @Test func `is logged under the id that the client has`() async throws {
        let log = LogCollector()
        let answers = try await withServer(logger: log.logger) { port in
            try [Self.lengths[0], Self.heads[2]].flatMap { hostile in
                let client = try RawClient(port: port)
                try client.send(hostile.raw)
                return client.answersUntilClosed()
            }
        }
        let lines = log.lines.filter { $0.message == "request" }
        #expect(lines.map { $0.metadata["request_id"] } == answers.map { $0["X-Request-Id"] })
        #expect(lines.map { $0.metadata["status"] } == answers.map { String($0.status) })
    }
}
