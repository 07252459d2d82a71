import Synchronization

/// Events between the connection that receives them and the task that takes them, at most so many.
///
/// When they become too many, those that wait are replaced by one `missed`: later ones still matter, because they may tell of
/// something that happens after the look-up.
package final class NotificationBuffer: Sendable {
    private struct State {
        var events: ArraySlice<NotificationEvent> = []
        var takers: [CheckedContinuation<NotificationEvent?, Never>] = []
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: how many events may wait, at least two.
    package init(limit: Int) { self.limit = max(2, limit) }

    /// Adds an event, or hands it to a task that waits for one; never blocks.
    package func put(_ event: NotificationEvent) {
        let taker = state.withLock { state -> CheckedContinuation<NotificationEvent?, Never>? in
            if state.hasEnded { return nil }
            if !state.takers.isEmpty { return state.takers.removeFirst() }
            if state.events.count >= limit { state.events = [.missed] }
            state.events.append(event)
            return nil
        }
        taker?.resume(returning: event)
    }

    /// Takes the next event, and waits for it; nil after the end, or when the task is cancelled.
    package func next() async -> NotificationEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (event, isReady) = state.withLock { state -> (NotificationEvent?, Bool) in
                    if state.hasEnded { return (nil, true) }
                    if let event = state.events.popFirst() { return (event, true) }
                    state.takers.append(continuation)
                    return (nil, false)
                }
                if isReady { continuation.resume(returning: event) }
            }
        } onCancel: {
            end()
        }
    }

    /// Ends it for good: who waits gets nil, and so does whoever comes.
    package func end() {
        let takers = state.withLock { state in
            defer {
                state.takers = []
                state.events = []
            }
            state.hasEnded = true
            return state.takers
        }
        for taker in takers { taker.resume(returning: nil) }
    }

    /// Whether nobody takes anything any more.
    package var hasEnded: Bool { state.withLock(\.hasEnded) }
}
