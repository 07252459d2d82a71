import ArgumentParser
import Foundation
import Postgres
import StrictJSON

/// The command `soleus-bench run`: what pushes, pulls and pokes cost.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measure pushes, pulls and pokes on a running service, and the same rows without it.",
        discussion: """
            The service's process and PostgreSQL have to be on this machine: what they use is read from /proc. Nothing else
            should run on it; CPU for one operation and ratios bear it better than rates do.

            Example:
              soleus-bench run --database "host=/run/pg dbname=bench user=postgres" --port 8080 --pid 4711 --quick
            """)

    @OptionGroup var place: PlaceOptions
    @Flag(help: "Only pushes of 20 and idle pulls, for a few seconds each.") var quick = false
    @Option(help: "How long each scenario is measured, in seconds.") var seconds: Double = 5
    @Option(help: "Numbers of connections, with commas between them.") var connections = "1,16,64"
    @Option(help: "Only scenarios whose names hold this text.") var only: String?
    @Flag(help: "Print the report as JSON.") var json = false

    func validate() throws {
        guard (0.05...600).contains(seconds) else { throw ValidationError("--seconds is 0.05 to 600.") }
        guard let counts = Self.counts(connections), !counts.isEmpty else {
            throw ValidationError("--connections are numbers of 1 to 1000, such as 1,16,64.")
        }
    }

    private static func counts(_ text: String) -> [Int]? {
        let parts = text.split(separator: ",")
        let counts = parts.compactMap { Int($0) }.filter { (1...1_000).contains($0) }
        return counts.count == parts.count ? counts : nil
    }

    func run() async throws {
        let installation = try await place.installation()
        let suite = Suite(
            installation: installation, seconds: seconds, connections: Self.counts(connections) ?? [], isQuick: quick,
            only: only)
        let report = try await suite.run { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        await installation.database.close()
        print(json ? String(decoding: JSONWriter.write(report.json), as: UTF8.self) : report.text)
    }
}

/// Where the service and its database are.
struct PlaceOptions: ParsableArguments {
    @Option(help: "How to connect to the service's database, as a superuser.") var database: String
    @Option(help: "The port on which the service listens, on 127.0.0.1.") var port: Int
    @Option(help: "The service's process.") var pid: Int32

    func installation() async throws -> Installation {
        try await Installation(conninfo: database, port: port, servicePID: pid)
    }
}
