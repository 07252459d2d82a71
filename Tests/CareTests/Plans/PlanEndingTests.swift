import Testing

@testable import Care

@Suite struct `The end of a plan` {
    private let today = LocalDay(dayNumber: 20_000)

    @Test(
        arguments: [
            (15, nil), (14, "ends in 14 days"), (1, "ends tomorrow"), (0, "ends today"), (-1, "ended yesterday"),
            (-30, "ended 30 days ago"),
        ] as [(Int, String?)])
    func `is announced a fortnight before it comes, and stays announced`(days: Int, words: String?) {
        #expect(PlanEnding(until: today.adding(days: days), on: today)?.words == words)
    }

    @Test func `is no matter where none is set`() {
        #expect(PlanEnding(until: nil, on: today) == nil)
    }
}

@Suite struct `A plan for another member` {
    @Test func `carries exercises, doses and how often, and nothing of the first member's`() throws {
        var first = try plan([try item("calf-raises", side: .left), try item("bridges", side: .both)])
        first.items[0].note = try note("Ana, mind your old scar")
        first.items[0].frequency.phrase = try label("when Ana picks Eli up from school")
        first.note = try note("For Ana")
        first.title = try label("Ana's plan")
        first.until = try day("2026-12-01")
        first.modifications = [try fewerRuns()]

        let copy = first.forAnotherMember(title: try label("Calf"), side: .right)

        #expect(copy.items.map(\.exercise) == first.items.map(\.exercise))
        #expect(copy.items.map(\.dose) == first.items.map(\.dose))
        #expect(copy.items.map(\.frequency.perWeek) == first.items.map(\.frequency.perWeek))
        #expect(copy.items.allSatisfy { $0.frequency.phrase == nil })
        #expect(copy.items.map(\.side) == [.right, .both])
        #expect(copy.items.allSatisfy { $0.note == nil })
        #expect(copy.title.description == "Calf")
        #expect(copy.note == nil && copy.until == nil && copy.modifications.isEmpty)
        #expect(copy.violations.isEmpty)
    }
    @Test(arguments: [
        ("red", true), ("extra-heavy", true), ("the one that Eli chewed", false), ("Noor", false),
    ])
    func `carries a band's resistance, and no other words for it`(band: String, stays: Bool) throws {
        var first = try plan([try item("calf-raises")])
        first.items[0].dose.band = try label(band)
        let copy = first.forAnotherMember(title: try label("Calf"), side: .both)
        #expect(copy.items.map(\.dose.band) == [stays ? first.items[0].dose.band : nil])
    }

    @Test(arguments: [("2-0-2", true), ("as slowly as Noor", false)])
    func `carries a tempo in seconds, and no other words for it`(tempo: String, stays: Bool) throws {
        var first = try plan([try item("calf-raises")])
        first.items[0].dose.tempo = try label(tempo)
        let copy = first.forAnotherMember(title: try label("Calf"), side: .both)
        #expect(copy.items.map(\.dose.tempo) == [stays ? first.items[0].dose.tempo : nil])
    }
}
