import CMicroHTTPD
import Glibc
import HTTPMessages
import Logging

/// Serves a share of the connections on one thread: accepts them, runs libmicrohttpd, keeps the deadlines.
///
/// The loop waits by itself and calls libmicrohttpd only to do what is ready. Left to wait on its own, version 0.9.75
/// hangs when exactly as many connections are ready as it takes at once (128).
final class ConnectionLoop {
    let mailbox: EventLoop
    let configuration: HTTPServerConfiguration
    let counts: ConnectionCounts
    let responder: Responder
    let gate: Gate
    let logger: Logger

    /// Nil once the loop takes nothing new.
    private var listener: ListeningSocket?
    /// Nil before `run` and after the end.
    private var daemon: Daemon?
    private var nextNumber = 0
    private var acceptsAgain: ContinuousClock.Instant?
    private(set) var drainDeadline: ContinuousClock.Instant?
    private var nextSweep = ContinuousClock.now
    private var nextDepartureCheck = ContinuousClock.now
    private var requestsCut = 0

    /// Accepted sockets that libmicrohttpd has not yet announced as connections.
    var announced: [CInt: Client] = [:]
    var clients: [Int: Client] = [:]
    /// Those that libmicrohttpd is kept from, by their numbers.
    var heardOut: [Int: HeardOut] = [:]
    /// Where to read what is dropped.
    var scrap = [UInt8](repeating: 0, count: 65_536)
    /// A response for requests that arrive now is the last of its connection.
    var isDraining: Bool { drainDeadline != nil }

    init(
        mailbox: EventLoop, listener: consuming ListeningSocket, configuration: HTTPServerConfiguration,
        identity: TLSIdentity?, counts: ConnectionCounts, responder: Responder, logger: Logger
    ) throws(HTTPServerError) {
        self.mailbox = mailbox
        self.listener = consume listener
        self.configuration = configuration
        self.counts = counts
        self.responder = responder
        self.gate = Gate(
            limits: configuration.limits, bodyLimit: configuration.bodyLimit, spooling: configuration.spooling)
        self.logger = logger
        daemon = unsafe try Daemon(
            callbacks: loopCallbacks(for: self), limits: configuration.limits, identity: identity)
    }

    /// Serves until drained; returns the number of requests that had to be cut short.
    func run() -> Int {
        while !hasEnded {
            wait()
            for message in mailbox.takeMessages() { take(message) }
            accept()
            hearOut()
            daemon?.runOnce()
            sweepIfDue()
        }
        listener = nil
        daemon = nil
        return requestsCut
    }

    private var hasEnded: Bool {
        guard let drainDeadline else { return false }
        // At the deadline everything was resumed and shut down. What is still there is not suspended, and stopping
        // the daemon closes it.
        return clients.isEmpty && announced.isEmpty || drainDeadline + .seconds(2) < .now
    }

    private func wait() {
        let now = ContinuousClock.now
        var milliseconds = max(0, Int((nextSweep - now) / .milliseconds(1)) + 1)
        if let wanted = daemon?.timeoutMilliseconds { milliseconds = min(milliseconds, wanted) }
        let accepting = listener != nil && (acceptsAgain.map { $0 <= now } ?? true)
        var polled = [
            pollfd(fd: mailbox.bell, events: Int16(POLLIN), revents: 0),
            // A negative descriptor is skipped.
            pollfd(fd: daemon?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: accepting ? listener?.descriptor ?? -1 : -1, events: Int16(POLLIN), revents: 0),
        ]
        polled += heardOut.values.map { pollfd(fd: $0.client.socket, events: Int16(POLLIN), revents: 0) }
        // An interruption is as good as an event: everything below looks for itself.
        _ = unsafe poll(&polled, nfds_t(polled.count), CInt(clamping: milliseconds))
    }

    private func take(_ message: EventLoop.Message) {
        switch message {
        case .answer(let number, let response):
            guard let client = clients[number], let exchange = client.exchange, case .working = exchange.stage else {
                return  // It was cut when the drain ran out of time.
            }
            resume(client, exchange, with: response)
        case .judgement(let number, let refusal):
            guard let client = clients[number], let exchange = client.exchange, case .asking = exchange.stage else {
                return  // It was cut when the drain ran out of time.
            }
            if let refusal { resume(client, exchange, with: refusal) } else { letBodyCome(client, exchange) }
        case .supply(let number):
            if let client = clients[number], let exchange = client.exchange { unpark(client, exchange) }
        case .drain(let deadline): drain(until: deadline)
        }
    }

    private func resume(_ client: Client, _ exchange: Exchange, with response: FinishedResponse) {
        exchange.stage = .answered(response)
        // A body that is yet to be produced keeps its task, and so its place.
        if case .bytes = response.body { discount(exchange) }
        client.resume()
    }

    /// Resumes a connection that was suspended for want of a body's next piece.
    private func unpark(_ client: Client, _ exchange: Exchange) {
        guard exchange.isParked else { return }
        exchange.isParked = false
        client.resume()
    }

    // MARK: Accepting

    /// Takes a batch of waiting clients; the rest is still waiting at the next turn.
    private func accept() {
        guard let descriptor = listener?.descriptor, acceptsAgain.map({ $0 <= .now }) ?? true else { return }
        acceptsAgain = nil
        for _ in 0..<64 {
            var storage = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let socket = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    (address: UnsafeMutablePointer<sockaddr>) -> CInt in
                    unsafe Glibc.accept(descriptor, address, &size)
                }
            }
            guard socket >= 0 else {
                // Out of descriptors or memory: try again later instead of spinning on a socket that stays ready.
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) { acceptsAgain = .now + .milliseconds(100) }
                if errno == ECONNABORTED || errno == EINTR { continue }
                return
            }
            // These cannot fail for a descriptor that was just made.
            _ = fcntl(socket, F_SETFL, O_NONBLOCK)
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            serve(socket, storage, size)
        }
    }

    private func serve(_ socket: CInt, _ storage: sockaddr_storage, _ size: socklen_t) {
        let peer = PeerAddress(storage)
        guard counts.admit(peer) else {
            // A client that has yet to shake hands could not read it.
            if configuration.tls == nil {
                let refusal = turningAway("There are too many connections.", id: Request.newID())
                write(refusal.message(), asLastTo: socket)
            }
            _ = Glibc.close(socket)  // Nothing more can be done for it.
            return
        }
        nextNumber += 1
        let client = Client(
            loop: self, number: nextNumber, socket: socket, peer: peer,
            deadline: .now + .seconds(configuration.deadlines.headerSeconds))
        announced[socket] = client
        var storage = storage
        let added = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (address: UnsafeMutablePointer<sockaddr>) -> Bool in
                unsafe daemon?.add(socket, address, size) ?? false
            }
        }
        // Had it been announced and closed again, the count would be right already.
        if !added, announced.removeValue(forKey: socket) != nil { counts.close(peer) }
    }

    // MARK: Deadlines

    private func sweepIfDue() {
        let now = ContinuousClock.now
        guard now >= nextSweep else { return }
        let deadlines = configuration.deadlines
        let shortest = min(
            deadlines.headerSeconds, deadlines.bodySeconds, deadlines.responseSeconds, deadlines.idleSeconds,
            deadlines.departureCheckSeconds, deadlines.hearingOutSeconds)
        nextSweep = now + .seconds(min(0.25, max(0.01, shortest / 4)))
        for client in clients.values {
            if let deadline = client.deadline, deadline <= now { cut(client) }
        }
        if now >= nextDepartureCheck {
            nextDepartureCheck = now + .seconds(deadlines.departureCheckSeconds)
            cancelForDeparted()
            reportOld(now)
        }
        if let drainDeadline, drainDeadline <= now { cutEverything() }
    }

    /// Shuts the socket down; libmicrohttpd then finds it closed, and announces that.
    ///
    /// The announcement comes on this thread, so the descriptor cannot belong to another client yet.
    func cut(_ client: Client) {
        switch client.exchange?.stage {
        case .arriving, .receiving: answerLast(.requestTimeout, client)
        case .asking, .working, .answered, .sending, .streaming, nil: break
        }
        _ = shutdown(client.socket, CInt(SHUT_RDWR))
        client.deadline = nil
        endHearingOut(client)
    }

    /// Cancels the tasks of clients that have left: libmicrohttpd does not look at suspended connections.
    private func cancelForDeparted() {
        var polled: [pollfd] = []
        var waiting: [Client] = []
        for client in clients.values {
            switch client.exchange?.stage {
            case .asking, .working: break
            case .streaming where client.exchange?.isParked == true: break
            default: continue
            }
            polled.append(pollfd(fd: client.socket, events: pollPeerClosed, revents: 0))
            waiting.append(client)
        }
        guard unsafe poll(&polled, nfds_t(polled.count), 0) > 0 else { return }
        for (entry, client) in zip(polled, waiting) where entry.revents != 0 {
            guard let exchange = client.exchange else { continue }
            giveUp(client, exchange)
        }
    }

    /// Ends the task of a request whose client will not see the end; a body that was being sent is cut short.
    private func giveUp(_ client: Client, _ exchange: Exchange) {
        switch exchange.stage {
        case .asking(_, let task), .working(let task): task.cancel()
        case .streaming(let stream, let task):
            stream.abandon()
            task.cancel()
            unpark(client, exchange)
        case .arriving, .receiving, .answered, .sending: break
        }
    }

    /// Names requests that no handler should take so long for: one that is stuck holds its connection for ever.
    private func reportOld(_ now: ContinuousClock.Instant) {
        let limit = Duration.seconds(configuration.deadlines.reportSeconds)
        for client in clients.values {
            guard let exchange = client.exchange, !exchange.wasReported, now - exchange.started > limit else {
                continue
            }
            // A stream is meant to last.
            if case .streaming = exchange.stage { continue }
            exchange.wasReported = true
            logger.warning("a request is taking very long", metadata: ["request_id": "\(exchange.id)"])
        }
    }

    // MARK: Draining

    private func drain(until deadline: ContinuousClock.Instant) {
        drainDeadline = drainDeadline.map { min($0, deadline) } ?? deadline
        listener = nil
        // Requests that have come as far as our sockets are still answered; connections without one are closed.
        daemon?.runOnce()
        for client in clients.values {
            switch client.exchange?.stage {
            case nil: cut(client)
            case .streaming(_, let task): task.cancel()
            case .arriving, .asking, .receiving, .working, .answered, .sending: break
            }
        }
    }

    private func cutEverything() {
        for client in clients.values {
            if let exchange = client.exchange {
                requestsCut += 1
                giveUp(client, exchange)
                switch exchange.stage {
                case .asking, .working:
                    resume(
                        client, exchange, with: turningAway("The server is shutting down.", id: exchange.id).closing())
                case .arriving, .receiving, .answered, .sending, .streaming: break
                }
            }
        }
        // The answers go out before the sockets are shut.
        for _ in 0..<4 { daemon?.runOnce() }
        for client in clients.values { cut(client) }
    }
}

/// Seconds to wait before another try, spread so that clients turned away together do not return together.
func retryAfter() -> String { String(Int.random(in: 1...5)) }

/// `POLLRDHUP` of Linux, which Swift's Glibc does not show: the peer has closed its side.
private let pollPeerClosed: Int16 = 0x2000
