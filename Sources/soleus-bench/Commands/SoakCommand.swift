import ArgumentParser
import Foundation
import LoadClient
import Postgres
import StrictJSON

/// The command `soleus-bench soak`: whether anything grows that ought not to while the practice goes about its day.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Keep a steady load on the service, and see whether memory, files or tables grow.",
        discussion: """
            Devices push, pull, begin anew and wait for news, and autovacuum does its work. Every stretch the service's
            memory and open files are looked at, and the tables in which rows are only changed. The exit status is 1 when
            something grew beyond its limit or a request was not answered well.

            Example:
              soleus-bench soak --database "host=/run/pg dbname=bench user=postgres" --port 8080 --pid 4711 --minutes 60
            """)

    @OptionGroup var place: PlaceOptions
    @Option(help: "How long, in minutes.") var minutes: Double = 60
    @Option(help: "How many pushes of 20 each second.") var rate: Double = 20
    @Option(help: "How long a stretch is, in seconds.") var stretch: Double = 30
    @Option(help: "How many connections there are at most.") var connections = 64
    @Flag(help: "Print what was found as JSON.") var json = false

    func validate() throws {
        guard (0.05...1_440).contains(minutes), (0.1...5_000).contains(rate), (1...600).contains(stretch) else {
            throw ValidationError("--minutes is 0.05 to 1440, --rate 0.1 to 5000, --stretch 1 to 600.")
        }
        guard (2...8_000).contains(connections) else { throw ValidationError("--connections is 2 to 8000.") }
    }

    func run() async throws {
        let installation = try await place.installation()
        let soak = Soak(installation: installation, perSecond: rate, connections: connections)
        let began = LoadClock.now
        func elapsed() -> Double { Double(LoadClock.now - began) / 1e9 }
        var samples: [SoakSample] = []
        var failures = 0
        var number = 0
        while elapsed() < minutes * 60 {
            failures += try await soak.stretch(number, seconds: stretch)
            number += 1
            samples.append(try await SoakSample.take(installation, at: elapsed()))
            FileHandle.standardError.write(
                Data((samples.last?.cells.joined(separator: "  ") ?? "").utf8) + Data("\n".utf8))
        }
        await installation.database.close()
        let verdict = SoakVerdict(samples, failures: failures)
        if json {
            let found: JSONValue = [
                "samples": .array(samples.map(\.json)), "verdict": verdict?.json ?? .null,
            ]
            print(String(decoding: JSONWriter.write(found), as: UTF8.self))
        } else {
            print(Text.table(SoakSample.header, samples.map(\.cells)))
            print((verdict?.lines ?? ["too few samples for a verdict"]).joined(separator: "\n"))
        }
        if verdict?.holds == false { throw ExitCode.failure }
    }
}
