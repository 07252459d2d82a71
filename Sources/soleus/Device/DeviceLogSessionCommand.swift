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
            it with its dose; where the plan gives a range, the lower end. What you broke off or left out you say with
            --abandoned and --skipped; of what you broke off, only what you give with --exercise counts as done.
            """,
        examples: [
            "soleus device log session --device phone --as-prescribed --effort 5 --pain 2",
            "soleus device log session --device phone --exercise calf-raises=3x12 "
                + "--exercise foam-roll-arch-and-ankle=150s",
            "soleus device log session --device phone --as-prescribed --abandoned calf-raises=pain "
                + "--skipped towel-scrunches",
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
    @Option(
        help: ArgumentHelp(
            "An exercise that you broke off, and why: pain, fatigue, time, equipment or other.",
            valueName: "name=reason"))
    var abandoned: [AbandonedExerciseArgument] = []
    @Option(help: ArgumentHelp("An exercise that you left out; =why adds your reason.", valueName: "name"))
    var skipped: [SkippedExerciseArgument] = []
    @Option(
        help: ArgumentHelp(
            "How an exercise felt beside what you expected: -2 much too easy to 2 much too hard.",
            valueName: "name=-2…2"))
    var difficulty: [FeltDifficultyArgument] = []
    @Option(help: "How hard it was, 0 to 10.") var effort: EffortScore?
    @Option(help: "Pain during it, 0 to 10.") var pain: PainScore?
    @Option(help: "A note to your PT.") var note: Note?

    func validate() throws {
        if asPrescribed && !exercise.isEmpty {
            throw ValidationError("Give either --as-prescribed or one --exercise or more.")
        }
        guard asPrescribed || !(exercise.isEmpty && abandoned.isEmpty && skipped.isEmpty) else {
            throw ValidationError("Give --as-prescribed, or one --exercise or more, or what you broke off or left out.")
        }
        let left = Set(skipped.map(\.exercise))
        let begun = exercise.map(\.item.exercise) + abandoned.map(\.exercise) + difficulty.map(\.exercise)
        if let both = begun.first(where: left.contains) {
            throw ValidationError("\(both) cannot be both left out and begun.")
        }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let member = try handle.enrolled().member
        let moment = time.moment(in: member.timeZone)
        try Self.check(moment, at: DeviceHandle.now())
        let plan = try handle.read { store throws(StoreError) in try store.plan()?.content }
        if asPrescribed, plan == nil {
            throw CommandFailure(
                .refused, "this device has no plan yet", advice: "soleus device sync --device \(options.device)")
        }
        let items = items(asPrescribed: plan?.content.asPrescribed ?? [])
        let catalog = try handle.read { store throws(StoreError) in try store.exercises() }.map(\.content.slug)
        try Self.check(items, plan: plan?.content.items.map(\.exercise) ?? [], catalog: catalog)
        let log = SessionLog(
            planRevision: plan?.number, moment: moment, items: items, effort: effort, painDuring: pain, note: note)
        let what = "session with \(items.count) exercise\(items.count == 1 ? "" : "s")"
        let tie = plan.map { ", on plan revision \($0.number)" } ?? ", off the plan"
        try handle.warnOfDisclaimers()
        try handle.record([.sessionLog(log)], saying: what + tie, common)
    }
}

extension DeviceLogSessionCommand {
    /// What is recorded: what was done, with what was broken off or left out.
    func items(asPrescribed prescribed: [LoggedItem]) -> [LoggedItem] {
        var items = asPrescribed ? prescribed : exercise.map(\.item)
        func change(_ exercise: Slug, _ change: (inout LoggedItem) -> Void) {
            let known = items.indices.filter { items[$0].exercise == exercise }
            for index in known { change(&items[index]) }
            guard known.isEmpty else { return }
            var item = LoggedItem(exercise: exercise, sets: [])
            change(&item)
            items.append(item)
        }
        for argument in abandoned {
            change(argument.exercise) { item in
                item.abandonedReason = argument.reason
                // How far it went is known only where it was said.
                if asPrescribed { item.sets = [] }
            }
        }
        for argument in skipped {
            change(argument.exercise) { item in
                item.sets = []
                item.skippedReason = argument.reason
            }
        }
        for argument in difficulty { change(argument.exercise) { $0.difficulty = argument.difficulty } }
        return items
    }

    /// A day that has not come, by this device's clock: tomorrow still passes, since members travel across the date line.
    ///
    /// - Throws: `CommandFailure` for a day that lies further ahead.
    static func check(_ moment: LocalMoment, at now: Instant) throws(CommandFailure) {
        let today = moment.timeZone.day(of: now)
        guard moment.day > today.adding(days: 1) else { return }
        throw CommandFailure(
            .refused, "\(moment.day) has not come yet: here it is \(today); nothing was recorded",
            advice: "Say when it was with --at, or look at this machine's clock.")
    }

    /// An exercise that neither the plan nor the catalog has is a slip of the pen; without a catalog nobody can tell.
    ///
    /// - Throws: `CommandFailure` that names those that are near.
    static func check(_ items: [LoggedItem], plan: [Slug], catalog: [Slug]) throws(CommandFailure) {
        guard !catalog.isEmpty else { return }
        let known = Set(plan + catalog)
        guard let unknown = items.map(\.exercise).first(where: { !known.contains($0) }) else { return }
        let near = near(to: unknown, plan: plan, catalog: catalog)
        throw CommandFailure(
            .refused,
            (["neither the plan nor the catalog has an exercise \(unknown); nothing was recorded"]
                + (near.isEmpty ? [] : ["Did you mean:"] + near.map { "  \($0)" })).joined(separator: "\n"),
            advice: "Look for it with: soleus device exercise")
    }

    /// At most five: the one that differs by a letter or two first, then those that share most words with it, the plan's first.
    private static func near(to unknown: Slug, plan: [Slug], catalog: [Slug]) -> [String] {
        let names = (plan + catalog).map(\.description)
        let words = Set(unknown.description.split(separator: "-"))
        let shared = names.enumerated().map { index, name in
            (name: name, index: index, count: words.intersection(name.split(separator: "-")).count)
        }.filter { $0.count > 0 }.sorted { ($1.count, $0.index) < ($0.count, $1.index) }
        var near: [String] = []
        for name in [nearest(to: unknown.description, among: names)].compactMap(\.self) + shared.map(\.name)
        where !near.contains(name) { near.append(name) }
        return Array(near.prefix(5))
    }
}

/// `calf-raises=pain`: an exercise that was broken off, and why.
struct AbandonedExerciseArgument: ExpressibleByArgument, Hashable {
    var exercise: Slug
    var reason: LoggedItem.AbandonedReason

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let exercise = Slug(parts[0]),
            let reason = LoggedItem.AbandonedReason(rawValue: String(parts[1]))
        else { return nil }
        self.exercise = exercise
        self.reason = reason
    }
}

/// `towel-scrunches`, or `towel-scrunches=no towel there`: an exercise that was left out.
struct SkippedExerciseArgument: ExpressibleByArgument, Hashable {
    var exercise: Slug
    var reason: Note?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let exercise = Slug(parts[0]) else { return nil }
        self.exercise = exercise
        guard parts.count == 2 else { return }
        guard let reason = Note(String(parts[1])) else { return nil }
        self.reason = reason
    }
}

/// `calf-raises=1`: how an exercise felt beside what was expected.
struct FeltDifficultyArgument: ExpressibleByArgument, Hashable {
    var exercise: Slug
    var difficulty: Difficulty

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let exercise = Slug(parts[0]),
            let difficulty = Int(parts[1]).flatMap({ Difficulty($0) })
        else { return nil }
        self.exercise = exercise
        self.difficulty = difficulty
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
