import HTTPMessages
import HTTPServer
import Logging
import Synchronization
import Testing

@Suite struct `A body that is produced over time` {
    @Test func `arrives piece by piece, and the connection lives on`() async throws {
        let heard = (0..<3).map { _ in Event() }
        let log = LogCollector()
        let (head, pieces, next) = try await withServer(
            logger: log.logger,
            handler: { request in
                guard request.path == ["events"] else { return .text("next") }
                var response = Response.produced(contentType: "text/event-stream") { writer in
                    for (index, event) in heard.enumerated() {
                        await event.wait()
                        try await writer.write("data: \(index)\n\n")
                    }
                }
                response.routeTemplate = "/events"
                return response
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/events", ["Accept-Encoding: gzip"])
                // The head comes before anything has been written.
                let head = try client.answer(toHead: true)
                var pieces: [String] = []
                for event in heard {
                    event.happen()
                    pieces.append(try client.chunk() ?? "the end")
                }
                #expect(try client.chunk() == nil)
                return (head, pieces, try client.get("/"))
            })
        #expect(head.status == 200)
        #expect(head["Content-Type"] == "text/event-stream")
        #expect(head["Transfer-Encoding"]?.lowercased() == "chunked")
        #expect(head["Content-Length"] == nil)
        #expect(head["Content-Encoding"] == nil)
        #expect(head["X-Request-Id"] != nil)
        #expect(pieces == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"])
        #expect(next.text == "next")
        let line = log.lines.first { $0.metadata["route"] == "/events" }
        #expect(line?.metadata["bytes"] == "27")
        #expect(line?.metadata["outcome"] == "sent")
    }

    @Test func `arrives whole however large its pieces are`() async throws {
        let piece = [UInt8](repeating: 65, count: 300_000)
        let received = try await withServer(
            handler: { _ in
                .produced(contentType: "text/plain") { writer in
                    for _ in 0..<5 { try await writer.write(piece) }
                }
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                _ = try client.answer(toHead: true)
                var received = 0
                while let chunk = try client.chunk() { received += chunk.utf8.count }
                return received
            })
        #expect(received == 5 * piece.count)
    }

    @Test func `ends with the connection for HTTP/1.0`() async throws {
        let text = try await withServer(
            handler: { _ in .produced(contentType: "text/plain") { try await $0.write("old and whole") } },
            client: { port in
                let client = try RawClient(port: port)
                try client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
                return try client.untilClosed()
            })
        #expect(text.hasSuffix("\r\n\r\nold and whole"))
        #expect(!text.lowercased().contains("chunked"))
    }

    @Test func `is not produced for HEAD`() async throws {
        let produced = Event()
        let (head, next) = try await withServer(
            handler: { request in
                guard request.path.isEmpty else { return .text("next") }
                return .produced(contentType: "text/plain") { _ in produced.happen() }
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("HEAD", "/")
                return (try client.answer(toHead: true), try client.get("/next"))
            })
        #expect(head.status == 200)
        #expect(next.text == "next")
        #expect(!produced.hasHappened)
    }

    @Test func `is cut short when its producer fails, so that the client notices`() async throws {
        struct Failed: Error {}
        let log = LogCollector()
        let id = try await withServer(
            logger: log.logger,
            handler: { _ in
                .produced(contentType: "text/plain") { writer in
                    try await writer.write("half")
                    throw Failed()
                }
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                let head = try client.answer(toHead: true)
                #expect(try client.chunk() == "half")
                #expect(throws: RawClient.Failure.self) { try client.chunk() }
                return head["X-Request-Id"]
            })
        let line = log.lines.first { $0.message == "a body was cut short" }
        #expect(line?.metadata["request_id"] == id)
    }

    @Test func `is cancelled when the client leaves, even while nothing is written`() async throws {
        let entered = Event()
        let cancelled = Event()
        let closed = Event()
        let answer = try await withServer(
            {
                $0.deadlines.departureCheckSeconds = 0.02
                $0.limits.requestsInFlight = 1
            },
            handler: { request in
                guard request.path == ["events"] else { return .noContent }
                return .produced(contentType: "text/event-stream") { writer in
                    try await writer.write(": hello\n\n")
                    await withTaskCancellationHandler {
                        entered.happen()
                        await cancelled.wait()
                    } onCancel: {
                        cancelled.happen()
                    }
                    do { try await writer.write("to nobody") } catch { closed.happen() }
                }
            },
            client: { port in
                let leaving = try RawClient(port: port)
                try leaving.request("GET", "/events")
                #expect(entered.waitOnThread())
                leaving.close()
                #expect(closed.waitOnThread())
                // Its place among the requests in flight is free again, as soon as its connection is gone.
                for _ in 0..<1000 {
                    let answer = try RawClient(port: port).get("/")
                    if answer.status != 503 { return answer }
                }
                throw RawClient.Failure.timedOut
            })
        #expect(answer.status == 204)
    }

    @Test func `to a client that never reads is cut, and waits in a bounded buffer until then`() async throws {
        let closed = Event()
        let written = Atomic(0)
        let piece = [UInt8](repeating: 65, count: 10_000)
        try await withServer(
            { $0.deadlines.responseSeconds = 0.2 },
            handler: { _ in
                .produced(contentType: "text/plain") { writer in
                    do {
                        while true {
                            try await writer.write(piece)
                            written.add(piece.count, ordering: .relaxed)
                        }
                    } catch {
                        closed.happen()
                    }
                }
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                #expect(closed.waitOnThread())
            })
        // What the sockets at both ends take is the system's affair: a few MiB.
        #expect(written.load(ordering: .relaxed) < 64 << 20)
    }

    @Test func `goes to many at once`() async throws {
        let count = 200
        let entered = Atomic(0)
        let all = Event()
        let texts = try await withServer(
            handler: { request in
                let name = request.path.joined()
                return .produced(contentType: "text/event-stream") { writer in
                    if entered.add(1, ordering: .relaxed).newValue == count { all.happen() }
                    await all.wait()
                    for index in 0..<10 { try await writer.write("\(name).\(index) ") }
                }
            },
            client: { port in
                let clients = try (0..<count).map { _ in try RawClient(port: port) }
                for (index, client) in clients.enumerated() { try client.request("GET", "/\(index)") }
                return try clients.map { client in
                    _ = try client.answer(toHead: true)
                    var text = ""
                    while let chunk = try client.chunk() { text += chunk }
                    return text
                }
            })
        #expect(texts == (0..<count).map { name in (0..<10).map { "\(name).\($0) " }.joined() })
    }
}
