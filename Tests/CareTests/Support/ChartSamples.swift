import Foundation
import Testing

@testable import Care

/// Ids that count, so that a chart made twice is the same chart.
func row(_ number: Int) -> RowID {
    RowID(UUID(bytes: (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * (15 - $0))) }))
}

/// Noon of a day in UTC.
func noon(_ day: LocalDay) -> LocalMoment {
    LocalMoment(at: Instant(milliseconds: Int64(day.dayNumber) * 86_400_000 + 43_200_000), timeZone: .utc, day: day)
}

func morningOf(_ day: LocalDay) -> LocalMoment {
    LocalMoment(at: Instant(milliseconds: Int64(day.dayNumber) * 86_400_000 + 25_200_000), timeZone: .utc, day: day)
}

/// A chart under construction, each record with the next id.
struct ChartDraft {
    static let today = LocalDay(dayNumber: 20_780)

    var picture: ChartPicture
    private var lastRow = 0

    init(careBegan offset: Int = -40) throws {
        picture = ChartPicture(
            today: Self.today, careBegan: Self.today.adding(days: offset),
            ladders: Ladders([
                try slug("calf-1"): LadderPlace(ladder: try slug("calf"), rung: 1),
                try slug("calf-2"): LadderPlace(ladder: try slug("calf"), rung: 2),
                try slug("calf-3"): LadderPlace(ladder: try slug("calf"), rung: 3),
                try slug("balance-1"): LadderPlace(ladder: try slug("balance"), rung: 1),
                try slug("balance-2"): LadderPlace(ladder: try slug("balance"), rung: 2),
            ]))
    }

    func day(_ offset: Int) -> LocalDay { Self.today.adding(days: offset) }

    mutating func nextRow() -> RowID {
        lastRow += 1
        return row(lastRow)
    }

    /// A revision made the day before it begins.
    @discardableResult mutating func revise(
        from offset: Int, _ exercises: [String], effort: Int? = 5, perWeek: Int = 7, sets: Int = 2
    ) throws -> RowID {
        let id = nextRow()
        let number = picture.revisions.count + 1
        let items = try exercises.map {
            var item = try item($0, sets: sets, reps: 10, perWeek: perWeek)
            item.dose.targetEffort = effort.flatMap { EffortScore($0) }
            return item
        }
        picture.revisions.append(
            Charted(
                id,
                PlanRevision(
                    number: number, base: number - 1, author: PractitionerID(row(1_000_000).uuid),
                    authoredAt: noon(day(offset - 1)).at, effectiveFrom: day(offset), reason: try note("Because."),
                    content: try plan(items))))
        return id
    }

    @discardableResult mutating func log(
        _ offset: Int, _ exercises: [String], pain: Int? = 1, effort: Int? = 4, sets: Int = 2,
        abandoned: LoggedItem.AbandonedReason? = nil
    ) throws -> RowID {
        let id = nextRow()
        let items = try exercises.map {
            LoggedItem(
                exercise: try slug($0), sets: Array(repeating: LoggedSet(reps: 10), count: sets),
                abandonedReason: abandoned)
        }
        picture.sessions.append(
            Charted(
                id,
                SessionLog(
                    planRevision: 1, moment: noon(day(offset)), items: items,
                    effort: effort.flatMap { EffortScore($0) },
                    painDuring: pain.flatMap { PainScore($0) })))
        return id
    }

    /// A check-in about the activity of a day: a next morning is reported on the day after.
    @discardableResult mutating func report(
        _ offset: Int, _ about: CheckIn.Moment, _ score: Int, stiffness: Int? = 1, swelling: Bool? = false,
        flags: [RedFlag] = []
    ) throws -> RowID {
        let id = nextRow()
        let moment = about == .nextMorning ? morningOf(day(offset + 1)) : noon(day(offset))
        picture.checkIns.append(
            Charted(
                id,
                CheckIn(
                    moment: moment, about: about, pain: try pain(score),
                    stiffness: stiffness.flatMap { StiffnessScore($0) }, swelling: swelling, redFlags: flags)))
        return id
    }

    @discardableResult mutating func run(
        _ offset: Int, _ meters: Int, pain: Int? = 1, effort: Int? = 3, surface: RunLog.Surface? = .track,
        terrain: RunLog.Terrain? = nil, shoe: RowID? = nil
    ) throws -> RowID {
        let id = nextRow()
        picture.runs.append(
            Charted(
                id,
                RunLog(
                    moment: noon(day(offset)), distanceMeters: meters, durationSeconds: 1_200, surface: surface,
                    terrain: terrain, shoe: shoe, effort: effort.flatMap { EffortScore($0) },
                    painDuring: pain.flatMap { PainScore($0) })))
        return id
    }

    @discardableResult mutating func psfs(_ offset: Int, _ scores: [Int]) throws -> RowID {
        let id = nextRow()
        picture.outcomes.append(Charted(id, try psfsResponse(day(offset), scores)))
        return id
    }

    @discardableResult mutating func phase(_ phase: RunPhase, from offset: Int) -> RowID {
        let id = nextRow()
        picture.runPhases.append(Charted(id, RunPhaseStart(phase: phase, from: day(offset))))
        return id
    }

    @discardableResult mutating func fall(_ offset: Int, _ kind: FallReport.Kind = .fall) -> RowID {
        let id = nextRow()
        picture.falls.append(Charted(id, FallReport(moment: noon(day(offset)), kind: kind)))
        return id
    }

    @discardableResult mutating func clear(_ offset: Int, seen: [RowID]) throws -> RowID {
        let id = nextRow()
        let clearance = Clearance(
            moment: noon(day(offset)), clearedBy: PractitionerID(row(1_000_000).uuid), seen: seen,
            note: try note("Looked at."))
        picture.clearances.append(Charted(id, clearance))
        return id
    }

    /// Takes away what was reported about the activity of a day, or of several.
    mutating func removeCheckIns(_ first: Int, through last: Int? = nil) {
        let days = day(first)...day(last ?? first)
        picture.checkIns.removeAll { days.contains($0.value.activityDay) }
    }

    var suggestions: [Suggestion] { AnkleRules.suggestions(for: picture) }

    func suggestions(_ rule: Suggestion.Rule) -> [Suggestion] { suggestions.filter { $0.rule == rule } }

    func proposals(_ rule: Suggestion.Rule) -> [Proposal] { suggestions(rule).map(\.proposal) }
}

func psfsResponse(_ day: LocalDay, _ scores: [Int], names: [String] = ["run", "stairs", "hop", "walk", "squat", "sit"])
    throws -> OutcomeResponse
{
    OutcomeResponse(
        moment: noon(day), instrument: .psfs,
        activities: try zip(names, scores).map {
            RatedActivity(activity: try label($0), ability: try #require(AbilityScore($1)))
        })
}
