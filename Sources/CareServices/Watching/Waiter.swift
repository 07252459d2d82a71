import Care
package import ChartSync
import Synchronization

/// Somebody who waits for news of some scopes: one task at a time, woken once for all the news that came meanwhile.
package final class Waiter: Sendable {
    /// Why the wait was over.
    package enum Wake: Hashable, Sendable {
        /// In the order of the scopes' names; each with the highest version that came.
        case news([ScopeNews])
        case timedOut
        /// The credential was revoked, or the service is stopping.
        case ended
        /// Another wait of the same device has taken its place.
        case replaced
    }

    private typealias Continuation = CheckedContinuation<Wake, Never>

    private struct State {
        var news: [Scope: Int64] = [:]
        /// Why this wait and every later one is over; nil while it goes on.
        var end: Wake?
        var deadline: ContinuousClock.Instant?
        var continuation: Continuation?
    }

    private let state = Mutex(State())
    private let isInterested: @Sendable (Scope) -> Bool

    /// `isInterested` says which scopes' news the waiter wants.
    init(isInterested: @escaping @Sendable (Scope) -> Bool) { self.isInterested = isInterested }

    /// Waits for news, or until the deadline has passed; at once when news came since the last time.
    package func next(until deadline: ContinuousClock.Instant) async -> Wake {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { state in
                    state.deadline = deadline
                    state.continuation = continuation
                }
            }
        } onCancel: {
            end()
        }
    }

    /// Notes news, and wakes the task that waits for them.
    func note(_ news: ScopeNews) {
        guard isInterested(news.scope) else { return }
        change { state in state.news[news.scope] = max(state.news[news.scope] ?? 0, news.version) }
    }

    /// Ends this wait and every later one.
    package func end() { end(as: .ended) }

    /// Ends this wait and every later one, because another has taken its place.
    func replace() { end(as: .replaced) }

    /// What ended it first is why it is over.
    private func end(as reason: Wake) {
        change { state in state.end = state.end ?? reason }
    }

    /// Wakes the task if its deadline has passed.
    func expire(at now: ContinuousClock.Instant) {
        change(at: now) { _ in }
    }

    /// Changes the state, and wakes the task if there is a reason now.
    private func change(at now: ContinuousClock.Instant? = nil, _ body: (inout State) -> Void) {
        let woken: (Continuation, Wake)? = state.withLock { state in
            body(&state)
            guard let continuation = state.continuation, let wake = Self.reason(&state, at: now) else { return nil }
            state.continuation = nil
            return (continuation, wake)
        }
        if let (continuation, wake) = woken { continuation.resume(returning: wake) }
    }

    private static func reason(_ state: inout State, at now: ContinuousClock.Instant?) -> Wake? {
        if let end = state.end { return end }
        guard state.news.isEmpty else {
            defer { state.news = [:] }
            return .news(
                state.news.map { ScopeNews(scope: $0.key, version: $0.value) }
                    .sorted { $0.scope.description < $1.scope.description })
        }
        guard let now, let deadline = state.deadline, deadline <= now else { return nil }
        return .timedOut
    }
}
