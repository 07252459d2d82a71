import ArgumentParser
import Care
import CareClient
import ChartSync

/// The command `soleus device log session`; its help says what it does.
struct DeviceLogSessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "session", "Record the exercises you did.",
        discussion: """
            The session is tied to the plan revision that this device has in hand. --as-prescribed records every exercise of
            it with its dose; where the plan gives a range, the lower end.
            """,
        examples: [
            "soleus device log session --device phone --as-prescribed --effort 5 --pain 2",
            "soleus device log session --device phone --exercise calf-raises=3x12 --exercise foam-rolling-calf=150s",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @Flag(help: "Everything that the plan in hand prescribes.") var asPrescribed = false
    @Option(
        help: ArgumentHelp(
            "An exercise with sets and repetitions, holds or a duration: calf-raises=3x12, calf-stretch=3x30s, rowing=10min.",
            valueName: "name=amount"))
    var exercise: [LoggedExerciseArgument] = []
    @Option(help: "How hard it was, 0 to 10.") var effort: EffortScore?
    @Option(help: "Pain during it, 0 to 10.") var pain: PainScore?
    @Option(help: "A note to your PT.") var note: Note?

    func validate() throws {
        guard asPrescribed != !exercise.isEmpty else {
            throw ValidationError("Give either --as-prescribed or one --exercise or more.")
        }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let member = try handle.enrolled().member
        let plan = try handle.read { store throws(StoreError) in try store.plan()?.content }
        let items: [LoggedItem]
        if asPrescribed {
            guard let plan else {
                throw CommandFailure(
                    .refused, "this device has no plan yet", advice: "soleus device sync --device \(options.device)")
            }
            items = plan.content.asPrescribed
        } else {
            items = exercise.map(\.item)
        }
        let log = SessionLog(
            planRevision: plan?.number, moment: time.moment(in: member.timeZone), items: items, effort: effort,
            painDuring: pain, note: note)
        let what = "session with \(items.count) exercise\(items.count == 1 ? "" : "s")"
        let tie = plan.map { ", on plan revision \($0.number)" } ?? ", off the plan"
        try handle.warnOfDisclaimers()
        try handle.record([.sessionLog(log)], saying: what + tie, common)
    }
}

extension PlanContent {
    /// What a member logs who did everything just as it is prescribed, with the lower end of each range.
    var asPrescribed: [LoggedItem] {
        items.map { item in
            let set = LoggedSet(
                reps: item.dose.reps, holdSeconds: item.dose.holdSeconds, durationSeconds: item.dose.durationSeconds,
                loadGrams: item.dose.loadGrams)
            return LoggedItem(exercise: item.exercise, sets: Array(repeating: set, count: item.dose.sets))
        }
    }
}
