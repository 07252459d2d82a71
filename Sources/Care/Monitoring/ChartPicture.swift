/// Everything of one member's chart that the rules read, as it is known at one time.
///
/// A value: the rules get it and give values back, and it does not matter in which order its rows arrived.
package struct ChartPicture: Hashable, Sendable {
    /// The member's local day.
    package var today: LocalDay
    /// The member's first local day in care; the 7 days from it on are the intake, which change is measured from.
    package var careBegan: LocalDay
    package var revisions: [Charted<PlanRevision>]
    package var sessions: [Charted<SessionLog>]
    package var checkIns: [Charted<CheckIn>]
    package var runs: [Charted<RunLog>]
    package var shoes: [Charted<Shoe>]
    package var outcomes: [Charted<OutcomeResponse>]
    package var falls: [Charted<FallReport>]
    package var selfCare: [Charted<SelfCareLog>]
    package var clearances: [Charted<Clearance>]
    package var runPhases: [Charted<RunPhaseStart>]
    package var ladders: Ladders
    /// How the exercises work the sides, for the minutes of a plan; an exercise that is not named counts as one-sided.
    package var laterality: [Slug: Exercise.Laterality]

    package init(
        today: LocalDay, careBegan: LocalDay, revisions: [Charted<PlanRevision>] = [],
        sessions: [Charted<SessionLog>] = [], checkIns: [Charted<CheckIn>] = [], runs: [Charted<RunLog>] = [],
        shoes: [Charted<Shoe>] = [], outcomes: [Charted<OutcomeResponse>] = [],
        falls: [Charted<FallReport>] = [], selfCare: [Charted<SelfCareLog>] = [], clearances: [Charted<Clearance>] = [],
        runPhases: [Charted<RunPhaseStart>] = [], ladders: Ladders = Ladders([:]),
        laterality: [Slug: Exercise.Laterality] = [:]
    ) {
        self.today = today
        self.careBegan = careBegan
        self.revisions = revisions
        self.sessions = sessions
        self.checkIns = checkIns
        self.runs = runs
        self.shoes = shoes
        self.outcomes = outcomes
        self.falls = falls
        self.selfCare = selfCare
        self.clearances = clearances
        self.runPhases = runPhases
        self.ladders = ladders
        self.laterality = laterality
    }

    package static let intakeDays = 7

    /// The last day of the intake.
    package var intakeEnded: LocalDay { careBegan.adding(days: Self.intakeDays - 1) }

    /// The distinct local days on which the member recorded something, for the clock of `RTMDataDays`.
    package var dataDays: Set<LocalDay> {
        Set(sessions.map(\.value.moment.day)).union(checkIns.map(\.value.moment.day))
            .union(runs.map(\.value.moment.day)).union(outcomes.map(\.value.moment.day))
            .union(falls.map(\.value.moment.day)).union(selfCare.map(\.value.moment.day))
    }
}

/// A record and the id of the row that holds it, by which a suggestion or an alert points at it.
package struct Charted<Value: Hashable & Sendable>: Hashable, Sendable {
    package var id: RowID
    package var value: Value

    package init(_ id: RowID, _ value: Value) {
        self.id = id
        self.value = value
    }
}
