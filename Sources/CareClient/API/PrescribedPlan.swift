import Care
import ChartSync
public import Foundation

/// A plan as a member follows it.
public struct PrescribedPlan: Hashable, Sendable {
    /// One prescribed exercise.
    public struct Exercise: Hashable, Sendable {
        /// Such as `calf-raises`.
        public var exercise: String
        /// The version of its instructions that the member is shown.
        public var exerciseVersion: Int
        /// `warmup`, `main` or `cooldown`.
        public var block: String
        /// The whole prescription in words, such as `3 × 12 reps, both sides, 3 days a week`.
        public var prescription: String
        /// 1 to 10.
        public var sets: Int
        /// Repetitions in a set; nil for what is held or lasts.
        public var reps: Int?
        /// How long each repetition, or each set without repetitions, is held.
        public var holdSeconds: Int?
        /// How long the whole exercise lasts.
        public var durationSeconds: Int?
        /// 1 to 7.
        public var daysPerWeek: Int
        /// 1 to 6.
        public var timesPerDay: Int
        /// What the PT says about it.
        public var note: String?

        init(_ item: PlanItem) {
            exercise = item.exercise.description
            exerciseVersion = item.exerciseVersion
            block = item.block.rawValue
            prescription = item.prescriptionText
            sets = item.dose.sets
            reps = item.dose.reps
            holdSeconds = item.dose.holdSeconds
            durationSeconds = item.dose.durationSeconds
            daysPerWeek = item.frequency.perWeek
            timesPerDay = item.frequency.perDay
            note = item.note?.description
        }
    }

    /// A part of a program, from when a member is ready for it to when they are ready for the next.
    public struct Phase: Hashable, Sendable {
        /// What the program is called.
        public var program: String
        /// What the phase is called.
        public var title: String
        /// What it is for.
        public var summary: String
        /// 1 for the first.
        public var number: Int
        /// How many phases the program has.
        public var count: Int
        /// How long it usually takes, such as `1–2 weeks`; what is in `endsWhen` decides, not the calendar.
        public var usualLength: String
        /// What has to be so before the next one begins, each in words; their PT decides.
        public var endsWhen: [String]
        /// What the next one is called; nil for the last.
        public var next: String?

        init(_ shown: ShownPhase) {
            program = shown.program.description
            title = shown.phase.title.description
            summary = shown.phase.summary.description
            number = shown.number
            count = shown.count
            usualLength = shown.phase.usualLength.description
            endsWhen = shown.phase.exit.map(\.words.description)
            next = shown.next?.description
        }
    }

    /// 1 for the first revision, without gaps.
    public var number: Int
    /// What the PT calls it.
    public var title: String
    /// In the order in which they are done.
    public var exercises: [Exercise]
    /// Changes of what the member does anyway, each in words.
    public var modifications: [String]
    /// What the PT says about the plan as a whole.
    public var note: String?
    /// Why it was changed, in the PT's words.
    public var reason: String
    /// The first day on which it holds.
    public var effectiveFrom: CareDay
    /// The last day; nil while no end is set.
    public var until: CareDay?
    /// When the PT made it.
    public var authoredAt: Date
    /// The phase of a program that it is for; nil for a plan that belongs to none, and until the catalog has arrived.
    public var phase: Phase?

    /// How near the end is, such as `ends in 5 days` or `ended yesterday`, from two weeks before it on; nil before that.
    ///
    /// Show it before it happens: members stop when a program just ends.
    public func ending(on day: CareDay) -> String? { PlanEnding(until: until?.day, on: day.day)?.words }

    init(_ revision: PlanRevision, phase shown: ShownPhase?) {
        phase = shown.map(Phase.init)
        number = revision.number
        title = revision.content.title.description
        exercises = revision.content.items.map(Exercise.init)
        modifications = revision.content.modifications.map { "\($0.activity): \($0.text)" }
        note = revision.content.note?.description
        reason = revision.reason.description
        effectiveFrom = CareDay(revision.effectiveFrom)
        until = revision.content.until.map { CareDay($0) }
        authoredAt = revision.authoredAt.date
    }
}

/// One chart of a practitioner's panel.
public struct PanelMember: Hashable, Sendable, Identifiable {
    /// The member's id, which is also their chart's.
    public var id: UUID
    /// The member's first name.
    public var firstName: String
    /// The member's last name.
    public var lastName: String
    /// The practitioner's part in the care team, such as `lead_pt`.
    public var role: String
    /// When access ends; nil while no end is set.
    public var until: Date?

    init(_ entry: PanelEntry) {
        id = entry.member.uuid
        firstName = entry.chart.firstName.description
        lastName = entry.chart.lastName.description
        role = entry.chart.role.rawValue
        until = entry.chart.until?.date
    }
}
