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

    init(_ revision: PlanRevision) {
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
