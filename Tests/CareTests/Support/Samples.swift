import Testing

@testable import Care

func slug(_ text: String) throws -> Slug { try #require(Slug(text)) }
func day(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }
func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }
func label(_ text: String) throws -> Label { try #require(Label(text)) }
func note(_ text: String) throws -> Note { try #require(Note(text)) }
func nameKey(_ text: String) throws -> NameKey { try #require(NameKey(text)) }
func rosterID(_ text: String) throws -> RosterID { try #require(RosterID(text)) }
func pain(_ value: Int) throws -> PainScore { try #require(PainScore(value)) }

func item(
    _ exercise: String, _ block: PlanItem.Block = .main, sets: Int = 3, reps: Int = 10, side: Side = .left,
    perDay: Int = 1, perWeek: Int = 7
) throws -> PlanItem {
    PlanItem(
        block: block, exercise: try slug(exercise), exerciseVersion: 1, dose: Dose(sets: sets, reps: reps), side: side,
        frequency: Frequency(perDay: perDay, perWeek: perWeek))
}

func plan(_ items: [PlanItem], until: LocalDay? = nil) throws -> PlanContent {
    PlanContent(program: try slug("ankle-pain"), title: try label("Ankle plan"), items: items, until: until)
}

/// The canonical modification of the ankle-pain article: of five run days swap two for biking or swimming.
func fewerRuns() throws -> ActivityModification {
    ActivityModification(
        activity: try slug("running"), usualDaysPerWeek: 5, maximumDaysPerWeek: 3,
        substitutes: [try slug("biking"), try slug("swimming")], minimumSubstituteDaysPerWeek: 2)
}

/// A session on a day, with one set of each exercise.
func session(_ on: LocalDay, _ exercises: [String], revision: Int? = 1) throws -> SessionLog {
    SessionLog(
        planRevision: revision, moment: LocalMoment(at: Instant(milliseconds: 0), timeZone: .utc, day: on),
        items: try exercises.map { LoggedItem(exercise: try slug($0), sets: [LoggedSet(reps: 10)]) })
}

func checkIn(_ on: LocalDay, _ about: CheckIn.Moment, _ score: Int) throws -> CheckIn {
    CheckIn(
        moment: LocalMoment(at: Instant(milliseconds: 0), timeZone: .utc, day: on), about: about,
        pain: try pain(score))
}

/// A plan that could be prescribed, or nearly: few exercises, so that versions often share them.
func randomPlan(_ generator: inout SeededGenerator) throws -> PlanContent {
    var items: [PlanItem] = []
    for exercise in ["calf-raises", "tib-raises", "towel-scrunches", "soleus-stretch"] {
        for block in PlanItem.Block.allCases where Int.random(in: 0..<4, using: &generator) == 0 {
            items.append(
                try item(
                    exercise, block, sets: .random(in: 1...2, using: &generator),
                    reps: .random(in: 10...11, using: &generator), side: Bool.random(using: &generator) ? .left : .both,
                    perWeek: .random(in: 6...7, using: &generator)))
        }
    }
    items.shuffle(using: &generator)
    var content = try plan(items, until: Bool.random(using: &generator) ? LocalDay(dayNumber: 20_000) : nil)
    if Bool.random(using: &generator) { content.modifications = [try fewerRuns()] }
    if Bool.random(using: &generator) { content.note = try note("Slowly.") }
    return content
}
