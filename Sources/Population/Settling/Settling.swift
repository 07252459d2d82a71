import Care
import CareStore
import ChartSync
import Credentials
package import Postgres

/// Fills an empty, migrated database with a population: whole charts at a time, by COPY, on several connections at once.
package struct Settling: Sendable {
    /// How far it has come.
    package struct Progress: Hashable, Sendable {
        package var members = 0
        package var rows = 0
        package var commits = 0
    }

    /// Why nothing was filled.
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case notEmpty
        case notSuperuser

        package var description: String {
            switch self {
            case .notEmpty: "the database has members already: a population needs one of its own"
            case .notSuperuser: "filling skips foreign keys and row-level security, which only a superuser may"
            }
        }
    }

    private let database: Database
    private let outline: PopulationOutline

    package init(_ outline: PopulationOutline, database: Database) {
        self.outline = outline
        self.database = database
    }

    /// The password of every PT's sign-in.
    package static let password = "a population of the benchmark"

    /// About how many rows are made and written at once.
    private static let chunkRows = 8_000

    private static let options = TransactionOptions(
        settings: [
            // The rows are made with what they refer to: asking once more would take longer than everything else.
            "session_replication_role": "replica", "synchronous_commit": "off",
        ], timeout: .seconds(600))

    /// Fills the database with all of the outline; `report` is told of each part that is committed.
    ///
    /// - Throws: `Refusal` when the database is not for it, and then nothing has changed.
    @discardableResult
    package func run(workers: Int, report: @escaping @Sendable (Progress) -> Void) async throws -> Progress {
        let (isSuperuser, hasMembers) = try await database.perform(.readOnly, Self.look.only())
        guard isSuperuser else { throw Refusal.notSuperuser }
        guard !hasMembers else { throw Refusal.notEmpty }
        let hash = try await PasswordHasher().hash(try Password(Self.password))
        let types = try await database.transaction(Self.options) { [outline] transaction in
            try StaffTables.fill(outline, passwordHash: hash.encoded, in: transaction)
            return try LedgerTypes(in: transaction)
        }
        let clock = LocalClock(until: outline.lastDay)
        let chunks = chunks()
        var done = Progress()
        try await withThrowingTaskGroup(of: Progress.self) { group in
            var next = 0
            while next < min(workers, chunks.count) {
                let chunk = chunks[next]
                group.addTask { try await fill(chunk, clock, types) }
                next += 1
            }
            for try await part in group {
                done.members += part.members
                done.rows += part.rows
                done.commits += part.commits
                report(done)
                guard next < chunks.count else { continue }
                let chunk = chunks[next]
                group.addTask { try await fill(chunk, clock, types) }
                next += 1
            }
        }
        return done
    }

    private static let look = Statement(
        "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), EXISTS (SELECT FROM member)",
        gives: Types(Bool.self, Bool.self))

    /// Members in their order, as many at once as have about `chunkRows` rows.
    private func chunks() -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var start = 0
        var rows = 0
        for index in 0..<outline.members {
            rows += outline.exactRows(of: index) ?? outline.rowsPerChart
            if rows >= Self.chunkRows || index == outline.members - 1 {
                chunks.append(start..<index + 1)
                start = index + 1
                rows = 0
            }
        }
        return chunks
    }

    @concurrent private func fill(_ chunk: Range<Int>, _ clock: LocalClock, _ types: LedgerTypes) async throws
        -> Progress
    {
        let records = try chunk.map { index in
            let person = Person(index, of: outline)
            let author = Therapist(outline.practitioner(of: index), of: outline).practitioner
            let life = try Life(of: person, in: outline, by: author, clock)
            return try ChartRecord(of: person, by: author, living: life, seed: outline.seed)
        }
        try await database.transaction(Self.options) { [outline] transaction in
            try MemberTables.fill(records, of: outline, in: transaction)
            try ChartTables.fill(records, types, in: transaction)
            try PlanTables.fill(records, in: transaction)
            try FactTables.fill(records, in: transaction)
        }
        return Progress(
            members: records.count, rows: records.reduce(0) { $0 + $1.rows.count },
            commits: records.reduce(0) { $0 + $1.entries.count })
    }
}
