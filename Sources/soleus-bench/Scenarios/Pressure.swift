import Care
import ChartSync
import Foundation
import LoadClient
import Population
import StrictJSON

/// Open load on the service: pushes that are due whether or not those before them have been answered.
struct Pressure: Sendable {
    let installation: Installation
    let seconds: Double
    let connections: Int

    private static let size = 20
    /// What the service is given to recover under, in percent of its capacity, and for how long.
    private static let lightPercent = 20
    private static let lightSeconds = 4.0

    func run(_ percents: [Int], _ say: (String) -> Void) async throws -> [PressureFigure] {
        say("capacity")
        let closed = try await PushScenario(
            size: Self.size, connections: min(64, installation.outline.ordinary.count), seconds: seconds,
            range: installation.outline.ordinary
        ).run(installation)
        let capacity = closed.perSecond
        // What a light load is like before there was any pressure.
        let calm = try await offer(capacity * Double(Self.lightPercent) / 100, seconds: Self.lightSeconds)
        let usual = max(calm.latencyMilliseconds(0.99), 1)
        var figures: [PressureFigure] = []
        for percent in percents {
            say("\(percent) % of \(Text.fixed(capacity, 0)) pushes/s")
            let outcome = try await offer(capacity * Double(percent) / 100, seconds: seconds)
            let memory = try installation.processes.serviceMebibytes()
            let descriptors = try installation.processes.serviceDescriptors()
            let light = try await offer(capacity * Double(Self.lightPercent) / 100, seconds: Self.lightSeconds)
            figures.append(
                PressureFigure(
                    percent: percent, outcome: outcome, mebibytes: memory, descriptors: descriptors,
                    recoverySeconds: Self.recovery(light, usualMilliseconds: usual)))
        }
        return figures
    }

    /// When the last answer of a light load came that was slower than usual by a factor of three; 0 when none was.
    private static func recovery(_ light: LoadOutcome, usualMilliseconds: Double) -> Double {
        let slow = light.samples.filter {
            Double($0.latencyNanoseconds) / 1e6 > 3 * usualMilliseconds || $0.status != 200
        }
        return slow.map { Double($0.dueAt + $0.latencyNanoseconds) / 1e9 }.max() ?? 0
    }

    /// Offers pushes at random moments, so many each second on average, each to another chart.
    private func offer(_ perSecond: Double, seconds: Double) async throws -> LoadOutcome {
        let wanted = max(1, Int(perSecond * seconds))
        let people = installation.people(wanted, of: installation.outline.ordinary)
        let standings = try await Standing.find(people, in: installation.database)
        let requests = try await Self.requests(standings, perSecond: perSecond)
        return try await LoadRun.open(
            requests, port: installation.port, connections: connections, patienceSeconds: 30)
    }

    @concurrent private static func requests(
        _ standings: [Standing], perSecond: Double
    ) async throws -> [(due: UInt64, bytes: [UInt8])] {
        var at = 0.0
        return try standings.map { standing in
            // Arrivals that know nothing of one another: the gaps between them are exponential.
            at += -log(Double.random(in: Double.leastNonzeroMagnitude..<1)) / perSecond
            var recordings = Recordings(of: standing.person, after: standing.lastSeq, at: .now)
            return (
                UInt64(at * 1e9), try SyncRequests.push(try recordings.next(size), of: standing.person, at: .now)
            )
        }
    }
}

/// What came of one load.
struct PressureFigure: Sendable {
    var percent: Int
    var outcome: LoadOutcome
    var mebibytes: Double
    var descriptors: Int
    var recoverySeconds: Double

    static let header = [
        "load %", "offered", "answered", "refused", "with Retry-After", "unanswered", "p50 ms", "p99 ms", "p99.9 ms",
        "MiB", "files", "recovered after s",
    ]

    private var answered: LoadOutcome {
        var answered = LoadOutcome()
        answered.samples = outcome.samples.filter { $0.status == 200 }
        return answered
    }

    private var refused: [LoadSample] { outcome.samples.filter { $0.status == 503 || $0.status == 429 } }

    var cells: [String] {
        let answered = answered
        return [
            "\(percent)", "\(outcome.samples.count)", "\(answered.samples.count)", "\(refused.count)",
            "\(refused.count { $0.asksForPatience })",
            "\(outcome.samples.count - answered.samples.count - refused.count)",
            Text.fixed(answered.latencyMilliseconds(0.5), 1), Text.fixed(answered.latencyMilliseconds(0.99), 1),
            Text.fixed(answered.latencyMilliseconds(0.999), 1), Text.fixed(mebibytes, 0), "\(descriptors)",
            Text.fixed(recoverySeconds, 2),
        ]
    }

    var json: JSONValue {
        let answered = answered
        return [
            "percent": .integer(Int64(percent)), "offered": .integer(Int64(outcome.samples.count)),
            "answered": .integer(Int64(answered.samples.count)), "refused": .integer(Int64(refused.count)),
            "withRetryAfter": .integer(Int64(refused.count { $0.asksForPatience })),
            "p50Milliseconds": .rounded(answered.latencyMilliseconds(0.5), 2),
            "p99Milliseconds": .rounded(answered.latencyMilliseconds(0.99), 2),
            "p999Milliseconds": .rounded(answered.latencyMilliseconds(0.999), 2), "mebibytes": .rounded(mebibytes),
            "descriptors": .integer(Int64(descriptors)), "recoverySeconds": .rounded(recoverySeconds, 2),
        ]
    }
}
