import HTTPMessages
import HTTPServer
import Testing

@Suite struct `Deadlines` {
    private static func short(_ change: (inout HTTPDeadlines) -> Void) -> (inout HTTPServerConfiguration) -> Void {
        var deadlines = HTTPDeadlines()
        change(&deadlines)
        return { $0.deadlines = deadlines }
    }

    @Test func `cut a connection that says nothing`() async throws {
        let text = try await withServer(
            Self.short { $0.headerSeconds = 0.1 },
            client: {
                try RawClient(port: $0).untilClosed()
            })
        #expect(text.isEmpty)
    }

    @Test(arguments: ["", "GET /", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX-A: "])
    func `cut headers that arrive a byte at a time`(start: String) async throws {
        let sent = try await withServer(
            Self.short { $0.headerSeconds = 0.1 },
            client: { port in
                let client = try RawClient(port: port)
                try client.send(start)
                return client.trickle(UInt8(ascii: "a"))
            })
        #expect(sent < 10_000)
    }

    @Test func `cut the headers of a later request`() async throws {
        let answer = try await withServer(
            Self.short { $0.headerSeconds = 0.1 },
            client: { port in
                let client = try RawClient(port: port)
                _ = try client.get("/")
                try client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: ")
                _ = client.trickle(UInt8(ascii: "a"))
                return try client.answer()
            })
        #expect(answer.status == 408)
        #expect(answer["Connection"] == "close")
        #expect(answer["X-Request-Id"]?.utf8.count == 36)
    }

    @Test func `cut a body that arrives a byte at a time`() async throws {
        let log = LogCollector()
        let answer = try await withServer(
            Self.short { $0.bodySeconds = 0.1 }, logger: log.logger,
            client: { port in
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Content-Length: 1000000"])
                _ = client.trickle(UInt8(ascii: "a"))
                return try client.answer()
            })
        #expect(answer.status == 408)
        let line = log.lines.first { $0.message == "request" }
        #expect(line?.metadata["outcome"] == "cut")
        #expect(line?.metadata["status"] == "408")
        #expect(line?.metadata["request_id"] == answer["X-Request-Id"])
        #expect(answer["Content-Type"] == "application/problem+json")
    }

    @Test func `give a body that keeps coming more time`() async throws {
        let body = [UInt8](repeating: 65, count: 1 << 20)
        let text = try await withServer(
            {
                // Without what the bytes earn, there is no time at all.
                $0.deadlines.bodySeconds = 0
                $0.deadlines.bytesPerSecond = 1000
            },
            client: { port in
                let client = try RawClient(port: port)
                return try client.post("/", body).text
            })
        #expect(text.utf8.count == body.count)
    }

    @Test func `cut a client that does not read its answer`() async throws {
        let cut = Event()
        let log = LogCollector { line in
            if line.metadata["outcome"] == "cut" { cut.happen() }
        }
        let body = [UInt8](repeating: 65, count: 32 << 20)
        try await withServer(
            {
                $0.deadlines.responseSeconds = 0.1
                $0.deadlines.bytesPerSecond = .infinity
            }, logger: log.logger, handler: { _ in Response(.ok, body: .bytes(body)) },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                #expect(cut.waitOnThread())
                #expect(throws: RawClient.Failure.self) { try client.answer() }
            })
    }

    @Test func `close a connection that stays idle`() async throws {
        let rest = try await withServer(
            Self.short { $0.idleSeconds = 0.1 },
            client: { port in
                let client = try RawClient(port: port)
                _ = try client.get("/")
                return try client.untilClosed()
            })
        #expect(rest.isEmpty)
    }

    @Test func `leave a handler all the time it needs`() async throws {
        let release = Event()
        let answer = try await withServer(
            {
                $0.deadlines.headerSeconds = 0.05
                $0.deadlines.bodySeconds = 0.05
                $0.deadlines.responseSeconds = 0.05
                $0.deadlines.idleSeconds = 0.05
            },
            handler: { _ in
                await release.wait()
                return .text("at last")
            },
            client: { port in
                let waiting = try RawClient(port: port)
                try waiting.request("GET", "/")
                // Two others live and die on the same loops meanwhile: the deadline has passed for this one as well.
                for _ in 0..<4 { _ = try RawClient(port: port).untilClosed() }
                release.happen()
                return try waiting.answer()
            })
        #expect(answer.text == "at last")
    }

    @Test func `cut many slow clients and serve the others`() async throws {
        let statuses = try await withServer(
            Self.short { $0.headerSeconds = 0.3 },
            client: { port in
                let slow = try (0..<300).map { _ in try RawClient(port: port) }
                for client in slow { try client.send("GET / HTTP/1.1\r\nHost:") }
                let good = try RawClient(port: port)
                let statuses = try (0..<50).map { _ in try good.get("/").status }
                for client in slow { _ = try client.untilClosed() }
                return statuses
            })
        #expect(statuses == Array(repeating: 200, count: 50))
    }

    @Test func `name a request that is taking too long, once`() async throws {
        let reported = Event()
        let log = LogCollector { line in
            if line.message == "a request is taking very long" { reported.happen() }
        }
        let id = try await withServer(
            {
                $0.deadlines.reportSeconds = 0.05
                $0.deadlines.departureCheckSeconds = 0.02
            }, logger: log.logger,
            handler: { _ in
                await reported.wait()
                return .noContent
            }, client: { try RawClient(port: $0).get("/")["X-Request-Id"] })
        let lines = log.lines.filter { $0.message == "a request is taking very long" }
        #expect(lines.map { $0.metadata["request_id"] } == [id])
    }
}
