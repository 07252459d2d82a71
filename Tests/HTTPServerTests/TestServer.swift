import Foundation
import HTTPMessages
import HTTPServer
import Logging
import Synchronization

/// Runs a server while a client that blocks does its work on a thread of its own.
func withServer<Result: Sendable>(
    _ configure: (inout HTTPServerConfiguration) -> Void = { _ in }, logger: Logger = .silent,
    handler: @escaping HTTPHandler = echo, client: @escaping @Sendable (Int) throws -> Result
) async throws -> Result {
    var configuration = HTTPServerConfiguration.unhurried
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, logger: logger, handler: handler)
    let port = try server.start()
    do {
        let result = try await onThread { try client(port) }
        await server.drain(deadlineSeconds: 5)
        return result
    } catch {
        await server.drain(deadlineSeconds: 0)
        throw error
    }
}

extension HTTPServerConfiguration {
    /// Deadlines into which only a test of deadlines is to run: every suite starts at once on few cores.
    static var unhurried: HTTPServerConfiguration {
        var configuration = HTTPServerConfiguration()
        configuration.deadlines.headerSeconds = 60
        configuration.deadlines.bodySeconds = 60
        configuration.deadlines.responseSeconds = 60
        configuration.deadlines.idleSeconds = 60
        return configuration
    }
}

/// Runs blocking code off Swift's own threads, which the handlers need.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
    }
}

/// Answers with what it got.
let echo: HTTPHandler = { request in
    var response = Response.text(String(decoding: request.body, as: UTF8.self))
    response.headers["X-Method"] = request.method.rawValue
    response.headers["X-Path"] = request.path.joined(separator: "|")
    response.headers["X-Query"] = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
    response.headers["X-Peer"] = request.peerAddress
    response.routeTemplate = "/echo"
    return response
}

/// An event that happens once, for tests that wait for it from tasks or from threads.
final class Event: Sendable {
    private struct State {
        var hasHappened = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)

    func happen() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.hasHappened = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
        semaphore.signal()
    }

    var hasHappened: Bool { state.withLock(\.hasHappened) }

    func wait() async {
        await withCheckedContinuation { continuation in
            let now = state.withLock { state in
                if !state.hasHappened { state.waiting.append(continuation) }
                return state.hasHappened
            }
            if now { continuation.resume() }
        }
    }

    /// Blocks a test's thread, for at most ten seconds; whether it happened.
    func waitOnThread() -> Bool {
        defer { semaphore.signal() }
        return semaphore.wait(timeout: .now() + 10) == .success
    }
}

/// Collects what a server logs.
final class LogCollector: Sendable {
    struct Line: Sendable {
        let message: String
        let metadata: [String: String]
    }

    private let state = Mutex<[Line]>([])
    private let seen: @Sendable (Line) -> Void

    /// - Parameter seen: called with each line.
    init(seen: @escaping @Sendable (Line) -> Void = { _ in }) { self.seen = seen }

    var lines: [Line] { state.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(collector: self) }
    }

    private struct Handler: LogHandler {
        let collector: LogCollector
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(
                message: event.message.description, metadata: (event.metadata ?? [:]).mapValues(\.description))
            collector.state.withLock { $0.append(line) }
            collector.seen(line)
        }
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}
