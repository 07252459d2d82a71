import HTTPMessages
import HTTPServer
import Testing

@Suite struct `Draining` {
    private func server(_ handler: @escaping HTTPHandler) -> HTTPServer {
        HTTPServer(configuration: .unhurried, logger: .silent, handler: handler)
    }

    @Test func `finishes requests under way, refuses new ones, then ends`() async throws {
        let entered = Event()
        let release = Event()
        let server = server { _ in
            entered.happen()
            await release.wait()
            return .text("finished")
        }
        let port = try server.start()
        let inFlight = Event()
        let drained = Task {
            await inFlight.wait()
            return await server.drain(deadlineSeconds: 30)
        }
        let (answer, idle, late) = try await onThread {
            let idle = try RawClient(port: port)
            let client = try RawClient(port: port)
            try client.request("GET", "/")
            #expect(entered.waitOnThread())
            inFlight.happen()
            // The idle connection is closed as soon as the drain has begun.
            let rest = try idle.untilClosed()
            // Other loops close their share of the listening socket in their own time.
            var late = try? RawClient(port: port)
            for _ in 0..<1000 where late != nil {
                _ = try? late?.untilClosed()  // Reset with the backlog.
                late = try? RawClient(port: port)
            }
            release.happen()
            return (try client.answer(), rest, late == nil)
        }
        #expect(answer.text == "finished")
        #expect(answer["Connection"]?.lowercased() == "close")
        #expect(idle.isEmpty)
        #expect(late)
        #expect(await drained.value)
    }

    @Test func `answers 503 to requests that arrive behind one under way`() async throws {
        let entered = Event()
        let release = Event()
        let server = server { _ in
            entered.happen()
            await release.wait()
            return .text("finished")
        }
        let port = try server.start()
        let task = Task {
            await entered.wait()
            let drained = Task { await server.drain(deadlineSeconds: 30) }
            return await drained.value
        }
        let statuses = try await onThread {
            let idle = try RawClient(port: port)
            let client = try RawClient(port: port)
            let half = try RawClient(port: port)
            try half.send("GET / HTTP/1.1\r\nHost: a\r\n")
            // Answered on a loop of its own, so that the half request has certainly been read before the drain.
            try client.request("GET", "/")
            _ = try idle.untilClosed()
            try? half.send("\r\n")  // Its loop may have taken it for idle, had nothing of it been read.
            let second = try? half.answer().status
            release.happen()
            return (try client.answer().status, second)
        }
        #expect(statuses.0 == 200)
        #expect(statuses.1 == 503 || statuses.1 == nil)
        #expect(await task.value)
    }

    @Test func `cuts what is not finished at the deadline, and says so`() async throws {
        let entered = Event()
        let cancelled = Event()
        let server = server { _ in
            await withTaskCancellationHandler {
                entered.happen()
                await cancelled.wait()
            } onCancel: {
                cancelled.happen()
            }
            return .text("too late")
        }
        let port = try server.start()
        let drained = Task {
            await entered.wait()
            return await server.drain(deadlineSeconds: 0.05)
        }
        let answer = try await onThread {
            let client = try RawClient(port: port)
            try client.request("GET", "/")
            return try client.answer()
        }
        #expect(answer.status == 503)
        #expect(answer["Retry-After"] != nil)
        #expect(await drained.value == false)
        #expect(cancelled.hasHappened)
    }

    @Test func `survives a handler that ignores cancellation`() async throws {
        let entered = Event()
        let release = Event()
        let server = server { _ in
            entered.happen()
            await release.wait()
            return .noContent
        }
        let port = try server.start()
        let status = Task {
            try await onThread {
                let client = try RawClient(port: port)
                try client.request("GET", "/")
                return try client.answer().status
            }
        }
        await entered.wait()
        #expect(await server.drain(deadlineSeconds: 0) == false)
        #expect(try await status.value == 503)
        release.happen()
    }

    @Test func `twice, at once and again, waits for the same end`() async throws {
        let server = server(echo)
        let port = try server.start()
        _ = try await onThread { try RawClient(port: port).get("/").status }
        async let first = server.drain(deadlineSeconds: 5)
        async let second = server.drain(deadlineSeconds: 5)
        #expect(await [first, second] == [true, true])
        #expect(await server.drain(deadlineSeconds: 5))
        #expect(throws: HTTPServerError.alreadyStarted) { try server.start() }
    }

    @Test func `before the start makes the start impossible`() async throws {
        let server = server(echo)
        #expect(await server.drain(deadlineSeconds: 0))
        #expect(throws: HTTPServerError.alreadyStarted) { try server.start() }
    }

    @Test func `is the only way on from a start`() async throws {
        let server = server(echo)
        try server.start()
        #expect(throws: HTTPServerError.alreadyStarted) { try server.start() }
        #expect(await server.drain(deadlineSeconds: 5))
    }

    @Test func `loses none of the requests that keep coming`() async throws {
        let server = server { .text($0.path.joined()) }
        let port = try server.start()
        let underWay = Event()
        let drained = Task {
            await underWay.wait()
            return await server.drain(deadlineSeconds: 10)
        }
        let wrong = try await onThread {
            let clients = try (0..<20).map { _ in try RawClient(port: port) }
            var open = clients.map { _ in true }
            for round in 0..<10_000 where open.contains(true) {
                if round == 5 { underWay.happen() }
                for (index, client) in clients.enumerated() where open[index] {
                    // A connection that was idle when the drain began is closed, which a client may retry.
                    guard (try? client.request("GET", "/\(round)")) != nil, let answer = try? client.answer() else {
                        open[index] = false
                        continue
                    }
                    if answer.status == 200, answer.text != String(round) { return true }
                    if answer.status != 200, answer.status != 503 { return true }
                    if answer["Connection"]?.lowercased() == "close" { open[index] = false }
                }
            }
            return open.contains(true)
        }
        #expect(!wrong)
        #expect(await drained.value)
    }
}
