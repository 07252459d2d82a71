import ArgumentParser
import Foundation
import Population
import Postgres
import StrictJSON

/// The command `soleus-bench growth`: what the size of a chart does to the cost of a push and a pull, and the number of
/// members to that of questions.
struct GrowthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Measure pushes of 20, pulls and questions on ordinary charts, and on charts of 10 to 10,000 rows.",
        discussion: """
            With --keep the figures are added to a file, one line for each population; `soleus-bench compare` makes a table of
            such a file. `deploy/bench growth` does both for several populations.

            Example:
              soleus-bench growth --database "host=/run/pg dbname=bench user=postgres" --port 8080 --pid 4711
            """)

    @OptionGroup var place: PlaceOptions
    @Option(help: "How many connections at once.") var connections = 8
    @Option(help: "How long each scenario is measured, in seconds.") var seconds: Double = 4
    @Option(help: "A file to which the figures are added, as a line of JSON.") var keep: String?
    @Flag(help: "Print what was found as JSON.") var json = false

    func run() async throws {
        let installation = try await place.installation()
        var rows: [GrowthRow] = []
        let outline = installation.outline
        let members = try await Residence.memberCount(in: installation.database)
        let ranges =
            [("ordinary", outline.ordinary)]
            + outline.landmarkSizes.compactMap { size in outline.landmark(of: size).map { ("\(size) rows", $0) } }
        for (name, range) in ranges {
            FileHandle.standardError.write(Data("\(name)\n".utf8))
            let connections = min(connections, range.count)
            let pulls = PullScenario(connections: connections, seconds: seconds)
            var row = GrowthRow(
                members: members, charts: name,
                idle: try await pulls.idle(installation, of: range),
                twenty: try await pulls.twentyNew(installation, of: range),
                push: try await PushScenario(size: 20, connections: connections, seconds: seconds, range: range)
                    .run(installation))
            if rows.isEmpty {
                let questions = QuestionScenario(connections: connections, seconds: seconds)
                row.selfCheck = try await questions.selfChecks(installation)
                row.worklist = try await questions.worklists(installation)
            }
            rows.append(row)
        }
        await installation.database.close()
        let found = JSONValue.array(rows.map(\.json))
        let line = String(decoding: JSONWriter.write(found), as: UTF8.self)
        if let keep { try KeptLines.add(line, to: keep) }
        print(json ? line : Text.table(GrowthRow.header, rows.map(\.json).map(GrowthRow.cells)))
    }
}
