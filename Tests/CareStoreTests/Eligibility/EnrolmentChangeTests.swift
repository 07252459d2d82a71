import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

@Suite struct `An 834 of changes` {
    private typealias Benefit = EnrolmentText.Benefit

    /// Loads files one after the other into a feed of changes; each is told from the others.
    private struct Feed {
        let eligibility: Eligibility
        private var count = 0

        init(_ eligibility: Eligibility, mode: FeedMode = .delta) async throws {
            self.eligibility = eligibility
            try await eligibility.addSponsor("acme", mode: mode)
        }

        mutating func load(_ fill: (inout EnrolmentText) -> Void) async throws -> LoadReport {
            count += 1
            var text = EnrolmentText()
            text.reference = "R-\(count)"
            text.action = "2"
            fill(&text)
            return try await eligibility.rosters.load(
                RosterUpload(format: .x12, file: RosterBytes(text.bytes)), sponsor: try #require(Slug("acme")),
                actor: eligibility.administrator)
        }
    }

    @Test func `says nothing about cover when it ends a benefit for teeth`() async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility)
            _ = try await feed.load { $0.add("E1", [Benefit()]) }
            let report = try await feed.load { text in
                text.add(
                    "E1", maintenance: "024",
                    [Benefit(line: "DEN", plan: "TEETH", maintenance: "024", until: "20261031")])
                for number in 2...20 { text.add("E\(number)", [Benefit(line: "DEN", plan: "TEETH")]) }
            }
            // However many they are, the file has no fault.
            #expect(report.state == .applied && report.counts == LoadCounts(rows: 20, faulty: 20))
            #expect(Set(report.faults.map(\.code)) == ["benefit.none_for_health"])
            #expect(try await eligibility.periods() == ["E1 2024-01-01 open PPO-1"])
        }
    }

    @Test func `ends one health benefit and leaves the other`() async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility)
            _ = try await feed.load { $0.add("E1", [Benefit(), Benefit(line: "HMO", plan: "RIDER")]) }
            let ended = try await feed.load {
                $0.add("E1", [Benefit(line: "HMO", plan: "RIDER", maintenance: "024", until: "20261031")])
            }
            #expect(ended.counts == LoadCounts(rows: 1, changed: 1))
            #expect(
                try await eligibility.periods()
                    == ["E1 2024-01-01 open PPO-1", "E1 2024-01-01 2026-11-01 RIDER"])
            let deleted = try await feed.load {
                $0.add("E1", [Benefit(line: "HMO", plan: "RIDER", maintenance: "002")])
            }
            #expect(deleted.counts == LoadCounts(rows: 1, changed: 1))
            #expect(try await eligibility.periods(of: "E1").contains("2024-01-01 open PPO-1"))
            // The last one ends the cover.
            let last = try await feed.load { $0.add("E1", [Benefit(maintenance: "024", until: "20261031")]) }
            #expect(last.counts == LoadCounts(rows: 1, terminated: 1))
        }
    }

    @Test func `begins a benefit in the place of those before it`() async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility)
            _ = try await feed.load { $0.add("E1", [Benefit()]) }
            _ = try await feed.load { $0.add("E1", [Benefit(plan: "NEW", maintenance: "021", from: "20270101")]) }
            #expect(
                try await eligibility.periods() == ["E1 2024-01-01 2027-01-01 PPO-1", "E1 2027-01-01 open NEW"])
        }
    }

    @Test(arguments: [FeedMode.delta, .full])
    func `does not take a termination without an end for open cover`(mode: FeedMode) async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility, mode: mode)
            let action = mode == .full ? "4" : "2"
            _ = try await feed.load { text in
                text.action = action
                text.add("E1", [Benefit(until: "20261231")])
            }
            let report = try await feed.load { text in
                text.action = action
                text.add("E1", maintenance: "024", [Benefit(maintenance: "024")])
            }
            #expect(report.faults.map(\.code) == ["field.missing"] && report.faults.map(\.column) == ["end_date"])
            #expect(try await eligibility.periods() == ["E1 2024-01-01 2027-01-01 PPO-1"])
        }
    }

    @Test func `ends what is in force when it does not say since when`() async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility)
            _ = try await feed.load { text in
                for number in ["E1", "E2"] { text.add(number, [Benefit(), Benefit(line: "HMO", plan: "RIDER")]) }
            }
            let before = try await eligibility.periods()
            func end(_ text: inout EnrolmentText) {
                text.add(
                    "E1", maintenance: "024",
                    [Benefit(line: "HMO", plan: "RIDER", maintenance: "024", from: nil, until: "20261031")])
                // Without a benefit all of them end; and who has none cannot lose it.
                text.add("E2", maintenance: "024", until: "20261031", [])
                text.add("E3", maintenance: "024", until: "20261031", [])
            }
            let report = try await feed.load(end)
            #expect(report.counts == LoadCounts(rows: 3, faulty: 1, changed: 1, terminated: 1))
            #expect(report.faults.map(\.column) == ["effective_date"])
            #expect(
                try await eligibility.periods() == [
                    "E1 2024-01-01 open PPO-1", "E1 2024-01-01 2026-11-01 RIDER", "E2 2024-01-01 2026-11-01 PPO-1",
                    "E2 2024-01-01 2026-11-01 RIDER",
                ])
            #expect(try await feed.load(end).counts == LoadCounts(rows: 3, faulty: 1, unchanged: 2))

            _ = try await eligibility.rosters.undo(
                try #require(UUID(uuidString: report.id)), of: try #require(Slug("acme")),
                LoadDecision(reason: try #require(Label("wrong file"))), actor: eligibility.administrator)
            #expect(try await eligibility.periods() == before)
        }
    }

    @Test func `has as many subscribers as it says, whether or not they are at fault`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var text = EnrolmentText()
            text.add("E1", [Benefit()])
            text.add("E2", born: "20300101", [Benefit()])
            let file = String(decoding: text.bytes, as: UTF8.self).replacing("QTY*TO*2", with: "QTY*ET*2")
            let report = try await eligibility.rosters.load(
                RosterUpload(format: .x12, file: RosterBytes(Array(file.utf8))), sponsor: slug,
                actor: eligibility.administrator)
            #expect(report.state == .applied && report.counts == LoadCounts(rows: 2, faulty: 1, added: 1))
        }
    }

    @Test(arguments: [("*ZZ*ACME ", "*ZZ*OTHER"), ("FI*999888777", "FI*999888778")])
    func `is held when another sender's or sponsor's file was the last`(said: String, instead: String) async throws {
        try await withEligibility { eligibility in
            var feed = try await Feed(eligibility)
            #expect(try await feed.load { $0.add("E1", [Benefit()]) }.state == .applied)
            #expect(try await feed.load { $0.add("E2", [Benefit()]) }.state == .applied)
            var text = EnrolmentText()
            text.action = "2"
            text.add("E3", [Benefit()])
            let file = String(decoding: text.bytes, as: UTF8.self).replacing(said, with: instead)
            let report = try await eligibility.rosters.load(
                RosterUpload(format: .x12, file: RosterBytes(Array(file.utf8))), sponsor: try #require(Slug("acme")),
                actor: eligibility.administrator)
            #expect(report.state == .held && report.holds.map(\.code) == [.anotherSender])
            #expect(report.holds.map(\.severe) == [true])
        }
    }

    @Test func `is rejected when it says that it was made on a day to come`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var text = EnrolmentText()
            text.add("E1", [Benefit()])
            for (day, state) in [("20261123", LoadState.applied), ("20261124", .rejected)] {
                let file = String(decoding: text.bytes, as: UTF8.self).replacing("R-1*20261120", with: "R-1*\(day)")
                let report = try await eligibility.rosters.load(
                    RosterUpload(format: .x12, file: RosterBytes(Array(file.utf8))), sponsor: slug,
                    actor: eligibility.administrator)
                #expect(report.state == state)
                #expect(report.reason?.hasPrefix("file.made_in_future") ?? false == (state == .rejected))
            }
        }
    }
}
