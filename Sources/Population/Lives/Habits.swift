import Care
import ChartSync
import Foundation

/// What a member records on one occasion: a session and how it felt, a run, a word about the pain.
struct Occasion: Sendable {
    /// When it was recorded, by the member's clock.
    var at: Instant
    var facts: [(row: RowID, content: RowContent)]
}

/// How one member goes about their days.
struct Habits: Sendable {
    let isRunner: Bool
    /// How often a sync waits for a better connection, for days.
    let offlineProbability: Double
    /// The pain that the first day has, of 10.
    let firstPain: Double
    /// How much of it is left at the end.
    let painLeft: Double

    init(_ dice: inout Dice) {
        isRunner = dice.happens(0.45)
        offlineProbability = dice.happens(0.2) ? 0.12 : 0.015
        firstPain = Double(dice.around(2...8))
        painLeft = 0.2 + 0.7 * dice.fraction()
    }

    /// Most people exercise after work, some before it.
    func second(_ dice: inout Dice) -> Int {
        let kind = dice.fraction()
        let minute =
            kind < 0.66
            ? dice.around(17 * 60...22 * 60)
            : kind < 0.86 ? dice.around(5 * 60 + 30...9 * 60) : dice.number(10 * 60...16 * 60)
        return minute * 60 + dice.number(0...59)
    }

    func pain(_ progress: Double, _ dice: inout Dice) -> PainScore {
        let level = firstPain * (1 - progress * (1 - painLeft)) + 2.4 * (dice.fraction() - 0.5)
        return PainScore(unchecked: min(10, max(0, Int(level.rounded()))))
    }

    /// One occasion's facts, at most `limit` of them and at least one.
    func occasion(
        _ moment: LocalMoment, progress: Double, revision: Int, shoe: RowID?, limit: Int, _ dice: inout Dice
    ) -> Occasion {
        var facts: [(RowID, RowContent)] = []
        var at = moment.at
        func add(_ content: RowContent, using dice: inout Dice) {
            facts.append((RowID(UUID.timeOrdered(at: at, using: &dice)), content))
            at = at.adding(seconds: Int64(dice.number(5...90)))
        }
        let kind = dice.fraction()
        if kind < 0.5 {
            add(.sessionLog(session(moment, revision, progress, &dice)), using: &dice)
            if dice.happens(0.75) { add(.checkIn(checkIn(moment, .after, progress, &dice)), using: &dice) }
        } else if kind < 0.8, isRunner {
            add(.runLog(run(moment, shoe, progress, &dice)), using: &dice)
            if dice.happens(0.6) { add(.checkIn(checkIn(moment, .after, progress, &dice)), using: &dice) }
        } else {
            add(
                .checkIn(checkIn(moment, dice.pick([.now, .nextMorning, .worstIn24Hours]), progress, &dice)),
                using: &dice)
        }
        if dice.happens(0.3) { add(.checkIn(checkIn(moment, .nextMorning, progress, &dice)), using: &dice) }
        return Occasion(at: at, facts: Array(facts.prefix(limit)))
    }

    private func session(_ moment: LocalMoment, _ revision: Int, _ progress: Double, _ dice: inout Dice) -> SessionLog {
        let items = Prescription.exercises.prefix(Prescription.itemCount(revision)).map { exercise in
            if dice.happens(0.06) {
                return LoggedItem(exercise: exercise, sets: [], skippedReason: Note(unchecked: "no time left"))
            }
            let sets = (0..<dice.number(1...3)).map { _ in LoggedSet(reps: dice.around(6...16)) }
            return LoggedItem(
                exercise: exercise, sets: sets,
                difficulty: dice.happens(0.5) ? Difficulty(unchecked: dice.number(-1...1)) : nil)
        }
        return SessionLog(
            planRevision: revision, moment: moment, items: items, effort: EffortScore(unchecked: dice.around(2...8)),
            painDuring: pain(progress, &dice),
            note: dice.happens(0.05) ? Note(unchecked: "a little stiff at the beginning") : nil)
    }

    private func checkIn(
        _ moment: LocalMoment, _ about: CheckIn.Moment, _ progress: Double, _ dice: inout Dice
    ) -> CheckIn {
        CheckIn(
            moment: moment, about: about, pain: pain(progress, &dice), site: Self.site,
            stiffness: about == .nextMorning ? StiffnessScore(unchecked: dice.around(0...7)) : nil,
            swelling: dice.happens(0.2) ? dice.happens(0.3) : nil)
    }

    private func run(_ moment: LocalMoment, _ shoe: RowID?, _ progress: Double, _ dice: inout Dice) -> RunLog {
        let meters = dice.around(1_500...14_000)
        return RunLog(
            moment: moment, distanceMeters: meters, durationSeconds: meters * dice.number(300...420) / 1_000,
            surface: dice.pick([.road, .track, .trail, .treadmill]), terrain: dice.pick([.flat, .rolling]), shoe: shoe,
            effort: EffortScore(unchecked: dice.around(3...9)), painDuring: pain(progress, &dice))
    }

    private static let site = Slug("left-ankle")
}
