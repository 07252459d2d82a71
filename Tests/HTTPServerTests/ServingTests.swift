import Foundation
import HTTPMessages
import HTTPServer
import Testing

@Suite struct `Serving requests` {
    @Test func `hands over method, path, query, body and peer`() async throws {
        let answer = try await withServer { port in
            try RawClient(port: port).post("/a%20b/c?x=1&y=%2F+z", Array("pain: 3".utf8))
        }
        #expect(answer.status == 200)
        #expect(answer.text == "pain: 3")
        #expect(answer["X-Method"] == "POST")
        #expect(answer["X-Path"] == "a b|c")
        #expect(answer["X-Query"] == "x=1|y=/+z")
        #expect(answer["X-Peer"] == "127.0.0.1")
    }

    @Test func `adds the headers that every response has`() async throws {
        let (first, second) = try await withServer { port in
            let client = try RawClient(port: port)
            return (try client.get("/"), try client.get("/", ["X-Request-Id: chosen-by-client"]))
        }
        #expect(first["Date"] != nil)
        #expect(first["Cache-Control"] == "no-store")
        #expect(first["X-Content-Type-Options"] == "nosniff")
        #expect(first["X-Request-Id"]?.count == 36)
        #expect(second["X-Request-Id"] != first["X-Request-Id"])
        #expect(second["X-Request-Id"] != "chosen-by-client")
    }

    @Test func `keeps a handler's own choice of headers, but not its idea of framing`() async throws {
        let answer = try await withServer(
            handler: { _ in
                var response = Response.text("abc")
                response.headers["Cache-Control"] = "max-age=60"
                response.headers["Content-Length"] = "999"
                response.headers["Transfer-Encoding"] = "chunked"
                return response
            }, client: { try RawClient(port: $0).get("/") })
        #expect(answer.headers.filter { $0.name == "cache-control" }.map(\.value) == ["max-age=60"])
        #expect(answer["Content-Length"] == "3")
        #expect(answer["Transfer-Encoding"] == nil)
        #expect(answer.text == "abc")
    }

    @Test func `answers HEAD with the length and without the body`() async throws {
        let (head, next) = try await withServer(
            handler: { _ in .text("twelve bytes") },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("HEAD", "/")
                return (try client.answer(toHead: true), try client.get("/"))
            })
        #expect(head["Content-Length"] == "12")
        #expect(next.text == "twelve bytes")
    }

    @Test func `sends no body with a status that forbids one`() async throws {
        let (first, second) = try await withServer(
            handler: { _ in
                Response(.noContent, body: .bytes([1, 2, 3]))
            },
            client: { port in
                let client = try RawClient(port: port)
                return (try client.get("/"), try client.get("/"))
            })
        #expect(first.status == 204)
        #expect(second.status == 204)
    }

    @Test func `routes, with 404, 405 and OPTIONS`() async throws {
        let router = try Router([Route(.get, "/v1/plans/{plan}", "plan")])
        let answers = try await withServer(
            handler: { request in
                await router.respond(to: request) { _, parameters in .text(parameters["plan"] ?? "") }
            },
            client: { port in
                let client = try RawClient(port: port)
                var answers = [try client.get("/v1/plans/p7"), try client.get("/v1/nothing")]
                for method in ["DELETE", "OPTIONS"] {
                    try client.request(method, "/v1/plans/p7")
                    answers.append(try client.answer())
                }
                return answers
            })
        #expect(answers.map(\.status) == [200, 404, 405, 204])
        #expect(answers[0].text == "p7")
        #expect(answers[1]["Content-Type"] == "application/problem+json")
        #expect(answers[1].text.contains(answers[1]["X-Request-Id"] ?? "?"))
        #expect(answers[2]["Allow"] == "GET, HEAD, OPTIONS")
        #expect(answers[3]["Allow"] == "GET, HEAD, OPTIONS")
    }

    @Test func `answers pipelined requests in their order`() async throws {
        let bodies = try await withServer(
            handler: { .text($0.path.joined()) },
            client: { port in
                let client = try RawClient(port: port)
                try client.send((0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                return try (0..<50).map { _ in try client.answer().text }
            })
        #expect(bodies == (0..<50).map(String.init))
    }

    @Test func `reads chunked bodies`() async throws {
        let answer = try await withServer { port in
            let client = try RawClient(port: port)
            try client.request("POST", "/", ["Transfer-Encoding: chunked"])
            try client.send("5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n")
            return try client.answer()
        }
        #expect(answer.text == "hello, world")
    }

    @Test func `says 100 Continue before the body, and not before a refusal`() async throws {
        let (interim, final, refusal) = try await withServer(
            { $0.limits.bodyBytes = 100 },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("PUT", "/", ["Expect: 100-continue", "Content-Length: 4"])
                let interim = try client.answer()
                try client.send("body")
                let final = try client.answer()
                try client.request("PUT", "/", ["Expect: 100-continue", "Content-Length: 400"])
                return (interim, final, try client.answer())
            })
        #expect(interim.status == 100)
        #expect(final.text == "body")
        #expect(refusal.status == 413)
    }

    @Test func `takes HTTP/1.0 and closes after it`() async throws {
        let text = try await withServer { port in
            let client = try RawClient(port: port)
            try client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
            return try client.untilClosed()
        }
        #expect(text.contains(" 200 "))
    }

    @Test func `listens on a unix socket, over a stale one`() async throws {
        let path = NSTemporaryDirectory() + "soleus-\(UInt32.random(in: 0...UInt32.max)).sock"
        for _ in 0..<2 {
            let answer = try await withServer(
                { $0.address = .unixSocket(path: path) },
                client: { port in
                    #expect(port == 0)
                    return try RawClient(path: path).get("/")
                })
            #expect(answer["X-Peer"] == "unix")
        }
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func `logs one line per request, and nothing that a client wrote`() async throws {
        let log = LogCollector()
        let ids = try await withServer(logger: log.logger) { port in
            let client = try RawClient(port: port)
            let first = try client.post("/canary?canary=canary", Array("canary".utf8), ["X-Canary: canary"])
            try client.send("GET /canary%00 HTTP/1.1\r\nHost: canary\r\n\r\n")
            return [first, try client.answer()].map { $0["X-Request-Id"] }
        }
        let lines = log.lines.filter { $0.message == "request" }
        #expect(lines.map { $0.metadata["status"] } == ["200", "400"])
        #expect(lines.map { $0.metadata["request_id"] } == ids)
        #expect(lines.map { $0.metadata["route"] } == ["/echo", "-"])
        #expect(lines.map { $0.metadata["method"] } == ["POST", "GET"])
        #expect(lines.first?.metadata["bytes"] == "6")
        #expect(lines.allSatisfy { $0.metadata["duration_ms"].flatMap(Double.init) != nil })
        #expect(!log.lines.contains { "\($0)".contains("canary") })
    }

    @Test(arguments: ["localhost", "256.0.0.1", "", "127.0.0.1/8"])
    func `refuses an address that is none`(host: String) {
        var configuration = HTTPServerConfiguration()
        configuration.address = .tcp(host: host, port: 0)
        let server = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
        #expect(throws: HTTPServerError.badAddress("\(host):0")) { try server.start() }
    }

    @Test func `says so when the port is taken`() async throws {
        try await withServer { port in
            var configuration = HTTPServerConfiguration()
            configuration.address = .tcp(host: "127.0.0.1", port: port)
            let second = HTTPServer(configuration: configuration, logger: .silent, handler: echo)
            #expect(
                throws: HTTPServerError.cannotListen(
                    address: "127.0.0.1:\(port)", reason: "Address already in use")
            ) { try second.start() }
        }
    }
}
