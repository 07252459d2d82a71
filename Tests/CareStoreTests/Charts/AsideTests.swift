import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `What was set aside, in the hands of a practitioner` {
    private let note = Note("The band was new.")

    /// A phone with a session on a revision that is not there, a run in a shoe that is not there, and a wrong check-in.
    private func patient(_ clinic: Clinic) async throws -> (phone: Phone, lead: Actor, ids: [RowID]) {
        var phone = try await clinic.addMember()
        let lead = try await clinic.addPractitioner(of: phone.member)
        try await phone.send(
            [
                phone.insert(Samples.session(revision: 1)), phone.insert(Samples.run(shoe: .make(at: .now))),
                phone.next("check_in", .insert, .make(at: .now), body: ["pain": 11]),
            ], to: clinic)
        return (phone, lead, (1...3).map { SetAside.rowID(device: phone.device, seq: $0) })
    }

    @Test func `is listed to member and care team, until it is settled`() async throws {
        try await withClinic { clinic in
            let (phone, lead, ids) = try await patient(clinic)
            for actor in [phone.actor, lead] {
                let asides = try await clinic.asides.asides(of: phone.member, includingSettled: false, actor: actor)
                #expect(asides.asides.map(\.id) == ids.reversed())
                #expect(asides.asides.map(\.deviceName) == ["phone", "phone", "phone"])
            }
            _ = try await clinic.asides.settle(
                ids[0], of: phone.member, by: AsideRuling(decision: .dismiss, note: note), actor: lead)
            let waiting = try await clinic.asides.asides(of: phone.member, includingSettled: false, actor: lead)
            #expect(waiting.asides.map(\.id) == [ids[2], ids[1]])
            let all = try await clinic.asides.asides(of: phone.member, includingSettled: true, actor: lead)
            #expect(all.asides.map(\.id) == [ids[0], ids[2], ids[1]])
            #expect(
                all.asides[0].setAside.resolution
                    == SetAside.Resolution(decision: .dismissed, role: .practitioner, note: note))
            let stranger = try await clinic.addPractitioner()
            try await expect(.notFound) {
                _ = try await clinic.asides.asides(of: phone.member, includingSettled: false, actor: stranger)
            }
        }
    }

    @Test func `becomes part of the chart in the commit that says so`() async throws {
        try await withClinic { clinic in
            var (phone, lead, ids) = try await patient(clinic)
            let accept = AsideRuling(decision: .accept, note: note)
            try await expect(.stillAside(.unknownRevision, nil)) {
                _ = try await clinic.asides.settle(ids[0], of: phone.member, by: accept, actor: lead)
            }
            let error = try await refusal {
                _ = try await clinic.asides.settle(ids[2], of: phone.member, by: accept, actor: lead)
            }
            guard case .stillAside(.invalid, let detail) = error else {
                throw Mistake("it was \(String(describing: error))")
            }
            #expect(detail?.pointer.hasPrefix("/body/") == true)
            _ = try await clinic.plans.propose(Samples.proposal(base: 0), for: phone.member, actor: lead)

            var tried = accept
            tried.dryRun = true
            _ = try await clinic.asides.settle(ids[0], of: phone.member, by: tried, actor: lead)
            #expect(try await clinic.count("SELECT count(*) FROM session_log") == 0)
            let entry = try await clinic.asides.settle(ids[0], of: phone.member, by: accept, actor: lead)
            #expect(entry.version == 6 && entry.setAside.resolution?.decision == .accepted)
            var bare = accept
            bare.withoutReference = true
            _ = try await clinic.asides.settle(ids[1], of: phone.member, by: bare, actor: lead)

            try await phone.sync(with: clinic)
            #expect(phone.rows.values.count { $0.kind == "session_log" } == 1)
            #expect(phone.rows.values.first { $0.kind == "run_log" }?.body["shoe"] == nil)
            #expect(phone.rows.values.count { $0.kind == "run_log" } == 1 && phone.isProven)
            let history = try await clinic.history.history(of: phone.member, actor: lead)
            #expect(history.verification.holds)
            #expect(history.entries[0].changes.map(\.kind) == ["run_log", "set_aside"])
            #expect(history.entries[0].changes.map(\.op) == ["insert", "update"])
            #expect(history.entries[0].actorName == "Dana Okafor")
        }
    }

    @Test func `is settled once, however often and by however many at once`() async throws {
        try await withClinic { clinic in
            let (phone, lead, ids) = try await patient(clinic)
            let dismiss = AsideRuling(decision: .dismiss)
            let versions = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 1...6 {
                    group.addTask {
                        try await clinic.asides.settle(ids[0], of: phone.member, by: dismiss, actor: lead).version
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(versions == [4])
            try await expect(.settled(.dismissed)) {
                _ = try await clinic.asides.settle(
                    ids[0], of: phone.member, by: AsideRuling(decision: .accept), actor: lead)
            }
            #expect(try await clinic.count("SELECT version FROM chart") == 4)
        }
    }

    @Test func `after cover or access has ended is a person's to accept`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember(cover: "'2020-01-01', '2026-03-02'")
            let lead = try await clinic.addPractitioner(of: phone.member)
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let former = try await clinic.addPractitioner()
            try await clinic.place(former, with: phone.member, hasEnded: true)
            var tablet = Tablet(of: former)
            let batch = try [tablet.revise(phone.member, 1), tablet.next(phone.member, Samples.checkIn())]
            try await tablet.send(batch, to: phone.member, of: clinic)

            let accept = AsideRuling(decision: .accept)
            for id in [
                SetAside.rowID(device: phone.device, seq: 1), SetAside.rowID(device: tablet.device, seq: 1),
            ] {
                _ = try await clinic.asides.settle(id, of: phone.member, by: accept, actor: lead)
            }
            // A revision stays its author's; a member's fact that came from somebody else's device is nobody's.
            let plan = try await clinic.plans.plan(of: phone.member, revision: nil, actor: lead)
            #expect(plan.revision.author == tablet.practitioner)
            try await expect(.stillAside(.accessEnded, nil)) {
                _ = try await clinic.asides.settle(
                    SetAside.rowID(device: tablet.device, seq: 2), of: phone.member, by: accept, actor: lead)
            }
            #expect(try await clinic.history.history(of: phone.member, actor: lead).verification.holds)
        }
    }

    @Test func `is for those who look after the member, and for what is there`() async throws {
        try await withClinic { clinic in
            let (phone, lead, ids) = try await patient(clinic)
            let dismiss = AsideRuling(decision: .dismiss)
            let former = try await clinic.addPractitioner()
            try await clinic.place(former, with: phone.member, hasEnded: true)
            for (actor, id, error) in [
                (former, ids[0], CareError.notFound), (lead, .make(at: .now), .notFound),
                (phone.actor, ids[0], .notAllowed),
            ] {
                try await expect(error) {
                    _ = try await clinic.asides.settle(id, of: phone.member, by: dismiss, actor: actor)
                }
            }
            #expect(try await clinic.count("SELECT version FROM chart") == 3)
        }
    }

    @Test func `and rejected is the member's own to dismiss, by a mutation`() async throws {
        try await withClinic { clinic in
            var (phone, lead, ids) = try await patient(clinic)
            let batch = ids.map { phone.next("set_aside", .update, $0, body: ["decision": "dismissed"]) }
            let answer = try await phone.send(batch, to: clinic)
            #expect(answer.outcomes.map(\.reason) == [.notAllowed, .notAllowed, nil])
            try await phone.sync(with: clinic)
            #expect(phone.isProven)
            #expect(phone.rows[ids[2].description]?.body["resolution"]?["role"] == "member")
            #expect(try await clinic.history.history(of: phone.member, actor: lead).verification.holds)
        }
    }
}
