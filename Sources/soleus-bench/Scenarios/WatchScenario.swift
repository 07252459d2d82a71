import Care
import ChartSync
import LoadClient
import Population

/// How soon a device that waits hears of another's commit, while many others wait for other charts.
struct WatchScenario: Sendable {
    /// How many devices wait beside the one that is watched.
    let waiters: Int
    let rounds: Int

    static let name = "commit to poke"

    func run(_ installation: Installation) async throws -> Figure {
        let people = installation.people(
            min(256, installation.outline.ordinary.count), of: installation.outline.ordinary)
        let standings = try await Standing.find(people, in: installation.database)
        guard !standings.isEmpty else { throw BenchProblem.tooFew(what: "charts to wait for", wanted: 1) }
        let meter = Meter(installation)
        let (outcome, cost) = try await meter.measure {
            try await LoadRun.onThread { try watch(standings, installation.port) }
        }
        return Figure(Self.name, connections: waiters + 2, outcome: outcome, cost: cost)
    }

    private func watch(_ standings: [Standing], _ port: Int) throws -> LoadOutcome {
        let pusher = LoadConversation(port: port)
        let requests = try standings.map { standing in
            let person = standing.person
            let cursors = try PullScenario.copy(
                [.chart(person.member)], device: person.device, token: person.accessToken, pusher)
            return try SyncRequests.watch(cursors, device: person.device, token: person.accessToken)
        }
        // Those of the last charts wait, and nothing happens to these.
        let quiet = standings.count / 2
        var crowd: [LoadConversation] = []
        if quiet < standings.count {
            for index in 0..<waiters {
                let waiter = LoadConversation(port: port)
                try waiter.send(requests[quiet + index % (standings.count - quiet)])
                crowd.append(waiter)
            }
        }
        let watcher = LoadConversation(port: port)
        let began = LoadClock.now
        var outcome = LoadOutcome()
        var pushed: [Int64] = standings.map(\.lastSeq)
        for round in 0..<min(rounds, max(quiet, 1)) {
            let person = standings[round].person
            try watcher.send(requests[round])
            var recordings = Recordings(of: person, after: pushed[round], at: .now)
            let push = try SyncRequests.push(try recordings.next(1), of: person, at: .now)
            pushed[round] += 1
            _ = try PullScenario.answer(to: push, Self.name, pusher)
            let acknowledged = LoadClock.now
            let poke = try watcher.answer()
            outcome.samples.append(
                LoadSample(
                    dueAt: acknowledged - began,
                    // A poke that overtakes the acknowledgement has taken no time.
                    latencyNanoseconds: poke.at > acknowledged ? poke.at - acknowledged : 0, status: poke.status,
                    position: round))
        }
        outcome.seconds = Double(LoadClock.now - began) / 1e9
        withExtendedLifetime(crowd) {}
        return outcome
    }
}
