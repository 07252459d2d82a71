package import Care
package import ChartSync
import Synchronization

/// Who waits in this process, and for what.
///
/// It holds no row and asks no database: what wakes somebody is that a commit was made, and whom it concerns was read in
/// the commit's own transaction.
package final class WatchBoard: Sendable {
    /// Whom a poke is looked up by.
    private enum Subject: Hashable {
        case member(MemberID)
        case practitioner(PractitionerID)
        case everyone
    }

    private struct Place {
        var waiter: Waiter
        var subjects: [Subject]
    }

    private struct State {
        var isStopping = false
        /// Whether a task looks at the deadlines; one does while anybody waits.
        var isTicking = false
        /// At most one waiter for each device.
        var places: [DeviceID: Place] = [:]
        var devices: [Subject: Set<DeviceID>] = [:]
    }

    private let state = Mutex(State())
    private let maximumWaiters: Int

    /// `maximumWaiters` bounds what this process keeps for those who wait.
    package init(maximumWaiters: Int = 50_000) { self.maximumWaiters = maximumWaiters }

    /// How often deadlines are looked at; a wait may last that much longer than was asked for.
    package static let tickInterval: Duration = .milliseconds(250)

    /// How many wait.
    package var count: Int { state.withLock { $0.places.count } }

    /// Begins to wait, in place of an earlier wait of the same device; nil when too many wait already, or none may any more.
    package func register(_ device: DeviceID, for actor: Actor, scopes: Set<Scope>) -> Waiter? {
        var subjects: [Subject] = [.everyone]
        if let member = actor.member { subjects.append(.member(member)) }
        if let practitioner = actor.practitioner { subjects.append(.practitioner(practitioner)) }
        let waiter = Waiter { scope in
            if scopes.contains(scope) { return true }
            // Whoever watches a panel wants to hear of each of its charts.
            if case .chart = scope { return scopes.contains(.panel) }
            return false
        }
        let (earlier, isIn, beginsTicking): (Waiter?, Bool, Bool) = state.withLock { state in
            let earlier = Self.remove(device, from: &state)
            guard !state.isStopping, state.places.count < maximumWaiters else { return (earlier, false, false) }
            state.places[device] = Place(waiter: waiter, subjects: subjects)
            for subject in subjects { state.devices[subject, default: []].insert(device) }
            defer { state.isTicking = true }
            return (earlier, true, !state.isTicking)
        }
        earlier?.replace()
        if beginsTicking { Task { await tick() } }
        return isIn ? waiter : nil
    }

    /// Ends a wait; one that another has taken the place of is left to that one.
    package func remove(_ waiter: Waiter, of device: DeviceID) {
        state.withLock { state in
            guard state.places[device]?.waiter === waiter else { return }
            Self.remove(device, from: &state)
        }
        waiter.end()
    }

    /// Tells everybody whom it concerns.
    package func post(_ poke: Poke) {
        switch poke {
        case .chart(let member, let version, let practitioners):
            let news = ScopeNews(scope: .chart(member), version: version)
            for waiter in waiters([.member(member)] + practitioners.map(Subject.practitioner)) { waiter.note(news) }
        case .panel(let practitioner):
            for waiter in waiters([.practitioner(practitioner)]) { waiter.note(ScopeNews(scope: .panel, version: 0)) }
        case .catalog(let version):
            for waiter in waiters([.everyone]) { waiter.note(ScopeNews(scope: .catalog, version: version)) }
        case .ended(let device): state.withLock { $0.places[device]?.waiter }?.end()
        }
    }

    /// Looks at the deadlines while anybody waits.
    private func tick() async {
        while true {
            // Nobody cancels this task; if somebody did, it would only look more often.
            try? await Task.sleep(for: Self.tickInterval)
            let now = ContinuousClock.now
            let waiters = state.withLock { state in
                state.isTicking = !state.places.isEmpty
                return state.places.values.map(\.waiter)
            }
            guard !waiters.isEmpty else { return }
            for waiter in waiters { waiter.expire(at: now) }
        }
    }

    /// Ends every wait, and refuses new ones: the service is stopping.
    package func stop() {
        let waiters = state.withLock { state in
            defer { state = State(isStopping: true) }
            return state.places.values.map(\.waiter)
        }
        for waiter in waiters { waiter.end() }
    }

    private func waiters(_ subjects: [Subject]) -> [Waiter] {
        state.withLock { state in
            let devices = subjects.reduce(into: Set<DeviceID>()) { $0.formUnion(state.devices[$1] ?? []) }
            return devices.compactMap { state.places[$0]?.waiter }
        }
    }

    @discardableResult
    private static func remove(_ device: DeviceID, from state: inout State) -> Waiter? {
        guard let place = state.places.removeValue(forKey: device) else { return nil }
        for subject in place.subjects {
            state.devices[subject]?.remove(device)
            if state.devices[subject]?.isEmpty == true { state.devices[subject] = nil }
        }
        return place.waiter
    }
}
