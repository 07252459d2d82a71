package import HTTPMessages
import Synchronization

/// Who waits for something while a server serves, and is to be told when it stops.
package final class DrainRegistry: Sendable {
    private struct State {
        var hasBegun = false
        var nextNumber = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// The signal that requests are given.
    package var signal: DrainSignal {
        DrainSignal { action in
            let number = self.state.withLock { state -> Int? in
                guard !state.hasBegun else { return nil }
                state.nextNumber += 1
                state.actions[state.nextNumber] = action
                return state.nextNumber
            }
            guard let number else { return nil }
            return { self.state.withLock { _ = $0.actions.removeValue(forKey: number) } }
        }
    }

    /// Calls the actions of everyone who waits, once; whoever comes later does not wait.
    package func begin() {
        let actions = state.withLock { state in
            defer { state.actions = [:] }
            state.hasBegun = true
            return state.actions.values
        }
        for action in actions { action() }
    }
}
