import Foundation
import Glibc
import HTTPMessages
package import Logging
import Synchronization

/// An HTTP/1.1 server over libmicrohttpd.
///
/// Connections are served by a few threads; each request is answered by a task of its own, which may wait as long as it
/// needs without holding a thread. A server starts once and is drained once; after that, make a new one.
package final class HTTPServer: Sendable {
    private enum Stage {
        case fresh
        case running
        case draining
        case ended
    }

    private struct State {
        var stage = Stage.fresh
        var mailboxes: [EventLoop] = []
        var loopsLeft = 0
        var allFinished = true
        var drainDeadline: ContinuousClock.Instant?
        var waiting: [CheckedContinuation<Bool, Never>] = []

        func post(_ message: EventLoop.Message) {
            for mailbox in mailboxes { mailbox.post(message) }
        }

        /// Marks the end, and returns who waits for it and what to tell them.
        mutating func end() -> (waiting: [CheckedContinuation<Bool, Never>], result: Bool) {
            defer {
                waiting = []
                mailboxes = []
            }
            stage = .ended
            return (waiting, allFinished)
        }
    }

    private let configuration: HTTPServerConfiguration
    private let logger: Logger
    private let responder: Responder
    private let drainRegistry = DrainRegistry()
    private let counts: ConnectionCounts
    private let state = Mutex(State())

    /// - Parameter handler: answers one request; its task is cancelled when the client leaves, and when a drain runs out
    ///   of time.
    package init(configuration: HTTPServerConfiguration, logger: Logger, handler: @escaping HTTPHandler) {
        self.configuration = configuration
        self.logger = logger
        counts = ConnectionCounts(limits: configuration.limits)
        responder = Responder(
            limits: configuration.limits, logger: logger, handler: handler, drain: drainRegistry.signal)
    }

    /// Listens, and serves from now on.
    ///
    /// - Returns: the port really bound, which the system chose if the configuration says 0; 0 for a unix socket.
    @discardableResult
    package func start() throws(HTTPServerError) -> Int {
        let isFirst = state.withLock { state in
            defer { if state.stage == .fresh { state.stage = .running } }
            return state.stage == .fresh
        }
        guard isFirst else { throw .alreadyStarted }
        do {
            return try listen()
        } catch {
            let (waiting, result) = state.withLock { $0.end() }
            for continuation in waiting { continuation.resume(returning: result) }
            throw error
        }
    }

    /// How many connections there are, and how many requests are being answered.
    package var load: (connections: Int, requests: Int) { counts.present }

    /// Stops in good order: accepts nothing new, finishes the requests under way, then ends.
    ///
    /// Requests that wait are told by their `DrainSignal`, and bodies that are being produced by cancellation. Requests
    /// that arrive meanwhile on open connections get a 503. At the deadline the rest is cut. Draining again
    /// waits for the same end, sooner if its deadline is sooner; before `start` it only makes `start` impossible.
    ///
    /// - Returns: whether every request under way was answered.
    @discardableResult
    package func drain(deadlineSeconds: Double) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(deadlineSeconds)
        return await withCheckedContinuation { continuation in
            let ended = state.withLock { state -> Bool? in
                switch state.stage {
                case .fresh, .ended:
                    state.stage = .ended
                    return state.allFinished
                case .running, .draining:
                    state.stage = .draining
                    state.waiting.append(continuation)
                    state.drainDeadline = state.drainDeadline.map { min($0, deadline) } ?? deadline
                    state.post(.drain(deadline: deadline))
                    return nil
                }
            }
            if let ended { continuation.resume(returning: ended) }
            // After the loops have heard of it: what is answered now is the last answer of its connection.
            drainRegistry.begin()
        }
    }

    private func listen() throws(HTTPServerError) -> Int {
        // A client that leaves while it is written to must cost an error, not the process.
        signal(SIGPIPE, SIG_IGN)
        LibraryLog.shared.use(logger)
        raiseDescriptorLimit()
        var identity: TLSIdentity?
        if let tls = configuration.tls { identity = try TLSIdentity(tls) }
        if let spooling = configuration.spooling { try preparePrivateFolder(spooling.folder) }
        let socket = try ListeningSocket(configuration.address)
        // All loops are made before any runs: a failure half-way leaves nothing behind.
        var loops: [LoopThread] = []
        for _ in 0..<max(1, configuration.eventLoops) {
            let mailbox = try EventLoop()
            let loop = try ConnectionLoop(
                mailbox: mailbox, listener: socket.duplicate(), configuration: configuration, identity: identity,
                counts: counts, responder: responder, logger: logger)
            loops.append(LoopThread(loop, mailbox: mailbox))
        }
        state.withLock { state in
            state.mailboxes = loops.map(\.mailbox)
            state.loopsLeft = loops.count
            // Someone drained before there was anything to drain.
            if let deadline = state.drainDeadline { state.post(.drain(deadline: deadline)) }
        }
        for loop in loops { loop.start { cut in self.loopEnded(requestsCut: cut) } }
        return socket.port
    }

    private func loopEnded(requestsCut: Int) {
        let (waiting, result) = state.withLock { state in
            state.loopsLeft -= 1
            if requestsCut > 0 { state.allFinished = false }
            return state.loopsLeft == 0 ? state.end() : ([], true)
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }

    /// Asks for all descriptors that the system allows, and says so if they are too few for the limit on connections.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            // Refused, the old limit stays, and the comparison below reads what is true.
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        // 512 for the database, logs and everything else that is not a client.
        let needed = configuration.limits.connections + 512
        if limit.rlim_cur < UInt(needed) {
            logger.warning(
                "the limit on open files is below the limit on connections",
                metadata: ["open_files": "\(limit.rlim_cur)", "needed": "\(needed)"])
        }
    }
}
