import Foundation
import Testing

@testable import Care
@testable import Pictures

/// Progress of members who differ in how much there is to draw.
enum Members {
    static let today = LocalDay(dayNumber: 20_786)

    static func label(_ text: String) throws -> Label { try #require(Label(text)) }
    static func slug(_ text: String) throws -> Slug { try #require(Slug(text)) }

    private static func moment(_ day: LocalDay, hour: Int = 12) -> LocalMoment {
        LocalMoment(
            at: Instant(milliseconds: Int64(day.dayNumber) * 86_400_000 + Int64(hour) * 3_600_000), timeZone: .utc,
            day: day)
    }

    private static func row(_ number: Int) -> RowID {
        RowID(
            UUID(uuid: (1, 144, 22, 61, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256))))
    }

    static func exercise(_ slug: String, _ name: String, _ ladder: String?, _ rung: Int) throws -> Exercise {
        let note = try #require(Note("x"))
        return Exercise(
            slug: try self.slug(slug), name: try label(name), category: .strength, targets: [], equipment: [],
            laterality: .unilateral, doseKind: .reps, purpose: note, steps: [note], cues: [], mistakes: [],
            stopSigns: [], defaultDose: Dose(sets: 2, reps: 10), defaultFrequency: Frequency(perWeek: 3),
            doseIsForPTToSet: false,
            ladder: try ladder.map { LadderPlace(ladder: try self.slug($0), rung: rung) })
    }

    static func exercises() throws -> [Exercise] {
        [
            try exercise("seated-calf-raises", "Seated Calf Raises", "calf-raise", 1),
            try exercise("calf-raises", "Calf Raises", "calf-raise", 2),
            try exercise("single-leg-calf-raises", "Single-Leg Calf Raises", "calf-raise", 3),
            try exercise("step-edge-calf-lowers", "Step-Edge Calf Lowers", "calf-raise", 4),
            try exercise("supported-single-leg-balance", "Supported Single-Leg Balance", "single-leg-balance", 1),
            try exercise("single-leg-balance", "Single Leg Balance", "single-leg-balance", 2),
            try exercise("towel-scrunches", "Towel Scrunches", nil, 1),
        ]
    }

    private static func content(_ exercises: [String], perWeek: Int = 4) throws -> PlanContent {
        PlanContent(
            program: try slug("ankle-pain-after-running"), title: try label("Ankle pain after running"),
            items: try exercises.map {
                PlanItem(
                    block: .main, exercise: try slug($0), exerciseVersion: 1, dose: Dose(sets: 2, reps: 10),
                    side: .both, frequency: Frequency(perWeek: perWeek))
            })
    }

    /// Four weeks of somebody who gets better, with a day too many on the road.
    static func ana() throws -> CareProgress {
        let window = try #require(DayWindow(days: 28, endingBefore: today))
        let plan = PlanTimeline([
            .init(
                number: 1, effectiveFrom: window.first.adding(days: 1),
                content: try content(["seated-calf-raises", "single-leg-balance", "towel-scrunches"])),
            .init(
                number: 2, effectiveFrom: window.first.adding(days: 14),
                content: try content(["calf-raises", "single-leg-balance", "towel-scrunches"])),
        ])
        let during = [5, 6, 4, 5, 4, 3, 7, 4, 3, 3, 2, 3, 2]
        let checkIns = during.enumerated().flatMap { index, pain in
            let day = window.first.adding(days: index * 2)
            return [
                CheckIn(moment: moment(day), about: .during, pain: PainScore(unchecked: pain)),
                CheckIn(
                    moment: moment(day.adding(days: 1), hour: 7), about: .nextMorning,
                    pain: PainScore(unchecked: max(pain - 2, 0))),
            ]
        }
        let sessions = try (1..<28).filter { $0 % 3 != 0 }.map { offset in
            SessionLog(
                planRevision: offset < 14 ? 1 : 2, moment: moment(window.first.adding(days: offset)),
                items: try
                    (offset < 14
                    ? ["seated-calf-raises", "single-leg-balance"]
                    : ["calf-raises", "single-leg-balance", "towel-scrunches"])
                    .prefix(offset % 4 == 0 ? 1 : 3)
                    .map { LoggedItem(exercise: try slug($0), sets: [LoggedSet(reps: 10)]) })
        }
        let shoe = row(1)
        let runs = [(-9, 3_000), (2, 3_200), (5, 3_400), (9, 4_900), (16, 3_500), (20, 5_300), (26, 5_600)].map {
            RunLog(
                moment: moment(window.first.adding(days: $0.0)), distanceMeters: $0.1, durationSeconds: 1_200,
                shoe: shoe)
        }
        return CareProgress(
            trend: Trend(over: window, checkIns: checkIns, plan: plan, sessions: sessions), plan: plan, runs: runs,
            shoes: [
                Charted(
                    shoe,
                    Shoe(label: try label("Blue ones"), inUseFrom: window.first.adding(days: -90), startMeters: 560_000)
                ),
                Charted(
                    row(2),
                    Shoe(
                        label: try label("Trail, old"), inUseFrom: window.first.adding(days: -900),
                        startMeters: 1_200_000,
                        retiredOn: window.first)),
            ], exercises: try exercises())
    }

    /// Nothing at all, over one day.
    static func nobody() throws -> CareProgress {
        let window = try #require(DayWindow(days: 1, endingBefore: today))
        return CareProgress(
            trend: Trend(over: window, checkIns: [], plan: PlanTimeline([PlanRevision]()), sessions: []),
            plan: PlanTimeline([PlanRevision]()), runs: [], shoes: [], exercises: [])
    }

    /// A year in which everything happens every day, under a plan that changes every week.
    static func everything() throws -> CareProgress {
        let window = try #require(DayWindow(days: 366, endingBefore: today))
        var exercises: [Exercise] = []
        for ladder in 0..<9 {
            for rung in 1...7 {
                exercises.append(
                    try exercise(
                        "ladder-\(ladder)-\(rung)",
                        "An Exercise with a Name That Goes On & On <b>\(rung)</b> of \"\(ladder)\"", "ladder-\(ladder)",
                        rung))
            }
        }
        let plan = PlanTimeline(
            try (0..<52).map { week in
                .init(
                    number: week + 1, effectiveFrom: window.first.adding(days: week * 7),
                    content: try content((0..<9).map { "ladder-\($0)-\((week + $0) % 7 + 1)" }, perWeek: 7))
            })
        let checkIns = window.days.flatMap { day in
            CheckIn.Moment.allCases.enumerated().map { place, about in
                CheckIn(
                    moment: moment(about == .nextMorning ? day.adding(days: 1) : day), about: about,
                    pain: PainScore(unchecked: (day.dayNumber * (place + 3)) % 11))
            }
        }
        let sessions = try window.days.map { day in
            SessionLog(
                planRevision: 1, moment: moment(day),
                items: try plan.items(on: day).prefix(day.dayNumber % 10).map {
                    LoggedItem(exercise: try slug($0.exercise.description), sets: [LoggedSet(reps: 1)])
                })
        }
        let runs = window.days.enumerated().map { index, day in
            RunLog(
                moment: moment(day), distanceMeters: index % 61 == 60 ? 500_000 : 1_000 + index * 37,
                durationSeconds: 3_600)
        }
        return CareProgress(
            trend: Trend(over: window, checkIns: checkIns, plan: plan, sessions: sessions), plan: plan, runs: runs,
            shoes: try (0..<6).map {
                Charted(
                    row($0),
                    Shoe(
                        label: try label("靴 <script>alert(\($0))</script> " + String(repeating: "long ", count: 30)),
                        inUseFrom: window.first, startMeters: $0 * 150_000))
            }, exercises: exercises)
    }

    static func page(_ progress: CareProgress, name: String = "Ana Ruiz") throws -> ProgressPage {
        ProgressPage(
            memberName: name,
            plan: progress.trend.days.last?.planRevision.map {
                .init(title: Label(unchecked: "Ankle pain after running"), revision: $0, until: today.adding(days: 12))
            }, progress: progress,
            smallPrint: try ["Exercise media", "Articles"].map {
                .init(
                    title: try label($0),
                    text: try #require(
                        Note(
                            "Educational, not medical advice; whoever shows the exercise is not your provider. Stop and get "
                                + "care when a stop sign shows. Ask your care team before you begin something new.")),
                    version: 2)
            })
    }
}
