import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite(.serialized) struct `Many at once` {
    @Test(arguments: [127, 128, 129, 256, 512], [1, 2])
    func `connections in lock-step are all answered`(count: Int, loops: Int) async throws {
        let answered = try await withServer(
            { $0.eventLoops = loops }, handler: { _ in .noContent },
            client: { port in
                let clients = try (0..<count).map { _ in try RawClient(port: port) }
                var answered = 0
                for _ in 0..<8 {
                    for client in clients { try client.request("GET", "/") }
                    for client in clients where try client.answer().status == 204 { answered += 1 }
                }
                return answered
            })
        #expect(answered == count * 8)
    }

    @Test func `a thousand requests wait together and are answered together`() async throws {
        let count = 1000
        let arrived = Atomic(0)
        let all = Event()
        let bodies = try await withServer(
            handler: { request in
                if arrived.add(1, ordering: .sequentiallyConsistent).newValue == count { all.happen() }
                await all.wait()
                return .text(request.path.joined())
            },
            client: { port in
                let clients = try (0..<count).map { _ in try RawClient(port: port) }
                for (index, client) in clients.enumerated() { try client.request("GET", "/\(index)") }
                return try clients.map { try $0.answer().text }
            })
        #expect(bodies == (0..<count).map(String.init))
    }

    @Test func `answers that are ready at once never overtake the suspension`() async throws {
        let total = try await withServer(
            handler: { .text(String($0.body.count)) },
            client: { port in
                var total = 0
                let clients = try (0..<8).map { _ in try RawClient(port: port) }
                for _ in 0..<50 {
                    for client in clients {
                        for size in 1...20 {
                            try client.request("POST", "/", body: [UInt8](repeating: 65, count: size))
                        }
                    }
                    for client in clients {
                        for size in 1...20 where try client.answer().text == String(size) { total += 1 }
                    }
                }
                return total
            })
        #expect(total == 8000)
    }

    @Test func `requests that wait do not starve those that need not`() async throws {
        let release = Event()
        let (quick, slow) = try await withServer(
            handler: { request in
                if request.path == ["wait"] { await release.wait() }
                return .noContent
            },
            client: { port in
                let waiting = try (0..<200).map { _ in try RawClient(port: port) }
                let busy = try (0..<50).map { _ in try RawClient(port: port) }
                var quick = 0
                for round in 0..<40 {
                    // More of them wait in each round, while the others come and go on the same loops.
                    for client in waiting[round * 5..<(round + 1) * 5] { try client.request("GET", "/wait") }
                    for client in busy { try client.request("GET", "/") }
                    for client in busy where try client.answer().status == 204 { quick += 1 }
                }
                release.happen()
                return (quick, try waiting.filter { try $0.answer().status == 204 }.count)
            })
        #expect(quick == 2000)
        #expect(slow == 200)
    }

    @Test func `connections that open and close leave nothing behind`() async throws {
        let statuses = try await withServer(
            { $0.limits.connections = 50 },
            client: { port in
                try (0..<500).map { _ in
                    let client = try RawClient(port: port)
                    let status = try client.get("/", ["Connection: close"]).status
                    _ = try client.untilClosed()
                    return status
                }
            })
        // A connection that stayed counted would turn the later ones away; a closing one may still count for a moment.
        #expect(statuses == Array(repeating: 200, count: 500))
    }

    @Test func `a client that leaves has its handler cancelled`() async throws {
        let entered = Event()
        let cancelled = Event()
        let release = Event()
        let answer = try await withServer(
            { $0.deadlines.departureCheckSeconds = 0.02 },
            handler: { request in
                guard request.path == ["wait"] else { return .noContent }
                await withTaskCancellationHandler {
                    entered.happen()
                    await release.wait()
                } onCancel: {
                    cancelled.happen()
                    release.happen()
                }
                return .text("to nobody")
            },
            client: { port in
                let leaving = try RawClient(port: port)
                try leaving.request("GET", "/wait")
                #expect(entered.waitOnThread())
                leaving.close()
                #expect(cancelled.waitOnThread())
                return try RawClient(port: port).get("/")
            })
        #expect(answer.status == 204)
        #expect(cancelled.hasHappened)
    }

    @Test func `a client that only stops sending still gets what the handler answers`() async throws {
        let entered = Event()
        let release = Event()
        let answer = try await withServer(
            { $0.deadlines.departureCheckSeconds = 3600 },
            handler: { _ in
                entered.happen()
                await release.wait()
                return .text("heard")
            },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                #expect(entered.waitOnThread())
                client.close(1)  // SHUT_WR
                release.happen()
                return try client.answer()
            })
        #expect(answer.text == "heard")
    }
}
