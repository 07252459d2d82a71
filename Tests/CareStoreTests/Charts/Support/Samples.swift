import Care
import CareMessages
import ChartSync
import Foundation
import StrictJSON

/// One plain value of each kind.
enum Samples {
    static let moment = LocalMoment(
        at: Instant(milliseconds: 1_772_379_000_000), timeZone: .utc, day: LocalDay(dayNumber: 20_513))

    static func checkIn(_ pain: Int = 3) throws -> RowContent {
        .checkIn(CheckIn(moment: moment, about: .during, pain: try value(PainScore(pain))))
    }

    static func session(revision: Int? = nil) throws -> RowContent {
        .sessionLog(
            SessionLog(
                planRevision: revision, moment: moment,
                items: [LoggedItem(exercise: try slug("calf-raises"), sets: [LoggedSet(reps: 12), LoggedSet(reps: 8)])])
        )
    }

    static func run(shoe: RowID? = nil) -> RowContent {
        .runLog(RunLog(moment: moment, distanceMeters: 5_000, durationSeconds: 1_800, shoe: shoe))
    }

    static func shoe() throws -> RowContent {
        .shoe(Shoe(label: try value(Label("Blue pair")), inUseFrom: moment.day, startMeters: 10_000))
    }

    static func outcome(_ abilities: [Int] = [4, 5, 6]) throws -> RowContent {
        .outcomeResponse(
            OutcomeResponse(
                moment: moment, instrument: .psfs,
                activities: try abilities.enumerated().map { index, ability in
                    RatedActivity(
                        activity: try value(Label("Activity \(index)")), ability: try value(AbilityScore(ability)))
                }))
    }

    static func plan(sets: Int = 3, exercise: String = "calf-raises") throws -> PlanContent {
        PlanContent(
            program: try slug("ankle-pain"), title: try value(Label("Ankle plan")),
            items: [
                PlanItem(
                    block: .main, exercise: try slug(exercise), exerciseVersion: 1, dose: Dose(sets: sets, reps: 12),
                    side: .both, frequency: Frequency(perWeek: 3))
            ],
            modifications: [
                ActivityModification(
                    activity: try slug("running"), usualDaysPerWeek: 5, maximumDaysPerWeek: 3,
                    substitutes: [try slug("biking")], minimumSubstituteDaysPerWeek: 2)
            ])
    }

    static func proposal(base: Int, sets: Int = 3, dryRun: Bool? = nil) throws -> PlanProposal {
        PlanProposal(
            id: .make(at: moment.at), base: base, effectiveFrom: nil, reason: try value(Note("As agreed.")),
            template: nil, content: try plan(sets: sets), dryRun: dryRun)
    }

    static func slug(_ text: String) throws -> Slug { try value(Slug(text)) }

    static func value<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Mistake("a sample breaks a rule") }
        return value
    }
}
