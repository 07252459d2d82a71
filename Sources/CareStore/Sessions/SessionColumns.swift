package import Care
import Postgres

/// What was done in sessions, as it lies in their rows: an array for each thing that can be said of an exercise or of a set.
///
/// The arrays of one session are as long as its exercises or its sets; those of several, which are written together, stand
/// one session after the other.
package struct SessionColumns: Hashable, Sendable {
    package private(set) var exercises: [Slug] = []
    /// For each set, the position of its exercise in its own session.
    package private(set) var setExercises: [Int16] = []
    private var skipped: [Note?] = []
    private var abandoned: [LoggedItem.AbandonedReason?] = []
    private var difficulty: [Difficulty?] = []
    private var reps: [Int16?] = []
    private var holds: [Int16?] = []
    private var durations: [Int16?] = []
    private var loads: [Int32?] = []

    package init() {}

    /// Adds a session's exercises with their sets.
    package mutating func append(_ items: [LoggedItem]) {
        for (position, item) in items.enumerated() {
            exercises.append(item.exercise)
            skipped.append(item.skippedReason)
            abandoned.append(item.abandonedReason)
            difficulty.append(item.difficulty)
            for set in item.sets {
                // Numbers beyond a column are beyond what its constraint takes, too.
                setExercises.append(Int16(clamping: position))
                reps.append(set.reps.map { Int16(clamping: $0) })
                holds.append(set.holdSeconds.map { Int16(clamping: $0) })
                durations.append(set.durationSeconds.map { Int16(clamping: $0) })
                loads.append(set.loadGrams.map { Int32(clamping: $0) })
            }
        }
    }

    // Null, and not an array of nulls, where it is said of none.
    package var skippedReasons: [Note?]? { Self.unlessEmpty(skipped) }
    package var abandonedReasons: [LoggedItem.AbandonedReason?]? { Self.unlessEmpty(abandoned) }
    package var difficulties: [Difficulty?]? { Self.unlessEmpty(difficulty) }
    package var setReps: [Int16?]? { Self.unlessEmpty(reps) }
    package var setHoldSeconds: [Int16?]? { Self.unlessEmpty(holds) }
    package var setDurationSeconds: [Int16?]? { Self.unlessEmpty(durations) }
    package var setLoadGrams: [Int32?]? { Self.unlessEmpty(loads) }

    private static func unlessEmpty<Value>(_ values: [Value?]) -> [Value?]? {
        values.contains { $0 != nil } ? values : nil
    }
}

/// The exercises of one session, out of its row.
struct StoredItems {
    var exercises: [Slug]
    var skippedReasons: [Note?]?
    var abandonedReasons: [LoggedItem.AbandonedReason?]?
    var difficulties: [Difficulty?]?
    var setExercises: [Int16]
    var setReps: [Int16?]?
    var setHoldSeconds: [Int16?]?
    var setDurationSeconds: [Int16?]?
    var setLoadGrams: [Int32?]?

    /// - Throws: `PostgresError` when the arrays do not fit each other, which a constraint prevents.
    func items() throws(PostgresError) -> [LoggedItem] {
        func fit<Value>(_ values: [Value?]?, _ count: Int) -> Bool { values.map { $0.count == count } ?? true }
        guard fit(skippedReasons, exercises.count), fit(abandonedReasons, exercises.count),
            fit(difficulties, exercises.count), fit(setReps, setExercises.count),
            fit(setHoldSeconds, setExercises.count), fit(setDurationSeconds, setExercises.count),
            fit(setLoadGrams, setExercises.count), setExercises.allSatisfy({ exercises.indices.contains(Int($0)) })
        else { throw .malformedValue(type: "SessionLog") }
        var items = exercises.enumerated().map { position, exercise in
            LoggedItem(
                exercise: exercise, sets: [], skippedReason: skippedReasons?[position],
                abandonedReason: abandonedReasons?[position], difficulty: difficulties?[position])
        }
        for (position, exercise) in setExercises.enumerated() {
            items[Int(exercise)].sets.append(
                LoggedSet(
                    reps: setReps?[position].map(Int.init), holdSeconds: setHoldSeconds?[position].map(Int.init),
                    durationSeconds: setDurationSeconds?[position].map(Int.init),
                    loadGrams: setLoadGrams?[position].map(Int.init)))
        }
        return items
    }
}
