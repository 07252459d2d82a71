import HTTPMessages
import HTTPServer
import Testing

@Suite struct `Limits` {
    @Test func `414 for a target that is too long`() async throws {
        let (fits, refused) = try await withServer(
            { $0.limits.targetBytes = 100 },
            client: { port in
                let fits = try RawClient(port: port).get("/" + String(repeating: "a", count: 99))
                return (fits, try RawClient(port: port).get("/" + String(repeating: "a", count: 100)))
            })
        #expect(fits.status == 200)
        #expect(refused.status == 414)
        #expect(refused["Connection"]?.lowercased() == "close")
    }

    @Test func `431 for headers that are too large`() async throws {
        let (fits, refused) = try await withServer(
            { $0.limits.headerBytes = 1000 },
            client: { port in
                let fits = try RawClient(port: port).get("/", ["X-A: " + String(repeating: "a", count: 800)])
                let many = (0..<100).map { "X-\($0): abcdef" }
                return (fits, try RawClient(port: port).get("/", many))
            })
        #expect(fits.status == 200)
        #expect(refused.status == 431)
    }

    @Test func `the largest head that is allowed leaves room for the largest answer`() async throws {
        let large = String(repeating: "a", count: 3_900)
        let answers = try await withServer(
            handler: { request in
                if request.path == ["produced"] {
                    return .produced(contentType: "text/plain", headers: ["X-Large": large]) { try await $0.write("b") }
                }
                return Response(.ok, headers: ["X-Large": large])
            },
            client: { port in
                let limits = HTTPLimits()
                let query = "?" + String(repeating: "q", count: limits.targetBytes - 20)
                let fields = (0..<30).map { "X-\(10 + $0): " + String(repeating: "b", count: 195) }
                return try ["/plain", "/produced"].map { path in
                    let client = try RawClient(port: port)
                    try client.request("GET", path + query, fields)
                    return try client.answer(toHead: true)
                }
            })
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.allSatisfy { $0["X-Large"] == large })
    }

    @Test func `413 before the body is read`() async throws {
        let (fits, refused) = try await withServer(
            { $0.limits.bodyBytes = 1000 },
            client: { port in
                let fits = try RawClient(port: port).post("/", [UInt8](repeating: 65, count: 1000))
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Content-Length: 1001"])
                return (fits, try client.answer())
            })
        #expect(fits.body.count == 1000)
        #expect(refused.status == 413)
        #expect(refused.text.contains("\"limitBytes\":1000"))
    }

    @Test func `413 for a client that sends all of its body before it reads`() async throws {
        let answers = try await withServer(
            { $0.limits.bodyBytes = 1 << 20 },
            client: { port in
                let body = [UInt8](repeating: 65, count: 3 << 20)
                return try (1...5).map { _ in try RawClient(port: port).post("/", body) }
            })
        #expect(answers.map(\.status) == [413, 413, 413, 413, 413])
        #expect(answers.allSatisfy { $0["Connection"]?.lowercased() == "close" })
    }

    @Test func `415 for a client that sends all of its body before it reads`() async throws {
        let answer = try await withServer { port in
            try RawClient(port: port).post("/", [UInt8](repeating: 65, count: 1 << 20), ["Content-Encoding: br"])
        }
        #expect(answer.status == 415)
    }

    @Test func `a body that was refused and does not end is cut, by its size and by its time`() async throws {
        let piece = [UInt8](repeating: 65, count: 65_536)
        try await withServer(
            { $0.limits.bodyBytes = 1000 },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Content-Length: 1000000000"])
                #expect(throws: RawClient.Failure.self) {
                    for _ in 0..<10_000 { try client.send(piece) }
                }
            })
        try await withServer(
            {
                $0.limits.bodyBytes = 1000
                $0.limits.hearingOutBytes = .max
                $0.deadlines.hearingOutSeconds = 0.05
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Content-Length: 1000000000"])
                #expect(try client.answer().status == 413)
                #expect(client.trickleUntilCut(65))
            })
    }

    @Test func `413 by the address where addresses differ`() async throws {
        let (large, small) = try await withServer(
            {
                $0.limits.bodyBytes = 1000
                $0.bodyLimit = { _, target in target.path == ["files"] ? 1_000_000 : 10 }
            },
            client: { port in
                let large = try RawClient(port: port).post("/files", [UInt8](repeating: 65, count: 1000))
                return (large, try RawClient(port: port).post("/other", [UInt8](repeating: 65, count: 11)))
            })
        #expect(large.status == 200)
        #expect(small.status == 413)
        #expect(small.text.contains("\"limitBytes\":10"))
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999999999"])
    func `413 or 400 for a length beyond reason`(length: String) async throws {
        let answer = try await withServer { port in
            let client = try RawClient(port: port)
            try client.request("POST", "/", ["Content-Length: \(length)"])
            return try client.answer()
        }
        #expect(answer.status == 413 || answer.status == 400)
    }

    @Test func `413 for a chunked body that turns out too large`() async throws {
        let answer = try await withServer(
            { $0.limits.bodyBytes = 1000 },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Transfer-Encoding: chunked"])
                let piece = "64\r\n" + String(repeating: "a", count: 100) + "\r\n"
                for _ in 0..<11 { try client.send(piece) }
                try client.send("0\r\n\r\n")
                return try client.answer()
            })
        #expect(answer.status == 413)
    }

    @Test func `a chunked body without end is cut`() async throws {
        try await withServer(
            { $0.limits.bodyBytes = 1000 },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("POST", "/", ["Transfer-Encoding: chunked"])
                let piece = "3e8\r\n" + String(repeating: "a", count: 1000) + "\r\n"
                #expect(throws: RawClient.Failure.self) {
                    for _ in 0..<100_000 { try client.send(piece) }
                }
            })
    }

    @Test func `503 with Retry-After for one connection too many`() async throws {
        let (refused, after) = try await withServer(
            { $0.limits.connections = 2 },
            client: { port in
                let first = try RawClient(port: port)
                let second = try RawClient(port: port)
                _ = try first.get("/")
                _ = try second.get("/")
                let refused = try RawClient(port: port).answer()
                try first.request("GET", "/", ["Connection: close"])
                _ = try first.untilClosed()
                return (refused, try connectWhenThereIsRoom(port: port))
            })
        #expect(refused.status == 503)
        #expect(refused["Retry-After"].flatMap { Int($0) }.map { (1...5).contains($0) } == true)
        #expect(refused["Content-Type"] == "application/problem+json")
        #expect(refused["X-Request-Id"]?.utf8.count == 36)
        #expect(after.status == 200)
    }

    @Test func `503 for one connection too many from one address`() async throws {
        let refused = try await withServer(
            {
                $0.limits.connectionsPerAddress = 1
                $0.limits.unlimitedAddresses = []
            },
            client: { port in
                let first = try RawClient(port: port)
                _ = try first.get("/")
                return try RawClient(port: port).answer()
            })
        #expect(refused.status == 503)
    }

    @Test func `503 for one request in flight too many, and the connection lives on`() async throws {
        let release = Event()
        let entered = Event()
        let (refused, again, first) = try await withServer(
            { $0.limits.requestsInFlight = 1 },
            handler: { request in
                if request.path == ["wait"] {
                    entered.happen()
                    await release.wait()
                }
                return .noContent
            },
            client: { port in
                let waiting = try RawClient(port: port)
                try waiting.request("GET", "/wait")
                #expect(entered.waitOnThread())
                let client = try RawClient(port: port)
                let refused = try client.get("/")
                release.happen()
                let first = try waiting.answer()
                return (refused, try client.get("/"), first)
            })
        #expect(refused.status == 503)
        #expect(refused["Retry-After"] != nil)
        #expect(again.status == 204)
        #expect(first.status == 204)
    }

    @Test(arguments: [("X-A", "a\r\nX-B: c"), ("X A", "b"), ("", "b"), ("X-A", String(repeating: "a", count: 5000))])
    func `500 for a handler whose headers cannot be sent`(name: String, value: String) async throws {
        let answer = try await withServer(
            handler: { _ in
                Response(.ok, headers: HTTPHeaders([.init(name, value)]))
            }, client: { try RawClient(port: $0).get("/") })
        #expect(answer.status == 500)
        #expect(answer["X-B"] == nil)
    }
}

/// Tries until the server has noticed that a connection is gone, at most a thousand times.
private func connectWhenThereIsRoom(port: Int) throws -> RawClient.Answer {
    for _ in 0..<1000 {
        let client = try RawClient(port: port)
        if let answer = try? client.get("/"), answer.status != 503 { return answer }  // Refused, or reset by refusal.
    }
    throw RawClient.Failure.timedOut
}
