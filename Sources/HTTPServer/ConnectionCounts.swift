import Synchronization

/// How many connections and requests there are, over all loops of a server.
final class ConnectionCounts: Sendable {
    private struct State {
        var connections = 0
        var byUnit: [String: Int] = [:]
    }

    private let limits: HTTPLimits
    private let state = Mutex(State())
    private let requests = Atomic(0)

    init(limits: HTTPLimits) { self.limits = limits }

    /// Counts a new connection, unless it would be one too many.
    func admit(_ peer: PeerAddress) -> Bool {
        state.withLock { state in
            guard state.connections < limits.connections else { return false }
            let unlimited = peer == .unix || limits.unlimitedAddresses.contains(peer.text)
            guard unlimited || state.byUnit[peer.unit, default: 0] < limits.connectionsPerAddress else { return false }
            state.connections += 1
            state.byUnit[peer.unit, default: 0] += 1
            return true
        }
    }

    /// Takes back what `admit` counted.
    func close(_ peer: PeerAddress) {
        state.withLock { state in
            state.connections -= 1
            let left = state.byUnit[peer.unit, default: 1] - 1
            state.byUnit[peer.unit] = left > 0 ? left : nil
        }
    }

    /// Counts a request in flight, unless it would be one too many.
    func beginRequest() -> Bool {
        let before = requests.add(1, ordering: .relaxed).oldValue
        if before < limits.requestsInFlight { return true }
        requests.subtract(1, ordering: .relaxed)
        return false
    }

    /// How many there are.
    var present: (connections: Int, requests: Int) {
        (state.withLock { $0.connections }, requests.load(ordering: .relaxed))
    }

    func endRequest() { requests.subtract(1, ordering: .relaxed) }
}
