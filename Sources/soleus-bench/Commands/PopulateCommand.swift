import ArgumentParser
import Care
import Foundation
import LoadClient
import Population
import Postgres
import StrictJSON

/// The command `soleus-bench populate`: fills a database of its own with people.
struct PopulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate",
        abstract: "Fill an empty, migrated database with members, their care and months of what they recorded.",
        discussion: """
            The same seed, sizes and last day give the same people, charts and credentials, byte for byte. Every ledger
            holds: `soleus history` says so of any member. PTs sign in as pt-0, pt-1 … with the password
            "\(Settling.password)". It needs a superuser, and refuses a database that has members.

            With --crowd everybody is copied as well, with other ids: a database of 800,000 in a tenth of the time, to
            measure with those who were not copied. The strangers' ledgers do not hold.

            Example:
              soleus-bench populate --database "host=/run/pg dbname=bench user=postgres" --members 10000
            """)

    @Option(help: "How to connect, as a superuser.") var database: String
    @Option(help: "How many members, 10 to 1000000.") var members: Int
    @Option(help: "What everything follows from.") var seed: UInt64 = 1
    @Option(help: "How many rows a chart has on average.") var rows = 38
    @Option(help: "The last day on which anybody recorded anything; today when it is left out.") var until: String?
    @Option(help: "Sizes of charts that have exactly so many rows, with commas between them; none when empty.")
    var landmarks = "10,100,1000,2000,10000"
    @Option(help: "How many charts there are of each of these sizes.") var copies = 8
    @Option(help: "How many strangers there are for each member, up to 15: copies that fill the tables.") var crowd = 0
    @Option(help: "How many connections write at once.") var workers = 3
    @Flag(help: "Print what was made as JSON.") var json = false
    @Flag(help: "Say what would be made, and make nothing.") var dryRun = false

    func validate() throws {
        guard (10...1_000_000).contains(members) else { throw ValidationError("--members is 10 to 1000000.") }
        guard (5...1_000).contains(rows) else { throw ValidationError("--rows is 5 to 1000.") }
        guard (0...15).contains(crowd) else { throw ValidationError("--crowd is 0 to 15.") }
        guard (1...64).contains(workers), (1...64).contains(copies) else {
            throw ValidationError("--workers and --copies are 1 to 64.")
        }
        if until != nil, until.flatMap({ LocalDay($0) }) == nil {
            throw ValidationError("--until is a day such as 2026-11-29.")
        }
        guard let sizes = Self.sizes(landmarks), sizes.allSatisfy({ (5...20_000).contains($0) }) else {
            throw ValidationError("--landmarks are numbers of 5 to 20000, such as 10,100,1000.")
        }
        guard sizes.count * copies <= members / 2 else {
            throw ValidationError("--landmarks and --copies leave too few members of an ordinary kind.")
        }
    }

    private static func sizes(_ text: String) -> [Int]? {
        let parts = text.split(separator: ",")
        let sizes = parts.compactMap { Int($0) }
        return sizes.count == parts.count ? sizes : nil
    }

    func run() async throws {
        let today = LocalDay(dayNumber: Int(Instant.now.milliseconds / 86_400_000))
        let outline = PopulationOutline(
            members: members, seed: seed, rowsPerChart: rows, lastDay: until.flatMap { LocalDay($0) } ?? today,
            landmarkSizes: Self.sizes(landmarks) ?? [], landmarkCopies: copies)
        guard !dryRun else {
            print(
                "\(members * (1 + crowd)) members of \(outline.sponsors * (1 + crowd)) sponsors with \(outline.practitioners) PTs, about "
                    + "\(members * rows * (1 + crowd)) rows until \(outline.lastDay), seed \(seed)")
            return
        }
        let pool = try Installation.database(database, sessions: workers + 1)
        let began = LoadClock.now
        let gauge = ProgressLine(total: members)
        let made = try await Settling(outline, database: pool).run(workers: workers) { progress in
            gauge.show(progress.members, "\(progress.rows) rows")
        }
        gauge.end()
        try await Crowd.gather(crowd, in: pool) { table, rows in
            FileHandle.standardError.write(Data("\(rows) rows of strangers in \(table)\n".utf8))
        }
        FileHandle.standardError.write(Data("vacuuming and collecting statistics\n".utf8))
        try await Upkeep.vacuum(pool)
        try await Residence.note(outline, crowd: crowd, in: pool)
        let bytes = try await Upkeep.databaseBytes(pool)
        await pool.close()
        let seconds = Double(LoadClock.now - began) / 1e9
        let summary: JSONValue = [
            "members": .integer(Int64(made.members)), "rows": .integer(Int64(made.rows)),
            "commits": .integer(Int64(made.commits)), "databaseBytes": .integer(bytes), "seconds": .rounded(seconds),
        ]
        print(
            json
                ? String(decoding: JSONWriter.write(summary), as: UTF8.self)
                : "\(made.members) members, \(made.rows) chart rows in \(made.commits) commits, \(bytes / 1_048_576) MiB, "
                    + "\(Text.fixed(seconds, 0)) s")
    }
}
