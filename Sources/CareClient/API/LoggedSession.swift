import Care
public import Foundation

/// What a member says they did.
public struct LoggedSession: Hashable, Sendable {
    /// One exercise of it.
    public struct Exercise: Hashable, Sendable {
        /// Such as `calf-raises`.
        public var exercise: String
        /// Empty when it was skipped.
        public var sets: [PerformedSet]
        /// Why it was not begun, in the member's words.
        public var skippedReason: String?
        /// Why it was broken off; nil when it was not.
        public var abandoned: AbandonedReason?
        /// How it felt beside what was expected, from -2 (much too easy) to 2 (much too hard).
        public var difficulty: Int?

        /// An exercise with what was done of it.
        public init(
            _ exercise: String, sets: [PerformedSet], skippedReason: String? = nil, abandoned: AbandonedReason? = nil,
            difficulty: Int? = nil
        ) {
            self.exercise = exercise
            self.sets = sets
            self.skippedReason = skippedReason
            self.abandoned = abandoned
            self.difficulty = difficulty
        }
    }

    /// Why a member breaks an exercise off; after pain twice, the rules suggest an easier one.
    public enum AbandonedReason: String, Hashable, Sendable, CaseIterable {
        case pain, fatigue, time, equipment, other
    }

    /// One set; at least one of the four is there.
    public struct PerformedSet: Hashable, Sendable {
        /// 0 to 1000.
        public var reps: Int?
        /// 0 to 3600.
        public var holdSeconds: Int?
        /// 0 to 14,400.
        public var durationSeconds: Int?
        /// 0 to 500,000.
        public var loadGrams: Int?

        /// A set as it was done.
        public init(
            reps: Int? = nil, holdSeconds: Int? = nil, durationSeconds: Int? = nil, loadGrams: Int? = nil
        ) {
            self.reps = reps
            self.holdSeconds = holdSeconds
            self.durationSeconds = durationSeconds
            self.loadGrams = loadGrams
        }
    }

    /// The number of the plan in hand; nil for exercise off the plan.
    public var planNumber: Int?
    /// 1 to 60, in the order in which they were done.
    public var exercises: [Exercise]
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// How hard it was, 0 to 10.
    public var effort: Int?
    /// 0 to 10.
    public var painDuring: Int?
    /// What the member adds, for their PT.
    public var note: String?

    /// A session of this moment, here, unless said otherwise.
    public init(
        planNumber: Int?, exercises: [Exercise], at: Date = Date(), timeZone: String = TimeZone.current.identifier,
        effort: Int? = nil, painDuring: Int? = nil, note: String? = nil
    ) {
        self.planNumber = planNumber
        self.exercises = exercises
        self.at = at
        self.timeZone = timeZone
        self.effort = effort
        self.painDuring = painDuring
        self.note = note
    }

    init(_ log: SessionLog) {
        let exercises = log.items.map { item in
            Exercise(
                item.exercise.description,
                sets: item.sets.map { set in
                    PerformedSet(
                        reps: set.reps, holdSeconds: set.holdSeconds, durationSeconds: set.durationSeconds,
                        loadGrams: set.loadGrams)
                },
                skippedReason: item.skippedReason?.description,
                abandoned: item.abandonedReason.flatMap { AbandonedReason(rawValue: $0.rawValue) },
                difficulty: item.difficulty?.rawValue)
        }
        self.init(
            planNumber: log.planRevision, exercises: exercises, at: log.moment.at.date,
            timeZone: log.moment.timeZone.description, effort: log.effort?.rawValue,
            painDuring: log.painDuring?.rawValue, note: log.note?.description)
    }

    func sessionLog() throws(CareFailure) -> SessionLog {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let items = exercises.compactMap { logged -> LoggedItem? in
            let skipped = fields.optional(
                "skippedReason", logged.skippedReason, "must be 1 to 4000 bytes of text without control characters"
            ) { Note($0) }
            let difficulty = fields.optional("difficulty", logged.difficulty, "must be -2 to 2") { Difficulty($0) }
            return fields.required("exercises", Slug(logged.exercise), "must be names such as calf-raises").map {
                slug in
                LoggedItem(
                    exercise: slug,
                    sets: logged.sets.map { set in
                        LoggedSet(
                            reps: set.reps, holdSeconds: set.holdSeconds, durationSeconds: set.durationSeconds,
                            loadGrams: set.loadGrams)
                    },
                    skippedReason: skipped,
                    abandonedReason: logged.abandoned.flatMap { LoggedItem.AbandonedReason(rawValue: $0.rawValue) },
                    difficulty: difficulty)
            }
        }
        let effort = fields.optional("effort", effort, "must be 0 to 10") { EffortScore($0) }
        let pain = fields.optional("painDuring", painDuring, "must be 0 to 10") { PainScore($0) }
        let note = fields.note(note)
        return try fields.finished(
            moment.map { moment in
                SessionLog(
                    planRevision: planNumber, moment: moment, items: items, effort: effort, painDuring: pain,
                    note: note)
            })
    }
}
