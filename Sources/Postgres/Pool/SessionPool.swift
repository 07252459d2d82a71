import Synchronization

/// The places for sessions, lent to one caller each, and the queue of those who wait for one.
///
/// Whoever came first is served first. A full queue refuses at once, and nobody waits beyond a deadline.
final class SessionPool: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<SessionHost, any Error>
    }

    private struct State {
        /// The most recently used last, so that few sessions serve a quiet hour and the others expire.
        var idle: [SessionHost] = []
        var lent = 0
        var waiters: [Waiter] = []
        var lastNumber = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let maximumSessions: Int
    private let maximumWaiters: Int
    private let makeHost: @Sendable () throws(PostgresError) -> SessionHost

    init(
        maximumSessions: Int, maximumWaiters: Int,
        makeHost: @escaping @Sendable () throws(PostgresError) -> SessionHost
    ) {
        self.maximumSessions = max(1, maximumSessions)
        self.maximumWaiters = max(0, maximumWaiters)
        self.makeHost = makeHost
    }

    /// How many callers wait now.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// How many places have been used and wait for the next caller.
    var idleCount: Int { state.withLock { $0.idle.count } }

    /// How many places are lent now.
    var lentCount: Int { state.withLock { $0.lent } }

    /// Whether nobody is served any more.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Borrows a place; whoever gets it gives it back with `putBack`.
    func take(until deadline: ContinuousClock.Instant) async throws -> SessionHost {
        if let host = try takeAtOnce() { return host }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let alarm = Task { [weak self] in
            // A cancelled sleep means that the waiter was served.
            guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
            self?.dismiss(number, because: .deadlineExceeded)
        }
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(Waiter(number: number, continuation: continuation))
            }
        } onCancel: {
            dismiss(number, because: .cancelled)
        }
    }

    private func takeAtOnce() throws(PostgresError) -> SessionHost? {
        try state.withLock { state throws(PostgresError) in
            guard !state.isClosed else { throw .closed }
            guard state.waiters.isEmpty else { return nil }
            if let host = state.idle.popLast() {
                state.lent += 1
                return host
            }
            guard state.lent < maximumSessions else { return nil }
            let host = try makeHost()
            state.lent += 1
            return host
        }
    }

    private func enqueue(_ waiter: Waiter) {
        let outcome: Result<SessionHost, PostgresError>? = state.withLock { state in
            if state.isClosed { return .failure(.closed) }
            // The cancellation handler may have run already, and found nobody to dismiss.
            if Task.isCancelled { return .failure(.cancelled) }
            // A place may have come back since we looked.
            if state.waiters.isEmpty, let host = state.idle.popLast() {
                state.lent += 1
                return .success(host)
            }
            guard state.waiters.count < maximumWaiters else { return .failure(.poolExhausted) }
            state.waiters.append(waiter)
            return nil
        }
        switch outcome {
        case nil: break
        case .success(let host): waiter.continuation.resume(returning: host)
        case .failure(let error): waiter.continuation.resume(throwing: error)
        }
    }

    private func dismiss(_ number: Int, because reason: PostgresError) {
        let waiter = state.withLock { state -> Waiter? in
            guard let position = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiters.remove(at: position)
        }
        waiter?.continuation.resume(throwing: reason)
    }

    /// Gives a place back: to whoever has waited longest, or to the idle ones.
    func putBack(_ host: SessionHost) {
        let (waiter, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst(), []) }
            state.lent -= 1
            if !state.isClosed { state.idle.append(host) }
            guard state.isClosed, state.lent == 0 else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        waiter?.continuation.resume(returning: host)
        for closer in closers { closer.resume() }
    }

    /// Refuses whoever waits or comes later, closes idle sessions, and returns when those in use have come back.
    func close() async {
        let (waiters, idle) = state.withLock { state in
            state.isClosed = true
            defer {
                state.waiters = []
                state.idle = []
            }
            return (state.waiters, state.idle)
        }
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError.closed) }
        for host in idle { await host.close() }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.lent > 0 else { return true }
                state.closers.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}
