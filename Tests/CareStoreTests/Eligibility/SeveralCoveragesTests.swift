import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

@Suite struct `A member of an 834 with several benefits` {
    private typealias Benefit = EnrolmentText.Benefit

    private func load(_ text: EnrolmentText, _ eligibility: Eligibility) async throws -> LoadReport {
        try await eligibility.rosters.load(
            RosterUpload(format: .x12, file: RosterBytes(text.bytes)), sponsor: try #require(Slug("acme")),
            actor: eligibility.administrator)
    }

    private func covered(_ number: String, on day: String, _ eligibility: Eligibility) async throws -> String? {
        let question = CoverageQuestion(
            rowId: try #require(Label("1")), number: number, lastName: try #require(Label("Ruiz")),
            birthDate: try #require(LocalDay("1990-04-12")), on: LocalDay(day))
        let reply = try await eligibility.coverage.ask(
            CoverageQuestions(questions: [question]), sponsor: try #require(Slug("acme")),
            actor: eligibility.administrator
        ).answers[0]
        return reply.planCode?.description
    }

    @Test func `is covered by each of them, and counted once`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = EnrolmentText()
            file.add(
                "E1",
                [
                    Benefit(plan: "PPO-1"), Benefit(line: "DEN", plan: "TEETH"), Benefit(line: "HMO", plan: "HMO-2"),
                    Benefit(plan: "PPO-1", from: "20270101", until: "20271231"),
                ])
            // Only teeth: nobody's faulty row, and nobody whom the service could treat.
            file.add("E2", last: "LIND", [Benefit(line: "DEN", plan: "TEETH")])
            let report = try await load(file, eligibility)
            #expect(report.counts == LoadCounts(rows: 2, faulty: 1, added: 1))
            #expect(report.faults.map(\.code) == ["benefit.none_for_health"])
            #expect(
                try await eligibility.periods() == [
                    "E1 2024-01-01 open HMO-2", "E1 2024-01-01 open PPO-1", "E1 2027-01-01 2028-01-01 PPO-1",
                ])
            // The same again changes nothing, whatever the file is called.
            file.reference = "R-2"
            #expect(try await load(file, eligibility).counts == LoadCounts(rows: 2, faulty: 1, unchanged: 1))
        }
    }

    @Test func `changes plans as of a day, and has both before and after`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var first = EnrolmentText()
            first.add("E1", [Benefit(plan: "OLD"), Benefit(line: "HMO", plan: "RIDER")])
            _ = try await load(first, eligibility)
            var next = EnrolmentText()
            next.add(
                "E1",
                [
                    Benefit(plan: "OLD", maintenance: "024", until: "20261231"),
                    Benefit(plan: "NEW", maintenance: "021", from: "20270101"),
                ])
            #expect(try await load(next, eligibility).counts == LoadCounts(rows: 1, changed: 1))
            #expect(
                try await eligibility.periods() == [
                    "E1 2024-01-01 2027-01-01 OLD", "E1 2024-01-01 2024-01-01 RIDER", "E1 2027-01-01 open NEW",
                ])
            #expect(try await covered("E1", on: "2026-12-31", eligibility) == "OLD")
            #expect(try await covered("E1", on: "2027-01-01", eligibility) == "NEW")
        }
    }

    @Test func `keeps what was said of the time before the first of them, and loses what was said after it`()
        async throws
    {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var first = EnrolmentText()
            first.add("E1", [Benefit(plan: "A", from: "20200101"), Benefit(plan: "B", from: "20260101")])
            _ = try await load(first, eligibility)
            let before = try await eligibility.periods()
            var next = EnrolmentText()
            next.add("E1", [Benefit(plan: "C", from: "20250101"), Benefit(plan: "D", from: "20250701")])
            let report = try await load(next, eligibility)
            #expect(
                try await eligibility.periods() == [
                    "E1 2020-01-01 2025-01-01 A", "E1 2025-01-01 open C", "E1 2025-07-01 open D",
                    "E1 2026-01-01 2026-01-01 B",
                ])
            // And all of it comes back.
            _ = try await eligibility.rosters.undo(
                try #require(UUID(uuidString: report.id)), of: try #require(Slug("acme")),
                LoadDecision(confirm: nil, reason: try #require(Label("wrong file"))), actor: eligibility.administrator)
            #expect(
                try await eligibility.periods().filter { !$0.contains("C") && !$0.contains("D") } == before)
            #expect(try await covered("E1", on: "2026-11-22", eligibility) == "B")
        }
    }

    @Test func `is refused whole, by the segment, when one benefit is at fault`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var good = EnrolmentText()
            good.add("E1", [Benefit()])
            _ = try await load(good, eligibility)
            let before = try await eligibility.periods()
            let cases: [([Benefit], String)] = [
                ([Benefit(), Benefit(plan: "PPO-2", from: "20260101", until: "20250101")], "end.before_start"),
                ([Benefit(), Benefit(until: "20271231")], "duplicate.coverage"),
            ]
            for (place, (benefits, code)) in cases.enumerated() {
                var file = EnrolmentText()
                file.reference = "R-\(place)"
                file.add("E1", benefits)
                let report = try await load(file, eligibility)
                #expect(report.counts.faulty == 1 && report.counts.terminated == 0)
                #expect(report.faults.map(\.code) == [code])
                // The line is that of the benefit's own segment: the twelfth of the set, after two of the envelope.
                #expect(report.faults.map(\.line) == [14])
                #expect(try await eligibility.periods() == before)
            }
        }
    }

    @Test func `ends a child's benefits at the age limit, each of them`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.setFeed("acme") { $0.dependentAgeLimit = 26 }
            var file = EnrolmentText()
            file.add("E1", [Benefit()])
            file.add(
                child: "E2", of: "E1", born: "20020305",
                [Benefit(plan: "A"), Benefit(plan: "B", from: "20260101"), Benefit(plan: "C", from: "20290101")])
            _ = try await load(file, eligibility)
            #expect(
                try await eligibility.periods(of: "E2") == [
                    "2024-01-01 2028-03-05 A", "2026-01-01 2028-03-05 B",
                ])
        }
    }

    @Test func `takes back a benefit that is deleted, and keeps the others`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var first = EnrolmentText()
            first.add("E1", [Benefit(plan: "A"), Benefit(plan: "B")])
            _ = try await load(first, eligibility)
            var next = EnrolmentText()
            next.add("E1", [Benefit(plan: "A"), Benefit(plan: "B", maintenance: "002")])
            _ = try await load(next, eligibility)
            #expect(
                try await eligibility.periods() == ["E1 2024-01-01 open A", "E1 2024-01-01 2024-01-01 B"])
        }
    }

    @Test func `waits with all its benefits until somebody decides, and is one change`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var file = EnrolmentText()
            file.add("E1", [Benefit(plan: "A"), Benefit(plan: "B")])
            let report = try await eligibility.rosters.load(
                RosterUpload(format: .x12, file: RosterBytes(file.bytes), waits: true), sponsor: slug,
                actor: eligibility.administrator)
            let load = try #require(UUID(uuidString: report.id))
            let changes = try await eligibility.rosters.changes(
                of: load, sponsor: slug, effect: .added, after: nil, limit: 10, actor: eligibility.administrator)
            #expect(changes.changes.map(\.number) == ["E1"])
            _ = try await eligibility.rosters.release(
                load, of: slug, LoadDecision(confirm: nil, reason: try #require(Label("looked at"))),
                actor: eligibility.administrator)
            #expect(try await eligibility.periods().count == 2)
            #expect(try await eligibility.waitingRows() == 0)
        }
    }
}
