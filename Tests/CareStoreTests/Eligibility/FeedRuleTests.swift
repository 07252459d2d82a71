import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

@Suite struct `A feed's rules` {
    @Test func `are kept as they were said, and refused whole when one cannot be`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme", mode: .delta)
            var rules = try await eligibility.sponsors.feed(of: acme.slug, actor: eligibility.program(of: acme))
            #expect(rules == FeedRules(mode: .delta, endDateMeaning: .lastCoveredDay))
            rules.dateFormat = .american
            rules.matchKeys = .number
            rules.dependentAgeLimit = 26
            rules.groups = [try #require(Label("HQ"))]
            rules.columns = [FeedColumn(column: .birthDate, header: try #require(Label("DOB")))]
            rules.approval = .required
            rules.thresholds = HoldThresholds(
                terminatedPercent: 1, terminatedRows: 2, faultyPercent: 3, faultyRows: 4, duplicateRows: 5)

            _ = try await eligibility.sponsors.setFeed(
                of: acme.slug, rules, dryRun: true, actor: eligibility.administrator)
            #expect(try await eligibility.sponsors.feed(of: acme.slug, actor: eligibility.administrator) != rules)
            _ = try await eligibility.sponsors.setFeed(of: acme.slug, rules, actor: eligibility.administrator)
            #expect(try await eligibility.sponsors.feed(of: acme.slug, actor: eligibility.administrator) == rules)

            var bad = rules
            bad.thresholds.terminatedPercent = 0
            bad.columns.append(FeedColumn(column: .zip, header: try #require(Label("dob"))))
            await #expect(
                throws: CareError.invalid([
                    FieldViolation(pointer: "/columns/1/header", message: "must not be the name of another column too"),
                    FieldViolation(pointer: "/thresholds/terminatedPercent", message: "must be 1 to 100"),
                ])
            ) { try await eligibility.sponsors.setFeed(of: acme.slug, bad, actor: eligibility.administrator) }
            await #expect(throws: CareError.notAllowed) {
                try await eligibility.sponsors.setFeed(of: acme.slug, rules, actor: eligibility.program(of: acme))
            }
        }
    }

    @Test func `say what the columns are called and how dates are written`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            let header = try #require(Label("EmpNo"))
            try await eligibility.setFeed("acme") { rules in
                rules.dateFormat = .american
                rules.columns = [FeedColumn(column: .sponsorMemberID, header: header)]
            }
            let file = """
                record_type,EMPNO,subscriber_id,relationship,first_name,last_name,birth_date,plan_code,effective_date,end_date
                subscriber,E1,E1,self,Ana,Ruiz,04/12/1990,PPO-1,01/31/2024,
                subscriber,E2,E2,self,Ana,Ruiz,1990-04-12,PPO-1,01/31/2024,
                """
            let report = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: Array(file.utf8), actor: eligibility.administrator)

            #expect(try await eligibility.periods() == ["E1 2024-01-31 open PPO-1"])
            #expect(report.faults.map(\.message) == ["The value must be a real date, written MM/DD/YYYY."])
        }
    }

    @Test func `end a child's cover at the age limit, and refuse who has reached it`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.setFeed("acme") { $0.dependentAgeLimit = 26 }
            var file = RosterText(subscribers: 1)
            file.add(child: "C1", of: "E1", born: "2004-02-29")
            file.add(child: "C2", of: "E1", born: "1997-12-31")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.faults.map(\.code) == ["birth_date.over_age_limit"])
            #expect(report.faults.map(\.maskedValue) == [""])
            #expect(try await eligibility.periods(of: "C1") == ["2024-01-01 2030-03-01 PPO-1"])
        }
    }

    @Test(arguments: [FeedMode.full, .delta])
    func `end the cover of a child who has reached the limit meanwhile`(mode: FeedMode) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: mode)
            var file = RosterText(subscribers: 1)
            file.add(child: "C1", of: "E1", born: "2000-11-01")
            try await eligibility.load(file, of: "acme")
            try await eligibility.setFeed("acme") { $0.dependentAgeLimit = 26 }
            var next = RosterText(subscribers: 1)
            next.add(line: "dependent,C1,E1,child,Mia,Ruiz,2000-11-01,PPO-2,2026-11-15,")

            let report = try await eligibility.load(next, of: "acme")

            #expect(report.counts == LoadCounts(rows: 2, terminated: 1, unchanged: 1))
            #expect(try await eligibility.periods(of: "C1") == ["2024-01-01 2026-11-01 PPO-1"])
        }
    }

    @Test func `refuse people of groups that are not the feed's`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            let group = try #require(Label("HQ"))
            try await eligibility.setFeed("acme") { $0.groups = [group] }
            let file = """
                \(RosterText.header),group_id
                subscriber,E1,E1,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,,HQ
                subscriber,E2,E2,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,,ELSEWHERE
                subscriber,E3,E3,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,,
                """
            let report = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: Array(file.utf8), actor: eligibility.administrator)

            #expect(report.faults.map(\.code) == ["group.unknown", "group.unknown"])
            #expect(try await eligibility.periods().count == 1)
        }
    }

    @Test(arguments: [MatchKeys.numberAndPerson, .number])
    func `tell whether a number that was somebody else's is theirs`(keys: MatchKeys) async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            try await eligibility.setFeed("acme") { $0.matchKeys = keys }
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")
            var file = RosterText()
            file.add("E1", last: "Marsh", born: "2001-01-01")
            file.add("E2", last: "Marsh")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.faults.map(\.code) == (keys == .number ? [] : ["number.reused"]))
            #expect(report.counts.faulty == (keys == .number ? 0 : 1))
            #expect(report.counts.changed == (keys == .number ? 2 : 1))
        }
    }

    @Test func `do not take a namesake for somebody who left, nor a corrected birth date for somebody new`()
        async throws
    {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            try await eligibility.load(RosterText(subscribers: 2), of: "acme")
            var file = RosterText()
            file.add(line: "subscriber,E1,E1,self,Zoe,Ruiz,1999-01-01,PPO-1,2026-01-01,")
            file.add("E2", born: "1990-12-04")

            let report = try await eligibility.load(file, of: "acme")

            #expect(report.faults.map(\.code) == ["number.reused"] && report.faults.map(\.line) == [2])
            #expect(report.counts == LoadCounts(rows: 2, faulty: 1, changed: 1))
        }
    }

    @Test func `let nobody become a dependant who has dependants`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme", mode: .delta)
            var first = RosterText(subscribers: 2)
            first.add(child: "C1", of: "E1")
            try await eligibility.load(first, of: "acme")
            var file = RosterText()
            file.add(line: "dependent,E1,E2,spouse,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,")

            let report = try await eligibility.load(file, of: "acme")
            #expect(report.faults.map(\.code) == ["subscriber.has_dependents"])

            file.add(child: "C1", of: "E2")
            #expect(try await eligibility.load(file, of: "acme").counts == LoadCounts(rows: 2, changed: 2))
        }
    }
}

@Suite struct `A file that is not what its sender thinks` {
    private static func report(
        _ eligibility: Eligibility, _ change: (inout RosterUpload) -> Void, subscribers: Int = 3
    ) async throws -> LoadReport {
        var upload = RosterUpload(file: RosterBytes(RosterText(subscribers: subscribers).bytes))
        change(&upload)
        return try await eligibility.rosters.load(
            upload, sponsor: try #require(Slug("acme")), actor: eligibility.administrator)
    }

    @Test func `is held when it has another number of rows`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            let wrong = try await Self.report(eligibility, { $0.expectedRows = 4 })
            #expect(wrong.state == .held && wrong.holds.map(\.code) == [.controlTotals])
            #expect(wrong.holds.map(\.severe) == [true])
            let right = try await Self.report(eligibility, { $0.expectedRows = 2 }, subscribers: 2)
            #expect(right.state == .applied)
        }
    }

    @Test func `is held when it is older than what is in force`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            let november = try #require(LocalDay("2026-11-01"))
            let october = try #require(LocalDay("2026-10-01"))
            #expect(try await Self.report(eligibility, { $0.madeOn = november }).state == .applied)
            let older = try await Self.report(eligibility, { $0.madeOn = october }, subscribers: 4)
            #expect(older.state == .held && older.holds.map(\.code) == [.olderThanLast])
        }
    }

    @Test func `is refused when it is said to be made on a day to come`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            let tomorrow = try #require(LocalDay("2026-11-23"))
            await #expect(
                throws: CareError.invalid([
                    FieldViolation(pointer: "/madeOn", message: "must not lie after 2026-11-23")
                ])
            ) { try await Self.report(eligibility, { $0.madeOn = tomorrow.adding(days: 1) }) }
            #expect(try await Self.report(eligibility, { $0.madeOn = tomorrow }).state == .applied)
        }
    }

    @Test func `is not held when its columns are only written otherwise`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            let file =
                RosterText.header.uppercased() + "\nsubscriber,E1,E1,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,\n"
            let report = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: Array(file.utf8), actor: eligibility.administrator)
            #expect(report.state == .applied && report.counts.unchanged == 1)
        }
    }

    @Test func `is held when its columns are not those of the last file`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            let file = """
                \(RosterText.header),zip
                subscriber,E1,E1,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,,80014
                """
            let report = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: Array(file.utf8), actor: eligibility.administrator)
            #expect(report.state == .held && report.holds.map(\.code) == [.headerChanged])
            #expect(report.holds.map(\.detail) == ["The columns are not those of the last file: new: zip."])
        }
    }

    @Test func `is held when it has the same numbers again and again`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = RosterText(subscribers: 200)
            for number in 1...5 { file.add("E\(number)") }
            let report = try await eligibility.load(file, of: "acme")
            #expect(report.state == .held && report.holds.map(\.code) == [.duplicateKeys])
            #expect(report.holds.map(\.severe) == [false])
        }
    }

    @Test func `is held when another sponsor has sent it`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            try await eligibility.addSponsor("other")
            try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            let report = try await eligibility.load(RosterText(subscribers: 3), of: "other")
            #expect(report.state == .held && report.holds.map(\.code) == [.anotherSponsors])
            #expect(try await eligibility.sizes() == [3, 2])
        }
    }
}
