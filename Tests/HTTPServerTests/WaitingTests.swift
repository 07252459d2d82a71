import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite(.serialized) struct `Draining with requests that wait` {
    private func server(_ handler: @escaping HTTPHandler) -> HTTPServer {
        HTTPServer(configuration: .unhurried, logger: .silent, handler: handler)
    }

    @Test func `answers all thousand of them at once`() async throws {
        let count = 1000
        let arrived = Atomic(0)
        let all = Event()
        let server = server { request in
            let woken = Event()
            return await request.drain.whileWaiting {
                if arrived.add(1, ordering: .sequentiallyConsistent).newValue == count { all.happen() }
                await woken.wait()
                return .text("no news")
            } onDrain: {
                woken.happen()
            }
        }
        let port = try server.start()
        let drained = Task {
            await all.wait()
            return await server.drain(deadlineSeconds: 30)
        }
        let answers = try await onThread {
            let clients = try (0..<count).map { _ in try RawClient(port: port) }
            for client in clients { try client.request("GET", "/") }
            return try clients.map { try $0.answer() }
        }
        #expect(answers.allSatisfy { $0.text == "no news" && $0["Connection"]?.lowercased() == "close" })
        #expect(await drained.value)
    }

    @Test func `cancels producers of bodies, sends their last word, and closes`() async throws {
        let entered = Event()
        let server = server { _ in
            .produced(contentType: "text/event-stream") { writer in
                let cancelled = Event()
                await withTaskCancellationHandler {
                    entered.happen()
                    await cancelled.wait()
                } onCancel: {
                    cancelled.happen()
                }
                try await writer.write("retry: 1000\n\n")
                throw CancellationError()
            }
        }
        let port = try server.start()
        let drained = Task {
            await entered.wait()
            return await server.drain(deadlineSeconds: 30)
        }
        let (last, end, rest) = try await onThread {
            let client = try RawClient(port: port)
            try client.request("GET", "/")
            _ = try client.answer(toHead: true)
            return (try client.chunk(), try client.chunk(), try client.untilClosed())
        }
        #expect(last == "retry: 1000\n\n")
        #expect(end == nil)
        #expect(rest.isEmpty)
        #expect(await drained.value)
    }

    @Test func `cuts bodies that go on after the deadline`() async throws {
        let entered = Event()
        let closed = Event()
        let release = Event()
        let server = server { _ in
            .produced(contentType: "text/event-stream") { writer in
                entered.happen()
                await release.wait()
                do { try await writer.write("too late") } catch { closed.happen() }
            }
        }
        let port = try server.start()
        let drained = Task {
            await entered.wait()
            return await server.drain(deadlineSeconds: 0.05)
        }
        try await onThread {
            let client = try RawClient(port: port)
            try client.request("GET", "/")
            _ = try client.answer(toHead: true)
            #expect(throws: RawClient.Failure.self) { try client.chunk() }
        }
        #expect(await drained.value == false)
        release.happen()
        await closed.wait()
    }
}
