import Care
import CareMessages
import CareServices
import Foundation
import Testing

@Suite struct `A roster that differs from what is in force` {
    @Test func `ends the cover of whoever is absent today, when it is a full one`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 30), of: "acme")

            let report = try await eligibility.load(RosterText(subscribers: 29), of: "acme")

            #expect(report.counts == LoadCounts(rows: 29, terminated: 1, unchanged: 29))
            #expect(try await eligibility.periods(of: "E30") == ["2024-01-01 2026-11-22 PPO-1"])
            #expect(try await eligibility.periods(of: "E29") == ["2024-01-01 open PPO-1"])
            #expect(try await eligibility.sizes() == [30, 2])
        }
    }

    @Test func `says nothing about whoever is absent, when it is a delta`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            try await eligibility.load(RosterText(subscribers: 30), of: "acme")
            var file = RosterText()
            file.add("E1", to: "2026-10-31")
            file.add("E31")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 2, added: 1, terminated: 1))
            #expect(try await eligibility.periods().filter { $0.contains("open") }.count == 30)
            #expect(try await eligibility.periods(of: "E1") == ["2024-01-01 2026-11-01 PPO-1"])
        }
    }

    @Test func `ends the dependants' cover with their subscriber's, in a delta that says nothing of them`() async throws
    {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme", mode: .delta).slug
            var first = RosterText(subscribers: 2)
            for (child, family) in [("C1", "E1"), ("C2", "E1"), ("C3", "E2")] { first.add(child: child, of: family) }
            try await eligibility.load(first, of: "acme")
            var file = RosterText()
            file.add("E1", to: "2026-10-31")
            file.add(child: "C2", of: "E1", first: "Leo")

            let waiting = try await eligibility.rosters.load(
                RosterUpload(file: RosterBytes(file.bytes), waits: true), sponsor: slug,
                actor: eligibility.administrator)
            #expect(waiting.counts == LoadCounts(rows: 2, changed: 1, terminated: 2))
            let load = try #require(UUID(uuidString: waiting.id))
            let ended = try await eligibility.rosters.changes(
                of: load, sponsor: slug, effect: .terminated, after: nil, limit: 10, actor: eligibility.administrator)
            #expect(ended.changes.map(\.number) == ["C1", "E1"] && ended.changes.map(\.line) == [2, 2])
            #expect(ended.changes.first?.columns == ["valid_to"])
            _ = try await eligibility.rosters.release(
                load, of: slug, LoadDecision(reason: try #require(Label("Looked at."))),
                actor: eligibility.administrator)

            #expect(
                try await eligibility.periods() == [
                    "C1 2024-01-01 2026-11-01 PPO-1", "C2 2024-01-01 open PPO-1", "C3 2024-01-01 open PPO-1",
                    "E1 2024-01-01 2026-11-01 PPO-1", "E2 2024-01-01 open PPO-1",
                ])
            // What has ended is not ended again, whatever was said of the dependants since.
            var back = RosterText()
            back.add(child: "C1", of: "E1")
            try await eligibility.load(back, of: "acme")
            var again = RosterText()
            again.add("E1", to: "2026-10-31")
            #expect(try await eligibility.load(again, of: "acme").counts == LoadCounts(rows: 1, unchanged: 1))
        }
    }

    @Test func `reads an end date as the feed means it`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", endDate: .firstUncoveredDay)
            var file = RosterText()
            file.add("E1", to: "2026-10-31")

            try await eligibility.load(file, of: "acme")

            #expect(try await eligibility.periods(of: "E1") == ["2024-01-01 2026-10-31 PPO-1"])
        }
    }

    @Test func `keeps the first period when somebody is hired again`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            for (from, to) in [("2022-01-01", ""), ("2022-01-01", "2023-06-30"), ("2026-03-01", "")] {
                var file = RosterText()
                file.add("E1", from: from, to: to)
                let report = try await eligibility.load(file, of: "acme")
                #expect(report.state == .applied)
            }

            #expect(
                try await eligibility.periods(of: "E1") == [
                    "2022-01-01 2023-07-01 PPO-1", "2026-03-01 open PPO-1",
                ])
            let loads = try await eligibility.rosters.loads(
                of: try #require(Slug("acme")), actor: eligibility.administrator)
            #expect(loads.map(\.counts.added).reduce(0, +) == 1)
            #expect(loads.map(\.counts.terminated).reduce(0, +) == 1)
            #expect(loads.map(\.counts.reinstated).reduce(0, +) == 1)
        }
    }

    @Test(arguments: [false, true])
    func `takes somebody's old and new row as the periods that they are, in either order`(
        newFirst: Bool
    ) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 30), of: "acme")
            var file = RosterText(subscribers: 29)
            let rows = [("2024-01-01", "2025-12-31", "Ruiz"), ("2026-03-01", "", "ruiz")]
            for (from, to, last) in newFirst ? rows.reversed() : rows {
                file.add("E30", last: last, from: from, to: to)
            }

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.state == .applied && report.counts == LoadCounts(rows: 31, changed: 1, unchanged: 29))
            #expect(
                try await eligibility.periods(of: "E30") == [
                    "2024-01-01 2026-01-01 PPO-1", "2026-03-01 open PPO-1",
                ])
            // The row whose cover begins last speaks for the person.
            #expect(try await eligibility.people().contains("E30 E30 self Ana ruiz 1990-04-12"))
            file.add(line: "")
            #expect(try await eligibility.load(file, of: "acme").counts == LoadCounts(rows: 31, unchanged: 30))
        }
    }

    @Test func `takes none of the rows that contradict each other, and the first of those that do not`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 4), of: "acme")
            let before = try await eligibility.periods()
            var file = RosterText(subscribers: 1)
            // Two ends of one cover, two people with one number, and the same twice.
            file.add("E2", to: "2026-10-31")
            file.add("E2")
            file.add("E3", last: "Marsh", to: "2026-10-31")
            file.add("E3", from: "2026-01-01")
            file.add("E4")
            file.add("E4", from: "2025-01-01")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 7, faulty: 5, unchanged: 2))
            #expect(report.holds.map(\.code) == [.duplicateKeys])
            #expect(report.faults.map(\.line) == [3, 4, 5, 6, 8])
            #expect(Set(report.faults.map(\.code)) == ["duplicate.key"])
            try await eligibility.setFeed("acme") { $0.thresholds.duplicateRows = 6 }
            file.add(line: "")
            #expect(try await eligibility.load(file, of: "acme").state == .applied)
            #expect(try await eligibility.periods() == before)
        }
    }

    @Test func `takes back an end, and tells who is reinstated`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")
            var file = RosterText(subscribers: 3)
            file.add("E4")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 4, added: 1, reinstated: 1, unchanged: 2))
            #expect(try await eligibility.periods(of: "E3") == ["2024-01-01 open PPO-1"])
        }
    }

    @Test func `begins a new plan where the old one ends`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            var file = RosterText()
            file.add("E1", plan: "HDHP-2", from: "2027-01-01")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 1, changed: 1))
            #expect(
                try await eligibility.periods(of: "E1") == [
                    "2024-01-01 2027-01-01 PPO-1", "2027-01-01 open HDHP-2",
                ])
        }
    }

    @Test func `takes back cover that had not begun yet`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = RosterText(subscribers: 1)
            file.add("E2", from: "2027-03-01")
            try await eligibility.load(file, of: "acme")

            let report = try await eligibility.load(RosterText(subscribers: 1), of: "acme")

            #expect(report.counts.terminated == 1)
            #expect(try await eligibility.periods(of: "E2") == ["2027-03-01 2027-03-01 PPO-1"])
        }
    }

    @Test func `counts a new name as a change, once for each person`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")
            var file = RosterText(subscribers: 1)
            file.add("E2", last: "Ruiz-Marín", plan: "EPO-3")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 2, changed: 1, unchanged: 1))
        }
    }

    @Test(arguments: [
        "subscriber,E3,E3,self,Ana,Ruiz,1990-02-30,PPO-1,2024-01-01,", "subscriber,E3,E3,self,Ana,Ruiz,PPO-1",
        "dependent,E3,nobody,child,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,",
    ])
    func `never ends the cover of somebody whose row is faulty`(row: String) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 4), of: "acme")
            var file = RosterText(subscribers: 2)
            file.add(line: row)

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 3, faulty: 1, terminated: 1, unchanged: 2))
            #expect(try await eligibility.periods(of: "E3") == ["2024-01-01 open PPO-1"])
            #expect(try await eligibility.periods(of: "E4") == ["2024-01-01 2026-11-22 PPO-1"])
        }
    }

    @Test func `takes a dependant of a subscriber from an earlier file, when it is a delta`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            var file = RosterText()
            file.add(child: "C1", of: "E1")
            file.add(child: "C2", of: "E2")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.counts == LoadCounts(rows: 2, faulty: 1, added: 1))
            #expect(report.faults.map(\.code) == ["subscriber.unknown"])
        }
    }

    @Test func `touches nobody of another sponsor with the same number`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.addSponsor("other")
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")
            var theirs = RosterText(subscribers: 2)
            theirs.add(line: "")
            try await eligibility.load(theirs, of: "other")

            let report = try await eligibility.load(RosterText(subscribers: 1), of: "other")

            #expect(report.counts == LoadCounts(rows: 1, terminated: 1, unchanged: 1))
            #expect(
                try await eligibility.periods(of: "E2").sorted() == [
                    "2024-01-01 2026-11-22 PPO-1", "2024-01-01 open PPO-1",
                ])
        }
    }
}

@Suite struct `A roster that would do harm` {
    @Test(arguments: [(in: 100, ended: 24, held: false), (100, 25, true), (300, 29, false), (300, 30, true)])
    func `is held when it ends the cover of 25 people and of one in ten`(
        people: (in: Int, ended: Int, held: Bool)
    ) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: people.in), of: "acme")
            let before = try await eligibility.periods()

            let report = try await eligibility.load(RosterText(subscribers: people.in - people.ended), of: "acme")

            #expect(report.counts.terminated == people.ended)
            #expect(report.state == (people.held ? .held : .applied))
            #expect(try await (eligibility.periods() == before) == people.held)
            #expect((report.reason?.contains("send a corrected one") ?? false) == people.held)
        }
    }

    @Test(arguments: [
        (last: "2026-11-22", held: true), ("2027-02-21", true), ("2027-02-22", false), ("2026-11-21", true),
    ])
    func `is held when it ends the cover of many within 92 days`(end: (last: String, held: Bool)) async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            var file = RosterText(subscribers: 70)
            for number in 71...100 { file.add("E\(number)", to: end.last) }

            let report = try await eligibility.load(file, of: "acme")

            let isPast = end.last < "2026-11-22"
            #expect(report.counts.terminated == (isPast ? 30 : 0) && report.counts.changed == (isPast ? 0 : 30))
            #expect(report.holds.map(\.code) == (end.held ? [.massTermination] : []))
            #expect(report.reason?.contains("30 more within 92 days") ?? false == (end.held && !isPast))
            guard end.held else { return }
            let second = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())
            let (load, reason) = (try #require(UUID(uuidString: report.id)), try #require(Label("Looked at.")))
            await #expect(throws: CareError.confirmationNeeded(ending: 30, of: 100)) {
                try await eligibility.rosters.release(load, of: slug, LoadDecision(reason: reason), actor: second)
            }
            _ = try await eligibility.rosters.release(
                load, of: slug, LoadDecision(confirm: slug, reason: reason), actor: second)
            // An end that is known already is not one that a file brings.
            file.add("E101")
            #expect(try await eligibility.load(file, of: "acme").counts.added == 1)
            #expect(try await eligibility.periods(of: "E101") == ["2024-01-01 open PPO-1"])
        }
    }

    @Test(arguments: [(rows: 180, faulty: 9, held: false), (180, 10, true), (400, 20, false), (400, 21, true)])
    func `is held when 10 rows and more than one in twenty are faulty`(
        file: (rows: Int, faulty: Int, held: Bool)
    ) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var text = RosterText(subscribers: file.rows - file.faulty)
            for number in 0..<file.faulty { text.add("F\(number)", born: "tomorrow") }

            let report = try await eligibility.load(text, of: "acme")

            #expect(report.counts.rows == file.rows && report.counts.faulty == file.faulty)
            #expect(report.state == (file.held ? .held : .applied))
            #expect(try await eligibility.sizes() == [file.held ? 0 : file.rows - file.faulty, 1])
        }
    }

    @Test func `is held when it is full and has no row, however few are covered`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")

            let report = try await eligibility.load(RosterText(), of: "acme")

            #expect(report.state == .held && report.counts.terminated == 2)
            #expect(try await eligibility.periods().allSatisfy { $0.contains("open") })
        }
    }

    @Test func `does not stand in the way of the corrected one`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 50), of: "acme")
            #expect(try await eligibility.load(RosterText(subscribers: 10), of: "acme").state == .held)

            let report = try await eligibility.load(RosterText(subscribers: 49), of: "acme")

            #expect(report.state == .applied && report.counts.terminated == 1)
        }
    }
}
