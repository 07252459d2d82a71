import Care
import CareServices
import ChartSync
import Foundation
import Postgres
import Testing

/// A device that keeps copies as the protocol says, of whomever it is, and checks each page against what it holds.
struct CopyingDevice: Sendable {
    struct Copy: Sendable {
        var epoch: String
        var cursor: String
        var rows: [String: WireRow] = [:]
        var isComplete = false
        var ackedSeq: Int64?
    }

    let actor: Actor
    let device: DeviceID
    var since: LocalDay?
    private(set) var copies: [Scope: Copy] = [:]
    private(set) var pages: [ScopePage] = []
    /// What it was told to drop and has not purged.
    private(set) var drops: Set<Scope> = []

    init(_ actor: Actor) throws {
        self.actor = actor
        device = try Samples.value(actor.device)
    }

    /// Another device of the same member.
    func another() throws -> CopyingDevice {
        try CopyingDevice(
            Actor(role: actor.role, subject: actor.subject, device: .make(at: .now), credential: UUID()))
    }

    func request(
        _ scopes: [Scope], limit: Int? = nil, purged: [Scope]? = nil, clientTime: Instant = .now,
        report: DeviceReport? = nil
    ) -> PullRequest {
        PullRequest(
            device: device, schema: ProtocolVersion.current, clientTime: clientTime,
            scopes: scopes.map { ScopeRequest($0, cursor: copies[$0]?.cursor, since: since) }, limit: limit,
            purged: purged, report: report)
    }

    /// Pulls one answer, and keeps it.
    @discardableResult
    mutating func pull(
        _ scopes: Scope..., from clinic: Clinic, limit: Int? = nil, purged: [Scope]? = nil,
        report: DeviceReport? = nil, location: SourceLocation = #_sourceLocation
    ) async throws -> PullAnswer {
        let request = request(scopes, limit: limit, purged: purged, report: report)
        let answer = try await clinic.pull.pull(request, caller: clinic.caller(actor))
        for page in answer.pages { keep(page, location) }
        drops.formUnion(answer.drops.map(\.scope))
        return answer
    }

    /// Pulls until there is no more.
    mutating func sync(
        _ scopes: Scope..., from clinic: Clinic, limit: Int? = nil, location: SourceLocation = #_sourceLocation
    ) async throws {
        for _ in 0..<10_000 {
            let answer = try await clinic.pull.pull(request(scopes, limit: limit), caller: clinic.caller(actor))
            for page in answer.pages { keep(page, location) }
            drops.formUnion(answer.drops.map(\.scope))
            guard answer.more else { return }
        }
        throw Mistake("a pull does not come to an end")
    }

    /// Removes what it was told to drop, and says so with the next pull of its panel.
    @discardableResult
    mutating func purge(at clinic: Clinic) async throws -> PullAnswer {
        let purged = drops.sorted { $0.description < $1.description }
        for scope in purged { copies[scope] = nil }
        drops = []
        return try await pull(.panel, from: clinic, purged: purged)
    }

    func rows(_ scope: Scope) -> [String: WireRow] { copies[scope]?.rows ?? [:] }

    func isComplete(_ scope: Scope) -> Bool { copies[scope]?.isComplete ?? false }

    /// The charts on the panel.
    var panel: Set<MemberID> { Set(rows(.panel).values.compactMap { MemberID($0.id) }) }

    private mutating func keep(_ page: ScopePage, _ location: SourceLocation) {
        pages.append(page)
        var copy = copies[page.scope] ?? Copy(epoch: page.epoch, cursor: "")
        if page.rebase { copy = Copy(epoch: page.epoch, cursor: "") }
        #expect(copy.epoch == page.epoch, sourceLocation: location)
        for row in page.rows { copy.rows["\(row.kind) \(row.id)"] = row }
        for tombstone in page.deleted { copy.rows["\(tombstone.kind) \(tombstone.id)"] = nil }
        copy.cursor = page.cursor
        copy.isComplete = page.consistent
        copy.ackedSeq = page.ackedSeq
        if page.consistent, let checksum = page.checksum {
            let own = ChartChecksum(of: copy.rows.values).description
            #expect(own == checksum, "the copy is not the chart", sourceLocation: location)
        }
        copies[page.scope] = copy
    }
}

extension Clinic {
    /// A practitioner's own device, on which copies are kept.
    func addTablet(of practitioner: Actor) async throws -> CopyingDevice {
        let device = DeviceID.make(at: .now)
        try await run(
            """
            INSERT INTO practitioner_device (practitioner_id, device_id, name)
            VALUES ('\(practitioner.subject)', '\(device)', 'tablet')
            """)
        return try CopyingDevice(
            Actor(
                role: .practitioner, subject: practitioner.subject, device: device, credential: practitioner.credential)
        )
    }

    /// A new practitioner with a device, and a place with each of some members.
    func addTablet(with members: [MemberID] = []) async throws -> CopyingDevice {
        let practitioner = try await addPractitioner()
        for member in members { try await place(practitioner, with: member) }
        return try await addTablet(of: practitioner)
    }

    /// Ends all of a practitioner's places with a member, as an operator does.
    func end(_ practitioner: Actor, with member: MemberID) async throws {
        try await run(
            """
            UPDATE care_team_member SET valid_to = now(), changed_by = pg_current_xact_id()
            WHERE member_id = '\(member)' AND practitioner_id = '\(practitioner.subject)'
                AND (valid_to IS NULL OR valid_to > now())
            """)
    }

    /// Gives a place for some seconds around now, by the database's clock.
    func place(_ practitioner: Actor, with member: MemberID, fromSeconds: Int, toSeconds: Int?) async throws {
        try await run(
            """
            INSERT INTO care_team_member (member_id, practitioner_id, valid_from, valid_to, role) VALUES (
                '\(member)', '\(practitioner.subject)', now() + interval '\(fromSeconds) seconds',
                \(toSeconds.map { "now() + interval '\($0) seconds'" } ?? "NULL"), 'covering_pt'
            )
            """)
    }

    /// Lets a moment of the database's own clock pass.
    func wait(seconds: Double) async throws {
        _ = try await owner.transaction(.readOnly) { transaction in
            try transaction.runScript("SELECT pg_sleep(\(seconds))")
        }
    }
}

extension Samples {
    static func moment(daysAgo: Int) -> LocalMoment {
        let now = Instant.now
        let day = TimeZoneName.utc.day(of: now).adding(days: -daysAgo)
        return LocalMoment(at: now.adding(seconds: Int64(-daysAgo) * 86_400), timeZone: .utc, day: day)
    }

    static func checkIn(daysAgo: Int, pain: Int = 3) throws -> RowContent {
        .checkIn(CheckIn(moment: moment(daysAgo: daysAgo), about: .during, pain: try value(PainScore(pain))))
    }

    static func session(daysAgo: Int) throws -> RowContent {
        .sessionLog(
            SessionLog(
                planRevision: nil, moment: moment(daysAgo: daysAgo),
                items: [LoggedItem(exercise: try slug("calf-raises"), sets: [LoggedSet(reps: 12)])]))
    }

    static func run(daysAgo: Int) -> RowContent {
        .runLog(RunLog(moment: moment(daysAgo: daysAgo), distanceMeters: 5_000, durationSeconds: 1_800))
    }
}
