import Care
import CareMessages
import CareServices
import CareStore
import Credentials
import Foundation
import Postgres
import Synchronization
import TestPostgres
import Testing

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// The services of identity on a database of their own, as the role that serves, with one operator and a roster.
struct Practice: Sendable {
    let test: TestDatabase
    /// As `soleus_care`.
    let care: Database
    let clock: TestClock
    let identity: IdentityService
    let enrolment: EnrolmentService
    let careTeam: CareTeamService
    let devices: DeviceService
    /// Those who wait, as in a process that serves.
    let board: WatchBoard
    /// An operator, as a request's credential names one.
    let `operator` = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())

    static let password = "a horse of no colour"
    /// All tests of a run share the two lanes that production has.
    private static let hasher = PasswordHasher(queueLimit: 1_000)

    static func open<R>(at start: Instant = .now, _ body: (Practice) async throws -> R) async throws -> R {
        try await withTestDatabase { test in
            let care = try test.open(user: "soleus_care")
            return try await withClosing(care) {
                let clock = TestClock(start)
                let board = WatchBoard()
                let announce: Poke.Listener = { board.post($0) }
                let practice = Practice(
                    test: test, care: care, clock: clock,
                    identity: IdentityService(database: care, hasher: hasher, announce: announce, now: { clock.now }),
                    enrolment: EnrolmentService(database: care, now: { clock.now }),
                    careTeam: CareTeamService(database: care, announce: announce, now: { clock.now }),
                    devices: DeviceService(database: care, announce: announce, now: { clock.now }), board: board)
                try await practice.addRoster()
                return try await body(practice)
            }
        }
    }

    /// Two sponsors, of which one covers Ana Ruiz (E100), her spouse Leo and their twins; and two whose cover is not now.
    private func addRoster() async throws {
        let today = TimeZoneName.utc.day(of: clock.now)
        let (start, past, future) = (today.adding(days: -90), today.adding(days: -10), today.adding(days: 10))
        let sponsor = "'00000000-0000-4000-8000-00000000000a'"
        let load = "'00000000-0000-4000-8000-00000000000b'"
        func person(
            _ number: String, _ subscriber: String, _ relationship: String, _ first: String, _ last: String,
            _ born: String, from: LocalDay, until: LocalDay? = nil
        ) -> String {
            """
            INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date)
            VALUES (\(sponsor), '\(number)', '\(subscriber)', '\(relationship)', '\(first)', '\(last)',
                '\(first.uppercased())', '\(last.uppercased())', '\(born)');
            INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id)
            VALUES (\(sponsor), '\(number)', '\(from)', \(until.map { "'\($0)'" } ?? "NULL"), 'GOLD', \(load));
            """
        }
        let script = """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            VALUES (\(sponsor), 'acme', 'Acme', 'employer', 'full', 'last_covered_day');
            INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
            VALUES (\(sponsor), \(load), sha256('x'), now(), 'applied', 6, 0, 6, 0, 0, 0, 0);
            \(person("E100", "E100", "self", "Ana", "Ruiz", "1988-04-02", from: start))
            \(person("E100-1", "E100", "spouse", "Leo", "Ruiz", "1986-11-30", from: start))
            \(person("E100-2", "E100", "child", "Eva", "Ruiz", "2004-06-01", from: start))
            \(person("E100-3", "E100", "child", "Ida", "Ruiz", "2004-06-01", from: start))
            \(person("E200", "E200", "self", "Max", "Ended", "1990-01-01", from: start, until: past))
            \(person("E300", "E300", "self", "Zoe", "Later", "1990-01-01", from: future))
            """
        try await test.database.transaction { transaction in try transaction.runScript(script) }
    }

    /// Another sponsor, who lists Ana Ruiz as the first one does.
    func addSecondSponsor() async throws {
        let script = """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            VALUES ('00000000-0000-4000-8000-00000000000c', 'borough', 'Borough', 'employer', 'full', 'last_covered_day');
            INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
            SELECT sponsor_id, sponsor_id, sha256('y'), now(), 'applied', 1, 0, 1, 0, 0, 0, 0
            FROM sponsor WHERE slug = 'borough';
            INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date)
            SELECT '00000000-0000-4000-8000-00000000000c', number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date
            FROM covered_person WHERE number = 'E100';
            INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id)
            SELECT '00000000-0000-4000-8000-00000000000c', number, valid_from, valid_to, plan_code,
                '00000000-0000-4000-8000-00000000000c'
            FROM coverage WHERE number = 'E100';
            """
        try await test.database.transaction { transaction in try transaction.runScript(script) }
    }

    static func claim(
        _ number: String = "E100", _ first: String = "Ana", _ last: String = "Ruiz", _ born: String = "1988-04-02"
    ) throws -> IdentityClaim {
        IdentityClaim(
            number: number, firstName: try #require(Label(first)), lastName: try #require(Label(last)),
            birthDate: try #require(LocalDay(born)))
    }

    /// An enrolment from Colorado; the key's letter tells devices' keys apart.
    static func enrolment(
        _ claim: IdentityClaim, device: DeviceID = DeviceID(UUID()), key: Character = "k",
        timeZone: String = "America/Denver", proof: EnrolmentProof? = nil
    ) throws -> Enrolment {
        Enrolment(
            identity: claim, state: try #require(USState("CO")), timeZone: try #require(TimeZoneName(timeZone)),
            device: Device(id: device, name: try #require(Label("Phone"))),
            enrolmentKey: String(repeating: key, count: 43), proof: proof)
    }

    /// A practitioner with a licence in Colorado, or without any.
    func addPractitioner(
        _ login: String, licensedIn state: String? = "CO", from: LocalDay? = nil, role: Role = .practitioner
    ) async throws -> PractitionerID {
        let today = TimeZoneName.utc.day(of: clock.now)
        let licences = try state.map { state in
            Licence(
                state: try #require(USState(state)), kind: .license, number: try #require(Label("PT-1")),
                validFrom: from ?? today.adding(days: -400), validThrough: today.adding(days: 400))
        }
        let entry = PractitionerEntry(
            name: try #require(Label("Pat \(login)")), role: role, password: Self.password,
            credentials: [try #require(Label("DPT"))], licences: licences.map { [$0] } ?? [])
        return try await identity.putPractitioner(login: login, entry: entry, actor: self.operator)
            .listing.practitioner.id
    }

    func signIn(_ login: String, _ password: String = Practice.password) async throws -> TokenPair {
        try await identity.signIn(SignIn(login: login, password: password))
    }

    /// Whom an access token speaks for now.
    func actor(_ accessToken: String) async throws -> Actor? {
        try await identity.authenticate(try #require(BearerToken(accessToken)))
    }

    /// The number that a statement of the owner gives.
    func count(_ sql: String) async throws -> Int {
        let statement = Statement(sql, gives: Types(Int.self))
        return try await test.database.transaction(.readOnly) { transaction in try transaction.only(statement) }
    }
}

/// What a use case was refused for; nil when it was not.
func refusal(of work: () async throws -> Void) async throws -> CareError? {
    do {
        try await work()
        return nil
    } catch let error as CareError {
        return error
    }
}

extension CareError {
    /// The fields that break a rule; nil when that was not the reason.
    var pointers: [String]? {
        guard case .invalid(let violations) = self else { return nil }
        return violations.map(\.pointer)
    }
}

/// Expects a use case to be refused for a reason, or not at all.
///
/// A function and not `#expect` around the closure: Swift 6.3 may run another closure of the same test for one inside a
/// macro.
func expect(
    _ expected: CareError?, sourceLocation: SourceLocation = #_sourceLocation, of work: () async throws -> Void
) async throws {
    let error = try await refusal(of: work)
    #expect(error == expected, sourceLocation: sourceLocation)
}
