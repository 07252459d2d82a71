import ArgumentParser
import Foundation
import Postgres
import StrictJSON

/// The command `soleus-bench pressure`: what happens at and beyond what the machine can do.
struct PressureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pressure",
        abstract: "Offer pushes of 20 at shares of the service's capacity, whether or not they are answered in time.",
        discussion: """
            Capacity is what 64 connections reach that send as fast as they are answered. Then pushes are due at random
            moments at so many percent of it; a latency counts from the moment at which a push was due. After each load a
            light one shows how soon the service is itself again.

            Example:
              soleus-bench pressure --database "host=/run/pg dbname=bench user=postgres" --port 8080 --pid 4711
            """)

    @OptionGroup var place: PlaceOptions
    @Option(help: "Shares of the capacity in percent, with commas between them.") var loads = "50,80,100,150,300"
    @Option(help: "How long each load lasts, in seconds.") var seconds: Double = 6
    @Option(help: "How many connections there are at most.") var connections = 512
    @Flag(help: "Print what was found as JSON.") var json = false

    func validate() throws {
        let parts = loads.split(separator: ",")
        guard !parts.isEmpty, parts.allSatisfy({ Int($0).map { (1...1_000).contains($0) } ?? false }) else {
            throw ValidationError("--loads are percentages of 1 to 1000, such as 50,100,300.")
        }
        guard (0.5...600).contains(seconds), (2...8_000).contains(connections) else {
            throw ValidationError("--seconds is 0.5 to 600, --connections 2 to 8000.")
        }
    }

    func run() async throws {
        let installation = try await place.installation()
        let pressure = Pressure(installation: installation, seconds: seconds, connections: connections)
        let found = try await pressure.run(loads.split(separator: ",").compactMap { Int($0) }) {
            FileHandle.standardError.write(Data("\($0)\n".utf8))
        }
        await installation.database.close()
        print(
            json
                ? String(decoding: JSONWriter.write(.array(found.map(\.json))), as: UTF8.self)
                : Text.table(PressureFigure.header, found.map(\.cells)))
    }
}
