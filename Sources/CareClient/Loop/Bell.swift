import Synchronization

/// Wakes one task that waits for any of some things to happen; what rings while nobody waits is heard at the next wait.
final class Bell: Sendable {
    /// What rang.
    struct Rings: OptionSet, Hashable {
        let rawValue: Int
        /// Something was recorded.
        static let recorded = Rings(rawValue: 1)
        /// The network came or went.
        static let network = Rings(rawValue: 2)
        /// The app asked for a sync.
        static let asked = Rings(rawValue: 4)
    }

    private struct State {
        var rung: Rings = []
        var waiting: (ticket: Int, rings: Rings, continuation: CheckedContinuation<Rings, Never>)?
        /// The number of the last wait that began.
        var ticket = 0
        /// A wait that was cancelled before it came to wait.
        var cancelledTicket: Int?

        mutating func take(_ wanted: Rings) -> Rings {
            let taken = rung.intersection(wanted)
            rung.subtract(wanted)
            return taken
        }
    }

    private let state = Mutex(State())

    func ring(_ rings: Rings) {
        let woken = state.withLock { state -> (CheckedContinuation<Rings, Never>, Rings)? in
            state.rung.formUnion(rings)
            guard let waiting = state.waiting, !state.rung.isDisjoint(with: waiting.rings) else { return nil }
            state.waiting = nil
            return (waiting.continuation, state.take(waiting.rings))
        }
        if let (continuation, rings) = woken { continuation.resume(returning: rings) }
    }

    /// Waits until one of these has rung; empty when the task was cancelled.
    ///
    /// One task waits at a time.
    func heard(_ rings: Rings) async -> Rings {
        let ticket = state.withLock { state in
            state.ticket += 1
            return state.ticket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> Rings? in
                    if state.cancelledTicket == ticket { return [] }
                    if !state.rung.isDisjoint(with: rings) { return state.take(rings) }
                    state.waiting = (ticket, rings, continuation)
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> CheckedContinuation<Rings, Never>? in
                guard let waiting = state.waiting, waiting.ticket == ticket else {
                    state.cancelledTicket = ticket
                    return nil
                }
                state.waiting = nil
                return waiting.continuation
            }
            waiting?.resume(returning: [])
        }
    }
}
