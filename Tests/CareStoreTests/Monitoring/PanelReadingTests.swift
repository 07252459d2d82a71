import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
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
