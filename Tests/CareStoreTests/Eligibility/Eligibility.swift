import Care
import CareMessages
import CareServices
import CareStore
import Foundation
import Logging
import Postgres
import Synchronization
import TestPostgres
import Testing

/// What the tests of eligibility share: services on a database of their own, on 22 November 2026.
struct Eligibility: Sendable {
    /// As the owner of everything, for what no service shows.
    let owner: Database
    /// As the role that serves eligibility.
    let database: Database

    private static let looks = Atomic<Int64>(0)

    static let noon = Instant(milliseconds: 1_795_348_800_000)  // 2026-11-22T12:00:00Z

    var sponsors: SponsorService { SponsorService(database: database) }
    /// Each look at its clock is a millisecond later, so that files have an order.
    var rosters: RosterService {
        rosters {
            Instant(milliseconds: Self.noon.milliseconds + Self.looks.wrappingAdd(1, ordering: .relaxed).newValue)
        }
    }

    func rosters(now: @escaping @Sendable () -> Instant) -> RosterService {
        RosterService(database: database, now: now, logger: Logger(label: "tests"))
    }
    var coverage: CoverageService { CoverageService(database: database, now: { Self.noon }) }

    /// An operator's credential.
    let administrator = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())

    /// A credential of one of the sponsor's programs.
    func program(of sponsor: Sponsor) -> Actor {
        Actor(role: .sponsor, subject: sponsor.id.uuid, device: nil, credential: UUID())
    }

    @discardableResult
    func addSponsor(
        _ slug: String, mode: FeedMode = .full, endDate: EndDateMeaning = .lastCoveredDay
    ) async throws -> Sponsor {
        let entry = SponsorEntry(
            name: try #require(Label("Sponsor \(slug)")), kind: .employer,
            feed: FeedSettings(mode: mode, endDateMeaning: endDate))
        return try await sponsors.put(try #require(Slug(slug)), entry, actor: administrator).sponsor
    }

    @discardableResult
    func load(_ file: RosterText, of slug: String, dryRun: Bool = false) async throws -> LoadReport {
        try await rosters.load(
            sponsor: try #require(Slug(slug)), fileName: Label("roster.csv"), file: file.bytes, dryRun: dryRun,
            actor: administrator)
    }

    /// Changes a feed's rules.
    func setFeed(_ slug: String, _ change: (inout FeedRules) -> Void) async throws {
        let slug = try #require(Slug(slug))
        var rules = try await sponsors.feed(of: slug, actor: administrator)
        change(&rules)
        _ = try await sponsors.setFeed(of: slug, rules, actor: administrator)
    }

    /// How many rows are kept for loads that wait.
    func waitingRows() async throws -> Int { try await owner.perform(.readOnly, Self.waitingRows.only()) }

    private static let waitingRows = Statement(
        """
        SELECT (SELECT count(*) FROM staged_row) + (SELECT count(*) FROM staged_named)
            + (SELECT count(*) FROM staged_change)
        """,
        gives: Types(Int.self))

    /// Every period of cover, as `number from until plan`, by number and beginning.
    func periods() async throws -> [String] { try await owner.perform(.readOnly, Self.periods.all()) }

    /// The days on which one person begins to be covered and begins not to be.
    func periods(of number: String) async throws -> [String] {
        try await periods().filter { $0.hasPrefix(number + " ") }.map { String($0.dropFirst(number.count + 1)) }
    }

    /// Everybody as the rosters describe them, by number.
    func people() async throws -> [String] { try await owner.perform(.readOnly, Self.people.all()) }

    private static let people = Statement(
        """
        SELECT concat_ws(' ', number, subscriber_number, relationship, first_name, last_name, birth_date)
        FROM covered_person ORDER BY sponsor_id, number COLLATE "C"
        """,
        gives: Types(String.self))

    /// How many people and how many loads are kept.
    func sizes() async throws -> [Int] {
        let (people, loads) = try await owner.perform(.readOnly, Self.sizes.only())
        return [people, loads]
    }

    private static let periods = Statement(
        """
        SELECT concat_ws(' ', number, valid_from, coalesce(valid_to::text, 'open'), plan_code)
        FROM coverage ORDER BY sponsor_id, number COLLATE "C", valid_from, plan_code
        """,
        gives: Types(String.self))
    private static let sizes = Statement(
        "SELECT (SELECT count(*) FROM covered_person), (SELECT count(*) FROM eligibility_load)",
        gives: Types(Int.self, Int.self))
}

extension RosterService {
    /// Loads a file of which nothing more is said.
    func load(
        sponsor: Slug, fileName: Label?, file: [UInt8], dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        try await load(
            RosterUpload(fileName: fileName, file: RosterBytes(file)), sponsor: sponsor, dryRun: dryRun, actor: actor)
    }
}

/// Runs the body with services on a new database.
func withEligibility(_ body: (Eligibility) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let database = try test.open(user: "soleus_eligibility")
        try await withClosing(database) { try await body(Eligibility(owner: test.database, database: database)) }
    }
}

/// A roster file, put together row by row.
struct RosterText {
    static let header =
        "record_type,sponsor_member_id,subscriber_id,relationship,first_name,last_name,birth_date,plan_code,"
        + "effective_date,end_date"

    private var lines = [Self.header]

    var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    /// So many subscribers E1, E2, …, covered since 2024.
    init(subscribers: Int = 0) {
        for number in 0..<subscribers { add("E\(number + 1)") }
    }

    mutating func add(
        _ number: String, last: String = "Ruiz", born: String = "1990-04-12", plan: String = "PPO-1",
        from: String = "2024-01-01", to: String = ""
    ) {
        lines.append("subscriber,\(number),\(number),self,Ana,\(last),\(born),\(plan),\(from),\(to)")
    }

    mutating func add(child number: String, of subscriber: String, first: String = "Mia", born: String = "2016-09-05") {
        lines.append("dependent,\(number),\(subscriber),child,\(first),Ruiz,\(born),PPO-1,2024-01-01,")
    }

    mutating func add(line: String) { lines.append(line) }
}
