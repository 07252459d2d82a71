import Care
import CareMessages
import CareServices
import ChartSync
import Logging
import Postgres
import StrictJSON
import Testing

@Suite struct `The watch for alerts` {
    private let logger = Logger(label: "test")

    private func redFlag() throws -> RowContent {
        .checkIn(
            CheckIn(
                moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(8)),
                redFlags: [.cannotTakeFourSteps]))
    }

    /// The alerts of a phone's copy, by finding.
    private func alerts(_ phone: Phone) throws -> [AlertFinding: AlertRecord] {
        try phone.rows.values.reduce(into: [:]) { found, row in
            guard row.kind == "alert", case .alert(let alert) = try RowContent(kind: .alert, body: row.body) else {
                return
            }
            found[alert.finding] = alert
        }
    }

    @Test func `finds a red flag after the process that took it has died, and tells the member's device`() async throws
    {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([try phone.insert(redFlag())], to: clinic)
            // The commit itself says that the chart is to be looked at, and at once: nobody has done anything else yet.
            #expect(try await clinic.count("SELECT count(*) FROM alert_look WHERE is_urgent AND due_at <= now()") == 1)

            let other = AlertWatch(database: clinic.database)
            #expect(try await other.lookAtDue(logger: logger) == 1)
            try await phone.sync(with: clinic)
            let alert = try #require(try alerts(phone)[.redFlag])
            #expect(alert.advice == RedFlag.advice && alert.isOpen && alert.evidence.count == 1)
            #expect(phone.isProven)
            // It is the service's own entry of the ledger, and the chain holds over it.
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry WHERE actor_role = 'service'") == 1)
            #expect(try await clinic.history.history(of: phone.member, actor: phone.actor).verification.holds)

            #expect(try await other.lookAtDue(logger: logger) == 0)
            try await other.look(at: phone.member)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 2)
        }
    }

    @Test func `finds a chart once, however many processes look`() async throws {
        try await withClinic { clinic in
            var phones: [Phone] = []
            for _ in 0..<6 {
                var phone = try await clinic.addMember()
                try await phone.send([try phone.insert(redFlag())], to: clinic)
                phones.append(phone)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        _ = try await AlertWatch(database: clinic.database).lookAtDue(logger: Logger(label: "test"))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await clinic.count("SELECT count(*) FROM alert") == 6)
            #expect(try await clinic.count("SELECT count(*) FROM alert_look WHERE due_at <= now()") == 0)
        }
    }

    @Test func `leaves a chart due that a process took and did not finish`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([try phone.insert(redFlag())], to: clinic)
            try await clinic.run("UPDATE alert_look SET due_at = now() + interval '1 minute'")
            #expect(try await clinic.watch.lookAtDue(logger: logger) == 0)
            try await clinic.run("UPDATE alert_look SET due_at = due_at - interval '61 seconds'")
            #expect(try await clinic.watch.lookAtDue(logger: logger) == 1)
            #expect(try await clinic.count("SELECT count(*) FROM alert WHERE closed_at IS NULL") == 1)
        }
    }

    /// How many minutes a member was not heard of, and what is found then.
    private static let silences: [(Int, AlertFinding?)] = [
        (2_939, nil), (2_940, .silent49Hours), (20_160, .silent49Hours), (20_161, .silent14Days),
        (30_239, .silent14Days), (30_240, .dropped),
    ]

    @Test(arguments: silences)
    func `finds a silence by the clock alone`(minutes: Int, finding: AlertFinding?) async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            try await clinic.run(
                """
                UPDATE member SET enrolled_at = now() - interval '\(minutes) minutes 5 seconds';
                INSERT INTO alert_look (member_id, due_at, is_urgent) VALUES ('\(phone.member)', now(), false);
                """)
            try await clinic.watch.lookAtDue(logger: logger)
            let found = try await clinic.alerts.alerts(of: phone.member, includingSnoozed: false, actor: phone.actor)
            #expect(found.alerts.map(\.alert.finding) == [finding].compactMap(\.self))
            // And says when to look again: for the next silence, or within the hour for a sign of life.
            #expect(
                try await clinic.count(
                    """
                    SELECT count(*) FROM alert_look
                    WHERE due_at > now() AND due_at <= now() + interval '\(finding == nil ? "2 minutes" : "1 hour")'
                    """) == 1)
        }
    }

    @Test func `closes a silence when the member is heard of`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await clinic.run("UPDATE member SET enrolled_at = now() - interval '60 hours'")
            try await clinic.watch.look(at: phone.member)
            #expect(try await clinic.count("SELECT count(*) FROM alert WHERE closed_at IS NULL") == 1)
            try await phone.send([try phone.insert(Samples.checkIn())], to: clinic)
            try await clinic.watch.look(at: phone.member)
            #expect(try await clinic.count("SELECT count(*) FROM alert WHERE closed_at IS NULL") == 0)
        }
    }
}

@Suite struct `What the care team says about an alert` {
    private func flagged(_ clinic: Clinic) async throws -> (phone: Phone, report: RowID) {
        var phone = try await clinic.addMember()
        let report = RowID.make(at: .now)
        let checkIn = RowContent.checkIn(
            CheckIn(
                moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(8)),
                redFlags: [.calfSwelling]))
        try await phone.send([try phone.insert(checkIn, report)], to: clinic)
        try await clinic.watch.look(at: phone.member)
        return (phone, report)
    }

    @Test func `is kept, and ends the waiting`() async throws {
        try await withClinic { clinic in
            let (phone, _) = try await flagged(clinic)
            let lead = try await clinic.addPractitioner(of: phone.member)
            let open = try #require(
                try await clinic.alerts.alerts(includingSnoozed: false, actor: lead).alerts.first)
            #expect(open.level == .critical && open.memberName == "Maya Ruiz" && open.alert.acknowledgedAt == nil)
            let dry = try await clinic.alerts.acknowledge(
                open.id, of: phone.member, with: AlertWord(dryRun: true), actor: lead)
            #expect(dry == open)
            let seen = try await clinic.alerts.acknowledge(open.id, of: phone.member, with: AlertWord(), actor: lead)
            #expect(seen.alert.acknowledgedAt != nil)
            // A critical alert is not put out of sight.
            let error = await #expect(throws: CareError.self) {
                try await clinic.alerts.acknowledge(
                    open.id, of: phone.member, with: AlertWord(snoozeHours: 5), actor: lead)
            }
            guard case .invalid = error else { throw Mistake("it was \(String(describing: error))") }
        }
    }

    @Test func `is a clearance only from somebody who may prescribe where the member is`() async throws {
        try await withClinic { clinic in
            let (phone, report) = try await flagged(clinic)
            let request = ClearanceRequest(
                id: .make(at: .now), seen: [report], note: try Samples.value(Note("Seen by a physician, no clot.")))
            let coach = try await clinic.addPractitioner(of: phone.member, as: .coach)
            await #expect(throws: CareError.notAllowed) {
                try await clinic.alerts.clear(request, of: phone.member, actor: coach)
            }
            let elsewhere = try await clinic.addPractitioner(licensedIn: "NY")
            try await clinic.place(elsewhere, with: phone.member)
            await #expect(throws: CareError.notLicensed(try #require(USState("CO")))) {
                try await clinic.alerts.clear(request, of: phone.member, actor: elsewhere)
            }
            let stranger = try await clinic.addPractitioner()
            await #expect(throws: CareError.notFound) {
                try await clinic.alerts.clear(request, of: phone.member, actor: stranger)
            }
            #expect(try await clinic.count("SELECT count(*) FROM clearance") == 0)

            let lead = try await clinic.addPractitioner(of: phone.member)
            var wrong = request
            wrong.seen = [.make(at: .now)]
            let error = await #expect(throws: CareError.self) {
                try await clinic.alerts.clear(wrong, of: phone.member, actor: lead)
            }
            guard case .invalid(let violations) = error else { throw Mistake("it was \(String(describing: error))") }
            #expect(violations.map(\.pointer) == ["/seen/0"])

            let after = try await clinic.alerts.clear(request, of: phone.member, actor: lead)
            #expect(after.alerts.allSatisfy { $0.rule != .redFlag })
            // Sent again, it is the same clearance.
            _ = try await clinic.alerts.clear(request, of: phone.member, actor: lead)
            #expect(try await clinic.count("SELECT count(*) FROM clearance") == 1)
        }
    }

    @Test func `puts what is not critical out of sight for so long`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            try await clinic.run("UPDATE member SET enrolled_at = now() - interval '60 hours'")
            try await clinic.watch.look(at: phone.member)
            let lead = try await clinic.addPractitioner(of: phone.member)
            let open = try #require(
                try await clinic.alerts.alerts(includingSnoozed: false, actor: lead).alerts.first)
            _ = try await clinic.alerts.acknowledge(
                open.id, of: phone.member, with: AlertWord(snoozeHours: 48), actor: lead)
            #expect(try await clinic.alerts.alerts(includingSnoozed: false, actor: lead).alerts.isEmpty)
            #expect(try await clinic.alerts.alerts(includingSnoozed: true, actor: lead).alerts.count == 1)
        }
    }
}

@Suite struct `What a practitioner records` {
    @Test func `is theirs to record, once, and comes back by its kind`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let record = NewRecord(
                id: .make(at: .now), kind: .outcomeResponse, body: try Samples.outcome([3, 4, 5]).body())
            var dry = record
            dry.dryRun = true
            _ = try await clinic.records.record(dry, for: phone.member, actor: lead)
            #expect(try await clinic.records.records(.outcomeResponse, of: phone.member, actor: lead).rows.isEmpty)
            let first = try await clinic.records.record(record, for: phone.member, actor: lead)
            let again = try await clinic.records.record(record, for: phone.member, actor: lead)
            #expect(first.isNew && !again.isNew && first.row == again.row)
            let mine = try await clinic.records.records(.outcomeResponse, of: phone.member, actor: phone.actor)
            #expect(mine.rows == [first.row])

            var other = record
            other.body = try Samples.outcome([9, 9, 9]).body()
            await #expect(throws: CareError.taken) {
                try await clinic.records.record(other, for: phone.member, actor: lead)
            }
            var bad = record
            bad.id = .make(at: .now)
            bad.body = ["instrument": "psfs"]
            let error = await #expect(throws: CareError.self) {
                try await clinic.records.record(bad, for: phone.member, actor: lead)
            }
            guard case .invalid(let violations) = error else { throw Mistake("it was \(String(describing: error))") }
            #expect(violations.first?.pointer.hasPrefix("/body") == true)
            let stranger = try await clinic.addPractitioner()
            await #expect(throws: CareError.notFound) {
                try await clinic.records.record(record, for: phone.member, actor: stranger)
            }
        }
    }

    @Test func `a session is kept without an acknowledgement of the disclaimer`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let answer = try await phone.send([try phone.insert(Samples.session())], to: clinic)
            #expect(answer.outcomes.map(\.status) == [.applied])
        }
    }
}
