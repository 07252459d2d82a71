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
}
