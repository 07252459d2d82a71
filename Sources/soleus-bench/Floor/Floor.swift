import Care
import ChartSync
import LoadClient
import Population
import Postgres

/// The yardstick: the same rows through a plain loop over libpq, without a service in between.
struct Floor: Sendable {
    /// How many loops run at once; each has a session of its own.
    let loops: Int
    let seconds: Double

    /// Writes pushes of a size, each to another chart.
    func push(_ size: Int, _ installation: Installation, of range: Range<Int>) async throws -> Figure {
        let count = max(loops, min(Int(seconds * (size > 50 ? 400 : 1_500)), range.count, 10_000))
        let standings = try await Standing.atRest(installation.people(count, of: range), in: installation.database)
        guard standings.count >= loops else { throw BenchProblem.tooFew(what: "charts", wanted: loops) }
        let shares = try await prepare(standings, size: size, total: Int(seconds * (size > 50 ? 400 : 1_500)))
        return try await run(PushScenario.name(size), shares, mutations: size, installation) { push, session in
            try push.write(in: &session)
        }
    }

    /// Looks whether charts have moved.
    func idlePull(_ installation: Installation, of range: Range<Int>) async throws -> Figure {
        let people = installation.people(256, of: range)
        let shares = (0..<loops).map { loop in
            (0..<Int(seconds * 8_000)).map { people[($0 * loops + loop) % people.count] }
        }
        return try await run(PullScenario.idle, shares, mutations: nil, installation) { person, session in
            try session.transaction(.readOnly) { transaction in
                _ = try transaction.commit(after: FloorStatements.head.only(person.member, person.device))
            }
        }
    }

    @concurrent private func prepare(_ standings: [Standing], size: Int, total: Int) async throws -> [[FloorPush]] {
        try await withThrowingTaskGroup(of: [FloorPush].self) { group in
            for loop in 0..<loops {
                let mine = standings.indices.filter { $0 % loops == loop }.map { standings[$0] }
                group.addTask { try Self.pushes(mine, size: size, count: total / loops) }
            }
            var shares: [[FloorPush]] = []
            for try await share in group { shares.append(share) }
            return shares
        }
    }

    private static func pushes(_ standings: [Standing], size: Int, count: Int) throws -> [FloorPush] {
        var standings = standings
        var pushes: [FloorPush] = []
        for position in 0..<max(count, 1) {
            let push = try FloorPush(standings[position % standings.count], size: size)
            standings[position % standings.count] = push.after
            pushes.append(push)
        }
        return pushes
    }

    private func run<Work: Sendable>(
        _ name: String, _ shares: [[Work]], mutations: Int?, _ installation: Installation,
        _ body: @escaping @Sendable (Work, inout Session) throws -> Void
    ) async throws -> Figure {
        let database = try Installation.database(
            installation.database.configuration.conninfo, sessions: shares.count)
        let meter = Meter(installation)
        let seconds = seconds
        let measured: (value: LoadOutcome, cost: Cost)
        do {
            // Every session is opened and every statement prepared once, as in a service that has run for a while.
            try await meter.settle()
            measured = try await meter.measure {
                let began = LoadClock.now
                return try await withThrowingTaskGroup(of: LoadOutcome.self) { group in
                    for share in shares {
                        group.addTask {
                            try await database.session(timeout: .seconds(600)) { session in
                                var outcome = LoadOutcome()
                                for work in share {
                                    let start = LoadClock.now
                                    guard start - began < UInt64(seconds * 1e9) else { break }
                                    try body(work, &session)
                                    outcome.samples.append(
                                        LoadSample(
                                            dueAt: start - began, latencyNanoseconds: LoadClock.now - start))
                                }
                                outcome.seconds = Double(LoadClock.now - began) / 1e9
                                return outcome
                            }
                        }
                    }
                    var all = LoadOutcome()
                    for try await part in group { all.add(part) }
                    return all
                }
            }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        return Figure(
            name, connections: shares.count, outcome: measured.value, cost: measured.cost, mutations: mutations,
            isServed: false)
    }
}
