import Care
import CareStore
import ChartSync
import Postgres

/// What the rules say of a chart at a moment, beside what the chart keeps of what they said before.
struct SuggestionReading {
    let picture: ChartPicture
    let found: [Suggestion]
    let kept: [Charted<SuggestionRecord>]

    init(
        of person: Member, enrolledAt: Instant, exercises: [Slug: (exercise: Exercise, version: Int)], at now: Instant,
        in transaction: borrowing Transaction
    ) throws {
        let rows = try ChartRows.after(0, limit: Int(Int32.max), of: person.id, in: transaction)
        var picture = ChartPicture(
            today: person.timeZone.day(of: now), careBegan: person.timeZone.day(of: enrolledAt),
            ladders: Ladders(exercises.values.map(\.exercise)), laterality: exercises.mapValues(\.exercise.laterality))
        picture.add(rows)
        self.picture = picture
        found = AnkleRules.suggestions(for: picture)
        kept = rows.compactMap { row in
            if case .suggestion(let record) = row.content { Charted(row.id, record) } else { nil }
        }
    }

    /// Those that nobody has decided and the chart still gives reason for.
    var current: [Charted<SuggestionRecord>] { SuggestionBook.current(kept, among: found) }
}
