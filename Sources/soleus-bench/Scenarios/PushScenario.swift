import Care
import ChartSync
import LoadClient
import Population

/// Devices that send what they have recorded: each push to another chart than the one before.
struct PushScenario: Sendable {
    let size: Int
    let connections: Int
    let seconds: Double
    let range: Range<Int>

    static func name(_ size: Int) -> String { "push of \(size)" }

    /// About how many pushes one second may take, to make as many before the clock runs.
    private var ratePerSecond: Int { size > 50 ? 400 : size > 10 ? 1_200 : 3_000 }

    func run(_ installation: Installation) async throws -> Figure {
        let wanted = Int(seconds * Double(ratePerSecond))
        let people = installation.people(max(connections, min(wanted, 20_000)), of: range)
        guard people.count >= connections else {
            throw BenchProblem.tooFew(what: "charts for pushes", wanted: connections)
        }
        let before = try await Standing.find(people, in: installation.database)
        let asideBefore = try await Standing.setAsideCount(people, in: installation.database)
        let lanes = try await lanes(of: before, rounds: max(1, (wanted + people.count - 1) / people.count))
        let meter = Meter(installation)
        try await meter.settle()
        let (outcome, cost) = try await meter.measure {
            try await LoadRun.closed(lanes, port: installation.port, seconds: seconds)
        }
        try await check(outcome, before, asideBefore, installation)
        var figure = Figure(
            Self.name(size), connections: connections, outcome: outcome, cost: cost, mutations: size)
        figure.requestBytes = lanes[0][0].count
        return figure
    }

    /// The requests of each connection: a chart belongs to one connection, so that its numbers come in their order.
    @concurrent private func lanes(of standings: [Standing], rounds: Int) async throws -> [[[UInt8]]] {
        let size = size
        let connections = connections
        return try await withThrowingTaskGroup(of: (Int, [[UInt8]]).self) { group in
            for lane in 0..<connections {
                let mine = standings.indices.filter { $0 % connections == lane }.map { standings[$0] }
                group.addTask { (lane, try await Self.requests(mine, rounds: rounds, size: size)) }
            }
            var lanes = [[[UInt8]]](repeating: [], count: connections)
            for try await (lane, requests) in group { lanes[lane] = requests }
            return lanes
        }
    }

    @concurrent private static func requests(
        _ standings: [Standing], rounds: Int, size: Int
    ) async throws -> [[UInt8]] {
        let now = Instant.now
        var requests: [[UInt8]] = []
        for round in 0..<rounds {
            for standing in standings {
                var recordings = Recordings(
                    of: standing.person, after: standing.lastSeq + Int64(round * size), at: now)
                requests.append(
                    try SyncRequests.push(try recordings.next(size), of: standing.person, at: now))
            }
        }
        return requests
    }

    /// Whether the database holds what was acknowledged, and nothing of it was set aside.
    private func check(
        _ outcome: LoadOutcome, _ before: [Standing], _ asideBefore: Int64, _ installation: Installation
    ) async throws {
        let people = before.map(\.person)
        let after = try await Standing.find(people, in: installation.database)
        // By the devices' own numbers: the service adds versions of its own, for alerts.
        let grown = after.reduce(0) { $0 + $1.lastSeq } - before.reduce(0) { $0 + $1.lastSeq }
        let acknowledged = Int64(outcome.count(of: 200) * size)
        guard grown == acknowledged else {
            throw BenchProblem.notAsSent(what: "mutations after pushes", expected: acknowledged, found: grown)
        }
        let aside = try await Standing.setAsideCount(people, in: installation.database)
        guard aside == asideBefore else {
            throw BenchProblem.notAsSent(what: "mutations set aside", expected: asideBefore, found: aside)
        }
    }
}
