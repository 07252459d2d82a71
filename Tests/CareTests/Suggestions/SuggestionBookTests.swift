import Testing

@testable import Care

@Suite struct `The suggestions that a chart keeps` {
    private let now = Instant(milliseconds: 1_772_379_000_000)

    private func suggestion(_ rows: [RowID], _ proposal: Proposal = .contact) -> Suggestion {
        Suggestion(.r4, proposal, evidence: rows, words: "Adherence was 40 %.")
    }

    private func kept(_ record: SuggestionRecord) -> Charted<SuggestionRecord> { Charted(RowID.make(at: now), record) }

    @Test func `are those that appear for the first time`() {
        let rows = [RowID.make(at: now), RowID.make(at: now)]
        let first = SuggestionBook.new(among: [suggestion(rows)], kept: [], now: now)
        #expect(first.map(\.evidence) == [rows.sorted()])
        // More of the same, while nobody has decided, is the same.
        let more = suggestion(rows + [RowID.make(at: now)])
        #expect(SuggestionBook.new(among: [more], kept: first.map(kept), now: now).isEmpty)
        #expect(SuggestionBook.current(first.map(kept), among: [more]).count == 1)
        #expect(SuggestionBook.current(first.map(kept), among: []).isEmpty)
    }

    @Test func `come back after a decision only on rows that were not there then`() throws {
        let rows = [RowID.make(at: now), RowID.make(at: now)]
        var record = SuggestionRecord(suggestion(rows), madeAt: now)
        record.decision = SuggestionRecord.Decision(
            kind: .dismissed, by: PractitionerID.make(at: now), at: now, reason: try #require(Note("Spoke today.")))
        let decided = [kept(record)]
        #expect(SuggestionBook.new(among: [suggestion(rows)], kept: decided, now: now).isEmpty)
        #expect(SuggestionBook.new(among: [suggestion([rows[0]])], kept: decided, now: now).isEmpty)
        let news = suggestion(rows + [RowID.make(at: now)])
        #expect(SuggestionBook.new(among: [news], kept: decided, now: now).count == 1)
        #expect(SuggestionBook.current(decided, among: [news]).isEmpty)
        let other = suggestion(rows, .fewerExercises(minutesPerWeek: 150))
        #expect(SuggestionBook.new(among: [other], kept: decided, now: now).count == 1)
    }

    @Test func `are the same by a later version of the rules`() throws {
        let rows = [RowID.make(at: now)]
        var record = SuggestionRecord(suggestion(rows), madeAt: now)
        record.ruleSet = "ankle-v0"
        #expect(SuggestionBook.new(among: [suggestion(rows)], kept: [kept(record)], now: now).isEmpty)
        #expect(SuggestionBook.current([kept(record)], among: [suggestion(rows)]).count == 1)
    }

    @Test func `hold runs once for the same reports, on whichever day the rules say it`() {
        let day = LocalDay(dayNumber: 20_513)
        let rows = [RowID.make(at: now)]
        func hold(_ offset: Int, _ rows: [RowID]) -> Suggestion {
            let first = day.adding(days: offset)
            return Suggestion(
                .r1, .runHold(from: first, through: first.adding(days: 1)), evidence: rows, words: "No runs.")
        }
        let first = SuggestionBook.new(among: [hold(0, rows)], kept: [], now: now).map(kept)
        #expect(first.count == 1)
        // While it lasts it waits; after its days it is over, and not said again.
        for (offset, count) in [(0, 1), (1, 1), (2, 0), (9, 0)] {
            #expect(SuggestionBook.new(among: [hold(offset, rows)], kept: first, now: now).isEmpty)
            #expect(SuggestionBook.current(first, among: [hold(offset, rows)]).count == count)
        }
        // A new report asks for it anew, once the days are over.
        let more = rows + [RowID.make(at: now)]
        #expect(SuggestionBook.new(among: [hold(1, more)], kept: first, now: now).isEmpty)
        #expect(SuggestionBook.new(among: [hold(2, more)], kept: first, now: now).count == 1)
    }
}
