import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import TestPostgres
import Testing

/// What a panel would otherwise never hear of: a commit and a place that come at once.
@Suite struct `A place on a care team` {
    @Test func `is given when the commits to the chart that are under way have ended`() async throws {
        try await Practice.open { practice in
            let member = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member.id
            let pat = try await practice.addPractitioner("pat")
            let (locked, hasLocked) = AsyncStream.makeStream(of: Void.self)
            async let hasWaited = practice.test.database.transaction { transaction in
                // As every commit begins; the places that it will mark are found later.
                let head = try transaction.first(ChartStatements.lock, member)
                hasLocked.finish()
                guard head != nil else { throw CareError.notFound }
                return try transaction.seesSomebodyWait()
            }
            for await _ in locked {}
            async let place = practice.careTeam.putPlace(
                CareTeamPlace(role: .leadPT), of: pat, for: member, actor: practice.operator)

            #expect(try await hasWaited)
            _ = try await place
            #expect(try await practice.count("SELECT count(*) FROM care_team_member") == 1)
        }
    }

    @Test func `that is to begin is marked by commits before, and its owner is not told of them`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let (present, coming, gone) = (
                try await clinic.addTablet(with: [phone.member]), try await clinic.addTablet(),
                try await clinic.addTablet()
            )
            try await clinic.place(coming.actor, with: phone.member, fromSeconds: 600, toSeconds: nil)
            try await clinic.place(gone.actor, with: phone.member, fromSeconds: -600, toSeconds: -60)
            let before = try await clinic.marks(on: phone.member)

            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)

            let after = try await clinic.marks(on: phone.member)
            for (tablet, isMarked) in [(present, true), (coming, true), (gone, false)] {
                #expect((before[tablet.actor.subject] != after[tablet.actor.subject]) == isMarked)
            }
            #expect(clinic.commits.taken().last?.practitioners == [PractitionerID(present.actor.subject)])
        }
    }
}

extension Transaction {
    /// Whether somebody comes to wait for the commits to a chart; false when nobody does.
    fileprivate func seesSomebodyWait() throws -> Bool {
        for _ in 0..<3_000 {
            if try only(Self.waiters) > 0 { return true }
            try run(Self.pause)
        }
        return false
    }

    private static let waiters = Statement(
        """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        gives: Types(Int64.self))
    private static let pause = Statement("SELECT pg_sleep(0.01)::text", gives: Types(String.self))
}

extension Clinic {
    /// The transaction that last changed each place on a care team, or its chart, by the practitioner's id.
    fileprivate func marks(on member: MemberID) async throws -> [UUID: String] {
        let statement = Statement(
            "SELECT practitioner_id, changed_by::text FROM care_team_member WHERE member_id = $1",
            takes: Types(MemberID.self), gives: Types(PractitionerID.self, String.self))
        let rows = try await owner.perform(.readOnly, statement.all(member))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0.uuid, $0.1) })
    }
}
