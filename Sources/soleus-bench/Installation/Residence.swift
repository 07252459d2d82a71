import Care
import CareStore
import Population
import Postgres

/// The outline of the population that a database holds, kept in that database: whoever measures needs its seed.
enum Residence {
    private static let table = """
        CREATE SCHEMA bench;
        CREATE TABLE bench.population (
            members bigint NOT NULL,
            seed bigint NOT NULL,
            rows_per_chart bigint NOT NULL,
            last_day date NOT NULL,
            landmark_sizes bigint[] NOT NULL,
            landmark_copies bigint NOT NULL,
            crowd bigint NOT NULL
        );
        """

    private static let insert = Statement(
        "INSERT INTO bench.population VALUES ($1, $2, $3, $4, $5, $6, $7)",
        takes: Types(Int.self, Int64.self, Int.self, LocalDay.self, [Int].self, Int.self, Int.self))

    private static let select = Statement(
        "SELECT members, seed, rows_per_chart, last_day, landmark_sizes, landmark_copies FROM bench.population",
        gives: Types(Int.self, Int64.self, Int.self, LocalDay.self, [Int].self, Int.self)
    ).map { members, seed, rows, lastDay, sizes, copies in
        PopulationOutline(
            members: members, seed: UInt64(bitPattern: seed), rowsPerChart: rows, lastDay: lastDay,
            landmarkSizes: sizes, landmarkCopies: copies)
    }

    private static let everybody = Statement(
        "SELECT members * (1 + crowd) FROM bench.population", gives: Types(Int.self))

    /// How many members there are, strangers included.
    static func memberCount(in database: Database) async throws -> Int {
        try await database.perform(.readOnly, everybody.only())
    }

    static func note(_ outline: PopulationOutline, crowd: Int, in database: Database) async throws {
        try await database.transaction { transaction in
            try transaction.runScript(table)
            try transaction.run(
                insert, outline.members, Int64(bitPattern: outline.seed), outline.rowsPerChart, outline.lastDay,
                outline.landmarkSizes, outline.landmarkCopies, crowd)
        }
    }

    /// - Throws: `BenchProblem` where no population was finished.
    static func find(in database: Database) async throws -> PopulationOutline {
        do {
            guard let outline = try await database.perform(.readOnly, select.first()) else {
                throw BenchProblem.noPopulation
            }
            return outline
        } catch let error as PostgresError where error.sqlState?.code == "42P01" {
            throw BenchProblem.noPopulation
        }
    }
}

/// Why there are no figures.
enum BenchProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case noPopulation
    case processGone(Int32)
    case refused(what: String, status: Int, body: String)
    case notAsSent(what: String, expected: Int64, found: Int64)
    case tooFew(what: String, wanted: Int)
    case restless

    var description: String {
        switch self {
        case .noPopulation: "the database has no population that was finished: run `soleus-bench populate` first"
        case .processGone(let pid): "process \(pid) is gone; figures come from /proc, which Linux has"
        case .refused(let what, let status, let body): "\(what) was answered \(status): \(body)"
        case .notAsSent(let what, let expected, let found): "\(what): expected \(expected), found \(found)"
        case .tooFew(let what, let wanted): "the population has too few \(what); \(wanted) are needed"
        case .restless: "the service has not looked for alerts in all charts within five minutes; is it running?"
        }
    }
}
