import Care
import CareMessages
import CareServices
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Loading a roster` {
    @Test func `takes the sample's good rows, and says line by line what is wrong with the others`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme-outdoor")
            let file = try Data(contentsOf: SampleRoster.file)
            let slug = try #require(Slug("acme-outdoor"))

            let report = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: [UInt8](file), actor: eligibility.administrator)

            let good = try SampleRoster.goodPeriods()
            #expect(report.state == .applied)
            #expect(report.counts == LoadCounts(rows: 414, faulty: 7, added: good.count))
            #expect(report.faults.map(\.line) == SampleRoster.faultyLines)
            #expect(
                report.faults.map(\.code) == [
                    "date.invalid", "field.missing", "end.before_start", "duplicate.key", "relationship.unknown",
                    "state.unknown", "subscriber.unknown",
                ])
            #expect(try await eligibility.periods() == good)
            #expect(
                try await eligibility.rosters.load(
                    try #require(UUID(uuidString: report.id)), of: slug, actor: eligibility.administrator) == report)
        }
    }

    @Test func `twice changes nothing and gives the first report`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            let first = try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            let before = try await eligibility.periods()

            let second = try await eligibility.load(RosterText(subscribers: 3), of: "acme")

            #expect(!first.repeated && second.repeated)
            #expect(second.id == first.id && second.counts == first.counts)
            #expect(try await eligibility.periods() == before)
            #expect(try await eligibility.sizes() == [3, 1])
        }
    }

    @Test func `from two uploads at once applies it once`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")

            async let one = eligibility.load(RosterText(subscribers: 50), of: "acme")
            async let other = eligibility.load(RosterText(subscribers: 50), of: "acme")
            let reports = try await [one, other]

            #expect(reports.map(\.repeated).sorted { !$0 && $1 } == [false, true])
            #expect(Set(reports.map(\.id)).count == 1)
            #expect(try await eligibility.sizes() == [50, 1])
        }
    }

    @Test func `in another file with the same rows leaves every row as it is`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            var file = RosterText(subscribers: 3)
            file.add(line: "")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 3, unchanged: 3))
        }
    }

    @Test func `in a dry run leaves no trace`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")

            let rehearsal = try await eligibility.load(RosterText(subscribers: 3), of: "acme", dryRun: true)
            #expect(rehearsal.state == .applied && rehearsal.counts.added == 3)
            #expect(try await eligibility.sizes() == [0, 0])

            let report = try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            #expect(!report.repeated)
        }
    }

    @Test func `that was rejected may be sent again, after the feed was mended or by a person's decision`() async throws
    {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let header = RosterText.header.replacing("birth_date", with: "born")
            let file = Array("\(header)\nsubscriber,E1,E1,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,\n".utf8)
            let rejected = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: file, actor: eligibility.administrator)
            #expect(rejected.state == .rejected)
            let born = try #require(Label("born"))
            try await eligibility.setFeed("acme") { rules in
                rules.columns = [FeedColumn(column: .birthDate, header: born)]
                rules.approval = .required
            }
            let rehearsal = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: file, dryRun: true, actor: eligibility.administrator)
            #expect(!rehearsal.repeated && rehearsal.counts.added == 1)
            let staged = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: file, actor: eligibility.administrator)
            #expect(!staged.repeated && staged.id != rejected.id && staged.state == .staged)

            _ = try await eligibility.rosters.reject(
                try #require(UUID(uuidString: staged.id)), of: slug,
                LoadDecision(reason: try #require(Label("Not yet."))), actor: eligibility.administrator)
            try await eligibility.setFeed("acme") { $0.approval = .automatic }
            let applied = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: file, actor: eligibility.administrator)
            #expect(!applied.repeated && applied.state == .applied && applied.counts.added == 1)
        }
    }

    @Test func `that is none keeps the reason, and nothing else`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            let before = try await eligibility.periods()
            let slug = try #require(Slug("acme"))

            for file in [[], Array("name,born\nAna,1990\n".utf8), [0xFF, 0xFE, 0x41, 0x00]] as [[UInt8]] {
                let report = try await eligibility.rosters.load(
                    sponsor: slug, fileName: nil, file: file, actor: eligibility.administrator)
                #expect(report.state == .rejected && report.reason != nil)
                let again = try await eligibility.rosters.load(
                    sponsor: slug, fileName: nil, file: file, actor: eligibility.administrator)
                #expect(!again.repeated && again.id != report.id && again.state == .rejected)
            }

            #expect(try await eligibility.periods() == before)
            let loads = try await eligibility.rosters.loads(of: slug, actor: eligibility.administrator)
            #expect(loads.map(\.state).filter { $0 == .rejected }.count == 6 && loads.count == 7)
        }
    }

    @Test func `counts every fault and keeps the first thousand by line`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = RosterText()
            file.add(child: "C1", of: "nobody")
            for number in 0..<1_100 { file.add("E\(number)", born: "1990-02-30") }

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts.faulty == 1_101 && report.state == .held)
            #expect(report.faults.map(\.line) == Array(2...1_001))
            #expect(report.faults.first?.code == "subscriber.unknown")
        }
    }

    @Test func `belongs to operators and to the sponsor itself`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            let other = try await eligibility.addSponsor("other")
            let file = RosterText(subscribers: 1).bytes

            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.load(
                    sponsor: acme.slug, fileName: nil, file: file, actor: eligibility.program(of: other))
            }
            for role in [Role.member, .practitioner, .reviewer] {
                let actor = Actor(role: role, subject: acme.id.uuid, device: nil, credential: UUID())
                await #expect(throws: CareError.notAllowed) {
                    try await eligibility.rosters.load(sponsor: acme.slug, fileName: nil, file: file, actor: actor)
                }
            }
            #expect(try await eligibility.sizes() == [0, 0])
            let report = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: file, actor: eligibility.program(of: acme))
            #expect(report.state == .applied)
            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.load(
                    try #require(UUID(uuidString: report.id)), of: other.slug, actor: eligibility.administrator)
            }
        }
    }

    @Test func `that dies in the middle leaves everything as it was`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 5), of: "acme")
            let before = try await eligibility.periods()
            let sizes = try await eligibility.sizes()
            var file = RosterText(subscribers: 4)
            file.add("E77")
            let (locked, lock) = AsyncStream<Void>.makeStream()

            // The load's row and its people are written; its session is ended while it waits to write coverage.
            let killing = Task { [owner = eligibility.owner] in
                try await owner.transaction { transaction in
                    try transaction.runScript("LOCK TABLE coverage IN SHARE MODE")
                    lock.finish()
                    return try transaction.endWhoeverWaitsForCoverage()
                }
            }
            for await _ in locked {}
            await #expect(throws: PostgresError.self) { try await eligibility.load(file, of: "acme") }

            #expect(try await killing.value)
            #expect(try await eligibility.periods() == before)
            // That the file was received is kept, and nothing of what it says.
            #expect(try await eligibility.sizes() == [sizes[0], sizes[1] + 1])
            let report = try await eligibility.load(file, of: "acme")
            #expect(!report.repeated && report.counts.added == 1 && report.counts.terminated == 1)
        }
    }
}

extension Transaction {
    /// Ends the session that waits for a lock on `coverage`; false when none came to wait.
    fileprivate func endWhoeverWaitsForCoverage() throws -> Bool {
        for _ in 0..<3_000 {
            if let ended = try first(Self.endWaiting) { return ended }
            try run(Self.pause)
        }
        return false
    }

    private static let endWaiting = Statement(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE \(CoverageLock.isWaitedFor)",
        gives: Types(Bool.self))
    private static let pause = Statement("SELECT pg_sleep(0.01)::text", gives: Types(String.self))
}

/// The sample, read without the parser: its fields hold no commas and no line breaks.
enum SampleRoster {
    static let file = TestCluster.packageDirectory.appending(components: "db", "samples", "acme-outdoor-roster.csv")
    /// As `db/samples/README.md` lists them.
    static let faultyLines = [62, 121, 175, 205, 239, 297, 352]

    /// What each good row says of cover, as `number from until plan`.
    static func goodPeriods() throws -> [String] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return lines.indices.dropFirst().filter { !faultyLines.contains($0 + 1) }.map { index in
            let fields = lines[index].split(separator: ",", omittingEmptySubsequences: false)
            let until = LocalDay(fields[15]).map { $0.adding(days: 1).description } ?? "open"
            return "\(fields[1]) \(fields[14]) \(until) \(fields[13])"
        }.sorted()
    }
}

/// A lock on the table of cover.
enum CoverageLock {
    /// In `pg_locks`: somebody waits for it in this database.
    ///
    /// Those that were copied of one template have the same table
    /// under the same number.
    static let isWaitedFor = """
        relation = 'coverage'::regclass AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
}
