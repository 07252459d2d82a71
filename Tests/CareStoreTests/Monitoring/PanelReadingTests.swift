import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `A PT's panel` {
    private static let zone = TimeZoneName("America/Denver") ?? .utc

    private var monitoring: @Sendable (Clinic) -> MonitoringService {
        { MonitoringService(database: $0.database, now: { .now }) }
    }

    /// Noon of a day so long ago, where members are.
    private func moment(_ daysAgo: Int) -> LocalMoment {
        LocalMoment(Instant.now.adding(seconds: Int64(-daysAgo) * 86_400), in: Self.zone)
    }

    /// Says that the first revision has been in force for some weeks, and until when it is.
    private func backdate(_ member: MemberID, until daysFromToday: Int?, in clinic: Clinic) async throws {
        let today = moment(0).day
        let until = daysFromToday.map { "'\(today.adding(days: $0))'" } ?? "NULL"
        try await clinic.run(
            """
            UPDATE plan_revision SET effective_from = '\(today.adding(days: -20))', until = \(until)
            WHERE member_id = '\(member)'
            """)
    }

    /// A clearance of everything before it.
    private func clear(_ member: MemberID, _ report: RowID, _ daysAgo: Int, in clinic: Clinic) async throws {
        let moment = moment(daysAgo)
        try await clinic.run(
            """
            INSERT INTO clearance (member_id, id, version, at, time_zone, day, cleared_by, seen, note) VALUES (
                '\(member)', gen_random_uuid(), (SELECT 1000 + count(*) FROM clearance), '\(moment.at)', 'America/Denver',
                '\(moment.day)', gen_random_uuid(), ARRAY['\(report)']::uuid[], 'Looked at.'
            )
            """)
    }

    private func log(_ daysAgo: Int, pain: Int? = nil) throws -> RowContent {
        .sessionLog(
            SessionLog(
                planRevision: 1, moment: moment(daysAgo),
                items: [LoggedItem(exercise: try Samples.slug("calf-raises"), sets: [LoggedSet(reps: 12)])],
                painDuring: pain.flatMap { PainScore($0) }))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `shows the adherence that the trend shows, paused days and an ended plan left out`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        try await withClinic { clinic in
            let lead = try await clinic.addPractitioner()
            var members: [MemberID] = []
            for _ in 0..<5 {
                var phone = try await clinic.addMember()
                members.append(phone.member)
                try await clinic.place(lead, with: phone.member)
                _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
                try await backdate(
                    phone.member, until: Bool.random(using: &generator) ? .random(in: -6...3, using: &generator) : nil,
                    in: clinic)
                let days = (1...9).filter { _ in Bool.random(using: &generator) }
                try await phone.send(try days.map { try phone.insert(log($0)) }, to: clinic)
                guard Int.random(in: 0..<4, using: &generator) > 0 else { continue }
                let (began, report) = (Int.random(in: 1...9, using: &generator), RowID.make(at: .now))
                let flag = CheckIn(
                    moment: moment(began), about: .now, pain: try Samples.value(PainScore(8)), redFlags: [.calfSwelling]
                )
                try await phone.send([try phone.insert(.checkIn(flag), report)], to: clinic)
                if Bool.random(using: &generator) {
                    try await clear(phone.member, report, .random(in: 0...began, using: &generator), in: clinic)
                }
            }
            let rows = try await monitoring(clinic).panel(actor: lead).members
            #expect(rows.count == members.count)
            for row in rows {
                let trend = try await monitoring(clinic).trend(of: row.member, days: 7, actor: lead)
                #expect(row.adherencePercent == trend.adherence?.percent, "\(row)")
                let overview = try await clinic.worklist.overview(of: row.member, actor: lead)
                #expect(row.pausedSince == overview.pause?.since)
            }
        }
    }

    @Test func `shows the worst pain of each day, and whether the plan has reached a phone`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            func row() async throws -> PanelRow {
                try #require(try await monitoring(clinic).panel(actor: lead).members.first)
            }
            #expect(try await row().planReached == nil)
            #expect(try await row().pain == Array(repeating: nil, count: 7))
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            #expect(try await row().planReached == false)
            try await phone.sync(with: clinic)
            // Only the next pull says that the last one arrived.
            try await phone.sync(with: clinic)
            #expect(try await row().planReached == true)

            let run = RunLog(
                moment: moment(3), distanceMeters: 5_000, durationSeconds: 1_800, painDuring: PainScore(6))
            let morning = CheckIn(moment: moment(1), about: .nextMorning, pain: try Samples.value(PainScore(9)))
            try await phone.send(
                try [
                    phone.insert(log(3, pain: 2)), phone.insert(.runLog(run)), phone.insert(log(1, pain: 4)),
                    phone.insert(.checkIn(morning)),
                ], to: clinic)
            #expect(try await row().pain.map { $0?.rawValue } == [nil, nil, nil, nil, 6, nil, 4])
            #expect(try await row().lastPain?.rawValue == 4)
        }
    }
}

@Suite struct `The worklist of a PT` {
    @Test func `says that a plan is paused after somebody has looked, until it is cleared`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            let report = RowID.make(at: .now)
            let flag = CheckIn(
                moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(3)),
                redFlags: [.calfSwelling])
            try await phone.send([try phone.insert(.checkIn(flag), report)], to: clinic)
            try await clinic.watch.look(at: phone.member)
            func kinds() async throws -> [WorklistEntry.Reason.Kind] {
                try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons).map(\.kind)
            }
            #expect(try await kinds() == [.critical])
            let open = try #require(try await clinic.alerts.alerts(includingSnoozed: false, actor: lead).alerts.first)
            _ = try await clinic.alerts.acknowledge(
                open.id, of: phone.member, with: AlertWord(evidence: open.alert.evidence), actor: lead)
            #expect(try await kinds() == [.paused])
            _ = try await clinic.alerts.clear(
                ClearanceRequest(id: .make(at: .now), seen: [report], note: try Samples.value(Note("Seen."))),
                of: phone.member, actor: lead)
            #expect(try await kinds() == [])
        }
    }

    @Test func `announces the end of a plan a fortnight ahead`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let zone = try Samples.value(TimeZoneName("America/Denver"))
            let today = zone.day(of: .now)
            func words(until days: Int, base: Int) async throws -> [String] {
                var proposal = try Samples.proposal(base: base, sets: base + 1)
                proposal.content.until = today.adding(days: days)
                _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
                return try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons).map(\.words)
            }
            #expect(try await words(until: 15, base: 0) == [])
            #expect(
                try await words(until: 14, base: 1) == ["The plan ends in 14 days (\(today.adding(days: 14)))."])
        }
    }
}

@Suite struct `What a care team and its members have with each other` {
    private let zone = TimeZoneName("America/Denver") ?? .utc

    private func kinds(of actor: Actor, in clinic: Clinic) async throws -> [WorklistEntry.Reason.Kind] {
        try await clinic.worklist.worklist(actor: actor).entries.flatMap(\.reasons).map(\.kind)
    }

    private func record(_ content: RowContent, _ id: RowID = .make(at: .now)) throws -> NewRecord {
        NewRecord(id: id, kind: content.kind, body: try content.body())
    }

    private func message(_ text: String, by author: PractitionerID? = nil, secondsAgo: Int64 = 0) throws -> RowContent {
        .message(
            Message(at: .now.adding(seconds: -secondsAgo), author: author, text: try Samples.value(Note(text))))
    }

    private func withPlanned(_ body: (Clinic, inout Phone, _ lead: Actor) async throws -> Void) async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            try await body(clinic, &phone, lead)
        }
    }

    @Test func `is in the worklist while a message is unread, and no longer`() async throws {
        try await withPlanned { clinic, phone, lead in
            let pat = PractitionerID(lead.subject)
            _ = try await clinic.records.record(
                record(message("How is it?", by: pat)), for: phone.member, actor: lead)
            #expect(try await kinds(of: lead, in: clinic) == [])

            let rows = [RowID.make(at: .now), RowID.make(at: .now)]
            try await phone.send(
                [
                    try phone.insert(message("Better.", secondsAgo: 60), rows[0]),
                    try phone.insert(message("May I run?"), rows[1]),
                ], to: clinic)
            let reason = try #require(
                try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons).first)
            #expect(reason.kind == .message)
            #expect(reason.words.hasPrefix("2 messages are unread, the first of "))
            let unread = try await clinic.worklist.unreadMessages(actor: lead).messages
            #expect(unread.map(\.id) == rows && unread.map(\.text.description) == ["Better.", "May I run?"])
            #expect(unread.allSatisfy { $0.member == phone.member && $0.name == "Maya Ruiz" })
            let stranger = try await clinic.addPractitioner()
            #expect(try await clinic.worklist.unreadMessages(actor: stranger).messages.isEmpty)
            await #expect(throws: CareError.notAllowed) {
                try await clinic.worklist.unreadMessages(actor: phone.actor)
            }

            // What the member has read counts for nothing here.
            try await phone.send(
                [
                    try phone.insert(
                        .messageReading(MessageReading(at: .now, reader: nil, messages: [.make(at: .now)])))
                ], to: clinic)
            _ = try await clinic.records.record(
                record(.messageReading(MessageReading(at: .now, reader: pat, messages: [rows[0]]))),
                for: phone.member, actor: lead)
            #expect(try await clinic.worklist.unreadMessages(actor: lead).messages.map(\.id) == [rows[1]])
            _ = try await clinic.records.record(
                record(.messageReading(MessageReading(at: .now, reader: pat, messages: [rows[1]]))),
                for: phone.member, actor: lead)
            #expect(try await kinds(of: lead, in: clinic) == [])
        }
    }

    @Test func `is in the worklist on the day of a visit, and in the list of visits until that is closed`() async throws
    {
        try await withPlanned { clinic, phone, lead in
            func visit(_ days: Int64) -> RowContent {
                .visit(
                    Visit(
                        moment: LocalMoment(.now.adding(seconds: days * 86_400), in: zone),
                        practitioner: PractitionerID(lead.subject), mode: .video))
            }
            let rows = [RowID.make(at: .now), RowID.make(at: .now)]
            _ = try await clinic.records.record(record(visit(2), rows[1]), for: phone.member, actor: lead)
            #expect(try await kinds(of: lead, in: clinic) == [])
            _ = try await clinic.records.record(record(visit(0), rows[0]), for: phone.member, actor: lead)
            let reason = try #require(
                try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons).first)
            #expect(reason.kind == .visit && reason.words.hasPrefix("A visit today, by video, at "))
            let colleague = try await clinic.addPractitioner(of: phone.member, as: .coveringPT)
            let theirs = try await clinic.worklist.worklist(actor: colleague).entries.flatMap(\.reasons)
            #expect(theirs.first?.words.hasPrefix("A visit with Dana Okafor today") == true)
            let planned = try await clinic.worklist.plannedVisits(actor: lead).visits
            #expect(planned.map(\.id) == rows)
            #expect(planned.allSatisfy { $0.practitionerName == "Dana Okafor" && $0.timeZone == zone })

            _ = try await clinic.records.change(
                rows[0], by: RecordChange(kind: .visit, body: ["status": "missed"]), of: phone.member, actor: lead)
            #expect(try await kinds(of: lead, in: clinic) == [])
            #expect(try await clinic.worklist.plannedVisits(actor: lead).visits.map(\.id) == [rows[1]])
        }
    }

    @Test func `says who looked from outside of the care team, and why`() async throws {
        try await withPlanned { clinic, phone, lead in
            let stranger = try await clinic.addPractitioner()
            let request = EmergencyRequest(id: .make(at: .now), reason: try Samples.value(Note("Fell beside me.")))
            let access = try await clinic.emergency.open(request, of: phone.member, actor: stranger)
            try await clinic.reads.note([phone.member], by: "trend", actor: stranger)
            try await clinic.reads.note([phone.member], by: "plan", actor: lead)

            let reasons = try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons)
            #expect(reasons.map(\.kind) == [.emergency])
            #expect(reasons.first?.words.hasSuffix(": Fell beside me.") == true)
            // Whoever looked knows.
            #expect(try await kinds(of: stranger, in: clinic) == [])
            let look = EmergencyLook(
                name: "Dana Okafor", from: access.from, until: access.until, reason: access.reason)
            #expect(try await clinic.worklist.overview(of: phone.member, actor: lead).emergencies == [look])
            let reads = try await clinic.reads.reads(of: phone.member, actor: phone.actor)
            #expect(reads.emergencies == [look])
            #expect(reads.reads.map(\.operation) == ["plan", "trend"])
            #expect(reads.reads.map(\.inEmergency) == [nil, true])
        }
    }
}
