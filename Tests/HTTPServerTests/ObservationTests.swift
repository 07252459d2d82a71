import Foundation
import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite struct `Whoever counts requests` {
    /// What a server tells of its requests.
    private final class Book: Sendable {
        let told = Mutex<[HTTPObservation]>([])
    }

    @Test func `is told of each when it is over, with its route and without a word of the client's`() async throws {
        let book = Book()
        try await withServer(
            { configuration in
                configuration.limits.bodyBytes = 4
                configuration.observe = { observation in book.told.withLock { $0.append(observation) } }
            },
            handler: { request in
                guard request.path == ["ana"] else { return .problem(.notFound) }
                var response = Response.text("ok")
                response.routeTemplate = "/{member}"
                return response
            },
            client: { port in
                let client = try RawClient(port: port)
                _ = try client.get("/ana")
                _ = try client.get("/ben?x=1")
                try client.send("POST /ana HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
                _ = try client.answer()
                let hostile = try RawClient(port: port)
                try hostile.send("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try hostile.answer()
            })
        let told = book.told.withLock { $0 }
        #expect(told.map(\.status?.code) == [200, 404, 413, 400])
        #expect(told.map(\.routeTemplate) == ["/{member}", nil, nil, nil])
        #expect(told.map(\.problem) == [nil, "not-found", "content-too-large", "malformed-request"])
        #expect(told.map(\.method) == [.get, .get, .post, nil])
        #expect(told.allSatisfy { $0.duration >= .zero })
    }

    @Test func `is told of an answer that nobody waited for`() async throws {
        let book = Book()
        let asked = Event()
        try await withServer(
            { $0.observe = { observation in book.told.withLock { $0.append(observation) } } },
            handler: { _ in
                asked.happen()
                // The client's departure ends the wait.
                try? await Task.sleep(for: .seconds(600))
                // More than a socket takes for somebody who has left.
                return .text(String(repeating: "late ", count: 4 << 20))
            },
            client: { port in
                var client: RawClient? = try RawClient(port: port)
                try client?.request("GET", "/", [])
                #expect(asked.waitOnThread())
                client = nil
                // Else the server's own end would be what ends the wait.
                let deadline = ContinuousClock.now + .seconds(30)
                while book.told.withLock(\.isEmpty), .now < deadline { Thread.sleep(forTimeInterval: 0.005) }
            })
        let told = book.told.withLock { $0 }
        #expect(told.count == 1 && told.first?.isWhole == false)
    }

    @Test func `sees how many there are`() async throws {
        var configuration = HTTPServerConfiguration.unhurried
        configuration.eventLoops = 1
        let (asked, go) = (Event(), Event())
        let server = HTTPServer(configuration: configuration, logger: .silent) { _ in
            asked.happen()
            await go.wait()
            return .text("done")
        }
        #expect(server.load == (0, 0))
        let port = try server.start()
        try await onThread {
            let client = try RawClient(port: port)
            try client.request("GET", "/", [])
            #expect(asked.waitOnThread())
            #expect(server.load == (1, 1))
            go.happen()
            _ = try client.answer()
        }
        await server.drain(deadlineSeconds: 5)
        #expect(server.load == (0, 0))
    }

    @Test func `finds the trace in the log, the client's or the request's own`() async throws {
        let log = LogCollector()
        try await withServer(
            logger: log.logger,
            client: { port in
                let client = try RawClient(port: port)
                _ = try client.get("/", ["traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
                _ = try client.get("/", ["traceparent: ana"])
            })
        let lines = log.lines.filter { $0.message == "request" }
        #expect(lines.first?.metadata["trace_id"] == "0af7651916cd43dd8448eb211c80319c")
        let own = try #require(lines.last?.metadata["request_id"])
        #expect(lines.last?.metadata["trace_id"] == own.filter { $0 != "-" })
    }
}
