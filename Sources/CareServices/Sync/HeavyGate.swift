import Care
import Synchronization

/// Lets only so many copies begin at once, in the order in which they came; whoever pulls a few new rows never waits here.
///
/// A hundred devices that begin at the same time would otherwise take every session of the database, and the members who only
/// want to know whether there is something new would wait behind them.
package final class HeavyGate: Sendable {
    private struct Waiter {
        var number: UInt64
        var continuation: CheckedContinuation<Bool, Never>
        /// Ends the wait when patience does.
        var timer: Task<Void, Never>

        func resume(_ mayEnter: Bool) {
            timer.cancel()
            continuation.resume(returning: mayEnter)
        }
    }

    private struct State {
        var inside = 0
        var nextNumber: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())
    private let width: Int
    private let maximumWaiters: Int
    private let patience: Duration

    /// - Parameters:
    ///   - width: How many are inside at once; well below the sessions of the pool.
    ///   - maximumWaiters: How many may wait; the next is sent away at once.
    ///   - patience: How long one may wait before it is sent away.
    package init(width: Int = 4, maximumWaiters: Int = 512, patience: Duration = .seconds(15)) {
        self.width = width
        self.maximumWaiters = maximumWaiters
        self.patience = patience
    }

    /// How many wait now.
    package var queueCount: Int { state.withLock { $0.waiters.count } }

    /// Whether anybody waits now.
    package var isQueueing: Bool { queueCount > 0 }

    /// Runs the body inside, after those who came before.
    ///
    /// - Throws: what the body throws; `CareError.tooBusy`, with a time to come back that differs from one to the next, when
    ///   the way in is not free in time.
    package func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard await enter() else {
            try Task.checkCancellation()
            throw CareError.tooBusy(retryAfterSeconds: Int.random(in: 2...10))
        }
        defer { leave() }
        return try await body()
    }

    /// Whether the way in is free before patience ends.
    private func enter() async -> Bool {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let verdict = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.inside < width, state.waiters.isEmpty {
                        state.inside += 1
                        return true
                    }
                    guard state.waiters.count < maximumWaiters else { return false }
                    let timer = Task { [patience] in
                        // Cancelled, it has nothing to do any more.
                        guard (try? await Task.sleep(for: patience)) != nil else { return }
                        self.sendAway(number)
                    }
                    state.waiters.append(Waiter(number: number, continuation: continuation, timer: timer))
                    return nil
                }
                if let verdict { continuation.resume(returning: verdict) }
            }
        } onCancel: {
            sendAway(number)
        }
    }

    private func leave() {
        let next = state.withLock { state -> Waiter? in
            guard !state.waiters.isEmpty else {
                state.inside -= 1
                return nil
            }
            // The one who leaves hands on their place.
            return state.waiters.removeFirst()
        }
        next?.resume(true)
    }

    private func sendAway(_ number: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiters.remove(at: index)
        }
        waiter?.resume(false)
    }
}
