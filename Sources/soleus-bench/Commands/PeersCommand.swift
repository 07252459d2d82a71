import ArgumentParser
import Foundation
import Population
import Postgres
import StrictJSON

/// The command `soleus-bench peers`: what a push of 20 costs here, and what it costs elsewhere.
struct PeersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers",
        abstract: "Measure pushes of 20 on the service and on other services, side by side.",
        discussion: """
            `deploy/bench peers` installs and starts them. "kinto" is asked by its batch endpoint, every other peer by
            POST /push with the body that Soleus takes.

            Example:
              soleus-bench peers --database "host=/run/pg dbname=bench user=postgres" --port 8080 --pid 4711 \\
                --peer usual:8101:4712 --peer kinto:8103:4713
            """)

    @OptionGroup var place: PlaceOptions
    @Option(help: "A peer, as name:port:process.") var peer: [Peer]
    @Option(help: "How many connections push at once.") var connections = 16
    @Option(help: "How long each is measured, in seconds.") var seconds: Double = 5
    @Flag(help: "Print what was found as JSON.") var json = false

    /// How much of a peer's CPU a push may take, by the peer's name.
    private static let limits = ["function": 0.5, "usual": 0.25, "kinto": 0.01]

    func run() async throws {
        let installation = try await place.installation()
        var ours = try await PushScenario(
            size: 20, connections: connections, seconds: seconds, range: installation.outline.ordinary
        ).run(installation)
        ours.scenario = "soleus"
        var figures = [ours]
        for peer in peer {
            FileHandle.standardError.write(Data("\(peer.name)\n".utf8))
            figures.append(
                try await PeerScenario(peer: peer, connections: connections, seconds: seconds).run(installation))
        }
        await installation.database.close()
        let rows = figures.map { figure in
            let ratio = ours.totalMicroseconds / max(figure.totalMicroseconds, 1)
            return [
                figure.scenario, "\(figure.operations)", "\(figure.failures)", Text.short(figure.perSecond),
                Text.fixed(figure.p50Milliseconds, 1), Text.fixed(figure.p99Milliseconds, 1),
                Text.fixed(figure.serviceMicroseconds ?? 0, 0), Text.fixed(figure.postgresMicroseconds, 0),
                Text.fixed(figure.totalMicroseconds, 0), figure.scenario == "soleus" ? "–" : Text.fixed(ratio, 3),
                Self.limits[figure.scenario].map { "at most \(Text.short($0))" } ?? "–",
            ]
        }
        let header = [
            "pushes of 20 to", "ops", "failed", "per s", "p50 ms", "p99 ms", "service µs", "PostgreSQL µs", "total µs",
            "soleus is", "budget",
        ]
        let found = JSONValue.array(figures.map(\.json))
        print(json ? String(decoding: JSONWriter.write(found), as: UTF8.self) : Text.table(header, rows))
    }
}
