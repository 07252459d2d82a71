import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import Testing

@Suite struct `Another life of the database` {
    @Test func `replaces every copy, and each of them once`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn()), phone.insert(Samples.shoe())], to: clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            var tablet = try await clinic.addTablet(with: [phone.member])
            try await copy.sync(chart, .catalog, from: clinic)
            try await tablet.sync(.panel, chart, .catalog, from: clinic)
            let (own, panel) = (copy.rows(chart), tablet.rows(.panel))

            try await clinic.run("SELECT current_incarnation(true)")

            let mine = try await copy.pull(chart, .catalog, from: clinic)
            #expect(mine.pages.map(\.rebase) == [true, true])
            #expect(copy.rows(chart) == own && copy.isComplete(chart) && copy.isComplete(.catalog))
            let theirs = try await tablet.pull(.panel, chart, .catalog, from: clinic)
            #expect(theirs.pages.map(\.rebase) == [true, true, true])
            #expect(tablet.panel == [phone.member] && tablet.rows(.panel) != panel)
            #expect(try await copy.pull(chart, .catalog, from: clinic).pages.isEmpty)
            #expect(try await tablet.pull(.panel, chart, .catalog, from: clinic).pages.isEmpty)
            let again = try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            #expect(again.epoch == copy.copies[chart]?.epoch)
        }
    }

    @Test func `is the same one while PostgreSQL says so`() async throws {
        try await withClinic { clinic in
            let lives = "SELECT count(*) FROM incarnation"
            #expect(try await clinic.count(lives) == 1)
            try await clinic.run("SELECT current_incarnation(false)")
            #expect(try await clinic.count(lives) == 1)
            // As after a restore on another server, or a fail-over.
            try await clinic.run("UPDATE incarnation SET timeline = timeline + 1; SELECT current_incarnation(false)")
            #expect(try await clinic.count(lives) == 2)
        }
    }

    @Test func `holds though the clock was ahead when the one before began`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await clinic.run("UPDATE incarnation SET began_at = now() + interval '10 years'")
            let before = try await phone.send([phone.insert(Samples.checkIn())], to: clinic).epoch
            let life = try await DatabaseLife(database: clinic.database).renew()
            let moment = try await clinic.database.perform(.readOnly, SnapshotStatements.moment.only())
            #expect(moment.incarnation == life)
            #expect(try await phone.send([phone.insert(Samples.checkIn())], to: clinic).epoch != before)
        }
    }

    @Test func `is waited for before anything is told or recorded`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let copy = try CopyingDevice(phone.actor)
            // As after a fail-over that nobody has looked at.
            try await clinic.run("UPDATE incarnation SET timeline = timeline + 1")
            let request = try phone.request([phone.insert(Samples.checkIn())])
            let actor = phone.actor
            let unknown = try await #require(throws: PostgresError.self) {
                try await clinic.push.push(request, actor: actor)
            }
            #expect(unknown.isUnavailable)
            let pull = copy.request([.chart(phone.member), .catalog])
            await #expect(throws: PostgresError.self) { try await clinic.pull.pull(pull, actor: actor) }
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
            _ = try await DatabaseLife(database: clinic.database).confirm()
            #expect(try await clinic.push.push(request, actor: actor).charts[0].lastSeq == 1)
        }
    }
}

@Suite struct `Tombstones that are dropped` {
    /// Makes everything that was committed so far as old as a year.
    private func age(_ clinic: Clinic) async throws {
        try await clinic.run("UPDATE commit_entry SET server_time = server_time - interval '365 days'")
    }

    @Test func `let a device that slept too long begin anew, and no other`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let chart = Scope.chart(phone.member)
            let rows = (0..<4).map { _ in RowID.make(at: .now) }
            try await phone.send(try rows.map { try phone.insert(Samples.checkIn(), $0) }, to: clinic)
            var asleep = try CopyingDevice(phone.actor).another()
            try await asleep.sync(chart, from: clinic)
            try await phone.send([phone.delete(.checkIn, rows[0]), phone.delete(.checkIn, rows[1])], to: clinic)
            var awake = try CopyingDevice(phone.actor).another()
            try await awake.sync(chart, from: clinic)
            try await age(clinic)
            try await phone.send([phone.delete(.checkIn, rows[2])], to: clinic)

            let retention = TombstoneRetention(database: clinic.owner)
            let dropped = try await retention.drop(olderThanDays: 30)
            let again = try await retention.drop(olderThanDays: 30)
            #expect(dropped == TombstoneRetention.Dropped(tombstones: 2, charts: 1))
            #expect(again == TombstoneRetention.Dropped(tombstones: 0, charts: 0))
            #expect(try await clinic.count("SELECT count(*) FROM tombstone") == 1)
            #expect(try await clinic.count("SELECT tombstone_floor FROM chart") == 6)

            let early = try await awake.pull(chart, from: clinic)
            #expect(early.pages.map(\.rebase) == [false])
            let late = try await asleep.pull(chart, from: clinic)
            #expect(late.pages.map(\.rebase) == [true])
            #expect(awake.rows(chart) == asleep.rows(chart) && asleep.rows(chart).count == 1)

            // What was deleted stays deleted.
            let back = try await phone.send([phone.insert(Samples.checkIn(), rows[0])], to: clinic)
            #expect(back.outcomes.map(\.reason) == [.gone])
            let history = try await clinic.history.history(of: phone.member, actor: phone.actor)
            // Only the times that this test has moved do not fit.
            #expect(history.verification.faults.allSatisfy { $0.hasSuffix("was altered") })
        }
    }
}
