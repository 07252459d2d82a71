import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `The history of a chart` {
    /// A chart of four commits, in which a shoe was changed and a check-in deleted.
    private func story(_ clinic: Clinic) async throws -> Phone {
        var phone = try await clinic.addMember()
        let lead = try await clinic.addPractitioner(of: phone.member)
        let (shoe, checkIn) = (RowID.make(at: Samples.moment.at), RowID.make(at: Samples.moment.at))
        _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
        try await phone.send(
            try [
                phone.insert(Samples.shoe(), shoe), phone.insert(Samples.checkIn(), checkIn),
                phone.insert(Samples.checkIn(5)), phone.insert(Samples.session(revision: 1)),
                phone.insert(Samples.run(shoe: shoe)), phone.insert(Samples.session(revision: 9)),
            ], to: clinic)
        try await phone.send([phone.update(shoe, base: 2, ["label": "Red pair"])], to: clinic)
        try await phone.send([phone.delete(.checkIn, checkIn)], to: clinic)
        return phone
    }

    @Test func `tells who did what, newest first, and holds`() async throws {
        try await withClinic { clinic in
            let phone = try await story(clinic)
            let history = try await clinic.history.history(of: phone.member, actor: phone.actor)
            #expect(history.verification.holds && history.verification.faults.isEmpty)
            #expect(history.verification.entries == 4 && history.verification.version == 9)
            #expect(history.entries.map(\.firstVersion) == [9, 8, 2, 1])
            #expect(history.entries.map(\.actorName) == ["Maya Ruiz", "Maya Ruiz", "Maya Ruiz", "Dana Okafor"])
            #expect(history.entries.map(\.deviceName) == ["phone", "phone", "phone", nil])
            #expect(history.entries[0].changes.map(\.op) == ["delete"])
            #expect(history.entries[2].changes.map(\.kind).last == "set_aside")
            #expect(history.entries.first?.hash == history.verification.head)
            await #expect(throws: CareError.notFound) {
                try await clinic.history.history(of: phone.member, actor: try await clinic.addMember().actor)
            }
        }
    }

    static let changes = [
        "UPDATE check_in SET pain = 1 WHERE @",
        "UPDATE check_in SET note = 'better' WHERE @",
        "UPDATE check_in SET version = 90 WHERE @",
        "DELETE FROM check_in WHERE @",
        "INSERT INTO check_in SELECT member_id, gen_random_uuid(), 90, at, time_zone, day, about, pain, site, "
            + "aspect, stiffness, swelling, red_flags, note FROM check_in WHERE @",
        "UPDATE session_log SET plan_revision = NULL WHERE @",
        "UPDATE session_log SET set_reps[1] = set_reps[1] + 1 WHERE @",
        "UPDATE session_log SET set_exercises = set_exercises[2:], set_reps = set_reps[2:] WHERE @",
        "UPDATE session_log SET exercises[1] = 'heel-drops' WHERE @",
        "UPDATE run_log SET shoe_id = NULL WHERE @",
        "UPDATE shoe SET label = 'Blue pair' WHERE @",
        "UPDATE plan_item SET sets = 4 WHERE @",
        "DELETE FROM plan_modification WHERE @",
        "UPDATE plan_revision SET author_id = gen_random_uuid() WHERE @",
        "UPDATE set_aside SET body = NULL WHERE @",
        "DELETE FROM tombstone WHERE @",
        "UPDATE tombstone SET version = 1 WHERE @",
        "UPDATE commit_entry SET actor_id = gen_random_uuid() WHERE @ AND first_version = 1",
        "UPDATE commit_entry SET server_time = server_time + interval '1 second' WHERE @ AND first_version = 2",
        "UPDATE commit_entry SET client_time = NULL WHERE @ AND first_version = 2",
        "UPDATE commit_entry SET statuses[1] = 'merged' WHERE @ AND first_version = 2",
        "UPDATE commit_entry SET before = replace(before, 'Blue', 'Grey') WHERE @ AND first_version = 8",
        "UPDATE commit_entry SET mutation_hashes = decode(repeat('11', 16), 'hex') WHERE @ AND first_version = 8",
        "UPDATE commit_entry SET hash = decode(repeat('11', 32), 'hex') WHERE @ AND first_version = 9",
        "DELETE FROM commit_entry WHERE @ AND first_version = 1",
        "DELETE FROM commit_entry WHERE @ AND first_version = 8",
        "DELETE FROM commit_entry WHERE @ AND first_version = 9",
        "DELETE FROM commit_entry WHERE @ AND first_version = 9; UPDATE chart SET version = 8 WHERE @",
        "DELETE FROM commit_entry WHERE @",
        "UPDATE chart SET version = 10 WHERE @",
        "UPDATE chart SET head = decode(repeat('11', 32), 'hex') WHERE @",
        "UPDATE chart SET checksum = decode(repeat('11', 16), 'hex') WHERE @",
    ]

    @Test func `does not hold once anything was changed behind the service's back`() async throws {
        try await withClinic { clinic in
            for change in Self.changes {
                let phone = try await story(clinic)
                try await clinic.run(change.replacing("@", with: "member_id = '\(phone.member)'"))
                let verification = try await clinic.history.history(of: phone.member, actor: phone.actor).verification
                #expect(!verification.holds && !verification.faults.isEmpty, "\(change)")
            }
            // And a neighbour's chart is not touched by it.
            let neighbour = try await story(clinic)
            #expect(
                try await clinic.history.history(of: neighbour.member, actor: neighbour.actor).verification.holds)
        }
    }
}
