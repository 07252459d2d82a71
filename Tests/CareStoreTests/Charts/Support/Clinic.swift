import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Credentials
import Foundation
import Postgres
import StrictJSON
import Synchronization
import TestPostgres

/// What the tests of charts share: the services on a database of their own, with members, PTs and two exercises.
struct Clinic: Sendable {
    /// As the owner of everything, whom no policy binds.
    let owner: Database
    /// As the role that serves care.
    let database: Database
    let seal: Seal
    /// What was told of commits.
    let commits = CommitLog()

    var push: PushService {
        PushService(
            database: database, secondPlace: SecondPlace(.none, database: database), committed: commits.listener)
    }
    var pull: PullService { PullService(database: database, seal: seal) }
    var plans: PlanService { PlanService(database: database, committed: commits.listener) }
    var asides: AsideService { AsideService(database: database, committed: commits.listener) }
    var records: RecordService { RecordService(database: database, committed: commits.listener) }
    var alerts: AlertService { AlertService(database: database, committed: commits.listener) }
    var suggestions: SuggestionService {
        SuggestionService(database: database, plans: plans, committed: commits.listener)
    }
    var emergency: EmergencyService { EmergencyService(database: database, committed: commits.listener) }
    var reads: ReadService { ReadService(database: database) }
    var careTeam: CareTeamService { CareTeamService(database: database, now: { .now }) }
    var watch: AlertWatch { AlertWatch(database: database, committed: commits.listener) }
    var repair: RepairService { RepairService(database: database) }
    var standings: DeviceStandingService { DeviceStandingService(database: database) }
    var history: HistoryService { HistoryService(database: database) }
    /// At this moment, as everything that is made in a test.
    var worklist: WorklistService {
        WorklistService(
            database: database, monitoring: MonitoringService(database: database, now: { .now }), now: { .now })
    }
    var monitoring: MonitoringService { MonitoringService(database: database, now: { Samples.moment.at }) }

    fileprivate init(owner: Database, database: Database) throws {
        self.owner = owner
        self.database = database
        seal = try Seal(key: [UInt8](repeating: 7, count: 32), purpose: "cursor")
    }

    /// A member with an empty chart, and the phone that they enrolled.
    ///
    /// - Parameter cover: the first day and the first day without, as SQL; nil for a member without cover.
    func addMember(state: String = "CO", cover: String? = "'2020-01-01', NULL") async throws -> Phone {
        let member = MemberID.make(at: Samples.moment.at)
        let phone = Phone(member: member)
        try await run(
            """
            INSERT INTO member (
                member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number
            ) VALUES (
                '\(member)', 'Maya', 'Ruiz', '1988-04-12', '\(state)', 'America/Denver', '\(Self.sponsor)', '\(member)'
            );
            INSERT INTO covered_person (
                sponsor_id, number, subscriber_number, relationship, first_name, last_name, first_name_key,
                last_name_key, birth_date
            ) VALUES (
                '\(Self.sponsor)', '\(member)', '\(member)', 'self', 'Maya', 'Ruiz', 'MAYA', 'RUIZ', '1988-04-12'
            );
            INSERT INTO chart (member_id, epoch, version, head, checksum) VALUES (
                '\(member)', gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex')
            );
            INSERT INTO device (member_id, device_id, name, credential_id, enrolment_key_digest)
            VALUES ('\(member)', '\(phone.device)', 'phone', gen_random_uuid(), decode(repeat('00', 32), 'hex'));
            """)
        if let cover { try await self.cover(phone.member, cover) }
        return phone
    }

    private static let sponsor = "00000000-0000-4000-8000-00000000000a"
    private static let load = "00000000-0000-4000-8000-00000000000b"

    /// Puts one period in place of a member's cover; two dates as SQL.
    func cover(_ member: MemberID, _ period: String) async throws {
        try await run(
            """
            DELETE FROM coverage WHERE number = '\(member)';
            INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id)
            VALUES ('\(Self.sponsor)', '\(member)', \(period), 'GOLD', '\(Self.load)');
            """)
    }

    /// A sponsor with a load, which every period of cover names.
    fileprivate func addSponsor() async throws {
        try await run(
            """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            VALUES ('\(Self.sponsor)', 'acme', 'Acme', 'employer', 'full', 'last_covered_day');
            INSERT INTO eligibility_load (sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count,
                added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
            VALUES ('\(Self.sponsor)', '\(Self.load)', sha256('x'), now(), 'applied', 0, 0, 0, 0, 0, 0, 0);
            """)
    }

    /// A practitioner with a licence in one state; a place is given with `place`.
    func addPractitioner(licensedIn state: String = "CO") async throws -> Actor {
        let id = PractitionerID.make(at: Samples.moment.at)
        try await run(
            """
            INSERT INTO practitioner (practitioner_id, name, credentials) VALUES ('\(id)', 'Dana Okafor', '{DPT}');
            INSERT INTO licence (practitioner_id, position, state, kind, number, valid_from, valid_through)
            VALUES ('\(id)', 0, '\(state)', 'license', 'PT-1', '2020-01-01', '2099-12-31');
            """)
        return Actor(role: .practitioner, subject: id.uuid, device: nil, credential: UUID())
    }

    /// Gives a practitioner a place on a member's care team; `hasEnded` for one that ended a second ago.
    func place(
        _ practitioner: Actor, with member: MemberID, as role: CareTeamRole = .leadPT, hasEnded: Bool = false
    ) async throws {
        try await run(
            """
            INSERT INTO care_team_member (member_id, practitioner_id, valid_from, valid_to, role) VALUES (
                '\(member)', '\(practitioner.subject.uuidString)', now() - interval '1 day',
                \(hasEnded ? "now() - interval '1 second'" : "NULL"), '\(role.rawValue)'
            )
            """)
    }

    /// A practitioner with a place.
    func addPractitioner(of member: MemberID, as role: CareTeamRole = .leadPT) async throws -> Actor {
        let practitioner = try await addPractitioner()
        try await place(practitioner, with: member, as: role)
        return practitioner
    }

    /// The actor as they come over the network: with a new access token, which the work's own transaction looks up.
    func caller(_ actor: Actor) async throws -> Caller {
        let token = BearerToken(generating: .access)
        let credential = UUID()
        try await run(
            """
            INSERT INTO credential (credential_id, role, subject_id, device_id, label, issued_at) VALUES (
                '\(credential)', '\(actor.role.rawValue)', '\(actor.subject)',
                \(actor.device.map { "'\($0)'" } ?? "NULL"), 'test', now()
            );
            INSERT INTO token (digest, credential_id, kind, issued_at, expires_at) VALUES (
                '\\x\(token.digest.bytes.hexadecimal)', '\(credential)', 'access', now(), now() + interval '1 hour'
            );
            """)
        return .bearer(token, at: .now)
    }

    /// Runs a script of ours as the owner.
    func run(_ script: String) async throws {
        try await owner.transaction { transaction in try transaction.runScript(script) }
    }

    /// Runs a command of ours as the owner that cannot run in a transaction.
    func run(_ command: String, outsideTransaction: Bool) async throws {
        try await owner.session { session in _ = try session.perform(Statement(command).run()) }
    }

    /// Asks one number as the owner.
    func count(_ query: String) async throws -> Int64 {
        try await owner.transaction(.readOnly) { transaction in
            try transaction.only(Statement(query, gives: Types(Int64.self)))
        }
    }

    /// Publishes the two exercises that the samples prescribe.
    fileprivate func publishExercises() async throws {
        try await owner.transaction { transaction in
            var checksum = try transaction.only(CatalogRows.lock).checksum
            let slugs = try ["calf-raises", "tib-raises"].map(Samples.slug)
            let bodies = slugs.map { SampleContent.exercise($0.description, rung: nil) }
            for (index, slug) in slugs.enumerated() {
                checksum.add(
                    CatalogRows.row(
                        kind: .exercise, slug: slug, version: 1, catalogVersion: Int64(index) + 1,
                        body: bodies[index]))
            }
            try transaction.run(
                ContentStatements.insert, [.exercise, .exercise], slugs, [1, 1], [1, 2],
                bodies.map { String(decoding: JSONWriter.write($0), as: UTF8.self) })
            try transaction.run(CatalogRows.advance, 2, checksum)
        }
    }
}

/// What services tell of commits, in their order.
final class CommitLog: Sendable {
    private let commits = Mutex<[ChartCommit]>([])

    var listener: ChartCommit.Listener { { [self] commit in commits.withLock { $0.append(commit) } } }

    /// What was told since this was asked last.
    func taken() -> [ChartCommit] {
        commits.withLock { commits in
            defer { commits = [] }
            return commits
        }
    }
}

/// Runs the body with a clinic of its own.
func withClinic(_ body: (Clinic) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let database = try test.open(user: "soleus_care", maximumSessions: 12)
        try await withClosing(database) {
            let clinic = try Clinic(owner: test.database, database: database)
            try await clinic.publishExercises()
            try await clinic.addSponsor()
            try await body(clinic)
        }
    }
}
