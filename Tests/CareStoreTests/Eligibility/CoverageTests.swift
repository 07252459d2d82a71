import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

@Suite struct `Asking for coverage` {
    @Test func `keeps the caller's order and row ids, whatever the answers`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme-outdoor")
            let file = try Data(contentsOf: SampleRoster.file)
            _ = try await eligibility.rosters.load(
                sponsor: acme.slug, fileName: nil, file: [UInt8](file), actor: eligibility.administrator)
            let questions = try SampleQuestions.read()

            let replies = try await eligibility.coverage.ask(
                CoverageQuestions(questions: questions), sponsor: acme.slug, actor: eligibility.program(of: acme))

            #expect(replies.answers.map(\.rowId) == questions.map(\.rowId))
            #expect(
                replies.answers.map(\.status) == [
                    .covered, .covered, .covered, .covered, .notCovered, .notCovered, .covered, .covered, .notFound,
                    .notFound, .covered, .notCovered, .covered,
                ])
            #expect(replies.answers.last?.on == LocalDay("2026-11-22"))
            let dev = try #require(replies.answers.dropFirst(3).first)
            #expect(dev.planCode?.description == "PPO-1" && dev.memberCostCents == 0)
            #expect(dev.coveredFrom == LocalDay("2022-03-14") && dev.coveredThrough == LocalDay("2025-12-31"))
            #expect(replies.answers.first?.coveredThrough == nil)
        }
    }

    @Test func `is for the sponsor's own roster, and for nobody else's`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            let other = try await eligibility.addSponsor("other")
            try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            let questions = CoverageQuestions(questions: [try ask("E1")])

            await #expect(throws: CareError.notFound) {
                try await eligibility.coverage.ask(
                    questions, sponsor: acme.slug, actor: eligibility.program(of: other))
            }
            await #expect(throws: CareError.notFound) {
                try await eligibility.coverage.ask(
                    questions, sponsor: try #require(Slug("nobody")), actor: eligibility.administrator)
            }
            let member = Actor(role: .member, subject: acme.id.uuid, device: nil, credential: UUID())
            await #expect(throws: CareError.notAllowed) {
                try await eligibility.coverage.ask(questions, sponsor: acme.slug, actor: member)
            }
            // The other sponsor learns of its own roster alone, though the number is on both.
            let replies = try await eligibility.coverage.ask(
                questions, sponsor: other.slug, actor: eligibility.program(of: other))
            #expect(replies.answers.map(\.status) == [.notFound])
        }
    }

    @Test func `finds a dependant by either number, and twins by neither alone`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            var file = RosterText(subscribers: 1)
            file.add(child: "C1", of: "E1")
            file.add(child: "T1", of: "E1", first: "Lea", born: "2018-01-31")
            file.add(child: "T2", of: "E1", first: "Noa", born: "2018-01-31")
            try await eligibility.load(file, of: "acme")

            let replies = try await eligibility.coverage.ask(
                CoverageQuestions(questions: [
                    try ask("C1", born: "2016-09-05"), try ask("E1", born: "2016-09-05"),
                    try ask("E1", born: "2018-01-31"), try ask("T2", born: "2018-01-31"), try ask("E1", last: "RUÍZ"),
                    try ask("E1", last: "Ruis"), try ask("no number"), try ask("E1", last: "…"),
                    try ask("E1", born: "2018-01-31", first: "Noa"), try ask("E1", born: "2018-01-31", first: "Kai"),
                    try ask("E1", born: "2018-01-31", first: "…"),
                ]), sponsor: acme.slug, actor: eligibility.administrator)

            #expect(
                replies.answers.map(\.status) == [
                    .covered, .covered, .notFound, .covered, .covered, .notFound, .notFound, .notFound, .covered,
                    .notFound, .notFound,
                ])
        }
    }

    @Test func `in 10,000 questions answers each, and refuses more, and none`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 500), of: "acme")
            let numbers = (0..<10_000).map { "E\($0 * 7 % 1_000 + 1)" }
            var questions: [CoverageQuestion] = []
            for (index, number) in numbers.enumerated() { questions.append(try ask(number, row: "row \(index)")) }

            let replies = try await eligibility.coverage.ask(
                CoverageQuestions(questions: questions), sponsor: acme.slug, actor: eligibility.administrator)

            #expect(replies.answers.map(\.rowId) == questions.map(\.rowId))
            let known = Set((1...500).map { "E\($0)" })
            #expect(replies.answers.map { $0.status == .covered } == numbers.map { known.contains($0) })
            for wrong in [[], questions + [try ask("E1")]] {
                await #expect(throws: CareError.self) {
                    try await eligibility.coverage.ask(
                        CoverageQuestions(questions: wrong), sponsor: acme.slug, actor: eligibility.administrator)
                }
            }
        }
    }

    private func ask(
        _ number: String, last: String = "Ruiz", born: String = "1990-04-12", first: String? = nil, row: String = "1"
    ) throws -> CoverageQuestion {
        CoverageQuestion(
            rowId: try #require(Label(row)), number: number, lastName: try #require(Label(last)),
            firstName: try first.map { try #require(Label($0)) }, birthDate: try #require(LocalDay(born)))
    }
}

@Suite struct `The sponsors` {
    @Test func `are made once and replaced after that, by operators`() async throws {
        try await withEligibility { eligibility in
            let slug = try #require(Slug("acme"))
            var entry = SponsorEntry(
                name: try #require(Label("Acme")), kind: .employer,
                feed: FeedSettings(mode: .full, endDateMeaning: .lastCoveredDay))

            let (made, isNew) = try await eligibility.sponsors.put(slug, entry, actor: eligibility.administrator)
            entry.name = try #require(Label("Acme Outdoor"))
            entry.kind = .healthPlan
            let (replaced, isNewAgain) = try await eligibility.sponsors.put(
                slug, entry, actor: eligibility.administrator)

            #expect(isNew && !isNewAgain && replaced.id == made.id)
            #expect(try await eligibility.sponsors.list(actor: eligibility.administrator) == [replaced])
            #expect(try await eligibility.sponsors.find(slug, actor: eligibility.program(of: made)) == replaced)
            await #expect(throws: CareError.notAllowed) {
                try await eligibility.sponsors.put(slug, entry, actor: eligibility.program(of: made))
            }
            await #expect(throws: CareError.notAllowed) {
                try await eligibility.sponsors.list(actor: eligibility.program(of: made))
            }
        }
    }

    @Test func `see themselves and no other`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            let other = try await eligibility.addSponsor("other")

            await #expect(throws: CareError.notFound) {
                try await eligibility.sponsors.find(acme.slug, actor: eligibility.program(of: other))
            }
            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.loads(of: acme.slug, actor: eligibility.program(of: other))
            }
        }
    }
}

/// The employer's questions about the people of the sample.
enum SampleQuestions {
    static func read() throws -> [CoverageQuestion] {
        let file = TestCluster.packageDirectory.appending(components: "db", "samples", "questions.csv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return CoverageQuestion(
                rowId: try #require(Label(fields[0])), number: String(fields[1]),
                lastName: try #require(Label(fields[2])), birthDate: try #require(LocalDay(fields[3])),
                on: LocalDay(fields[4]))
        }
    }
}
