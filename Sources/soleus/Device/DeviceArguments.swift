import ArgumentParser
import Care

// Values of what a member records, as arguments.

extension CheckIn.Moment: ExpressibleByArgument {}
extension CheckIn.Aspect: ExpressibleByArgument {}
extension RedFlag: ExpressibleByArgument {}
extension RunLog.Surface: ExpressibleByArgument {}
extension RunLog.Terrain: ExpressibleByArgument {}
extension Shoe.Firmness: ExpressibleByArgument {}
extension PainScore: ExpressibleByArgument {}
extension StiffnessScore: ExpressibleByArgument {}
extension EffortScore: ExpressibleByArgument {}

extension Instant: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension TimeZoneName: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

/// `calf-raises=3x12`, `calf-stretch=3x30s`, `foam-rolling=150s` or `walking=2min`: an exercise with what was done of it.
struct LoggedExerciseArgument: ExpressibleByArgument, Hashable {
    var item: LoggedItem

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let exercise = Slug(parts[0]), let sets = Self.sets(parts[1]) else { return nil }
        item = LoggedItem(exercise: exercise, sets: sets)
    }

    private static func sets(_ text: Substring) -> [LoggedSet]? {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        if parts.count == 1 { return time(parts[0]).map { [LoggedSet(durationSeconds: $0)] } }
        guard parts.count == 2, let count = PlanTextNumbers.wholeNumber(parts[0]), (1...10).contains(count) else {
            return nil
        }
        let set: LoggedSet
        if let reps = PlanTextNumbers.wholeNumber(parts[1]) {
            set = LoggedSet(reps: reps)
        } else if let seconds = time(parts[1]) {
            set = LoggedSet(holdSeconds: seconds)
        } else {
            return nil
        }
        return Array(repeating: set, count: count)
    }

    /// A time without a range: what was done is one number.
    private static func time(_ text: Substring) -> Int? {
        guard let range = PlanTextNumbers.seconds(text), range.upper == nil else { return nil }
        return range.lower
    }
}

/// When something was done: now, unless the member says otherwise.
struct MomentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("When, such as 2026-11-22T07:30:00-07:00; now when not given.", valueName: "time"))
    var at: Instant?

    func moment(in timeZone: TimeZoneName) -> LocalMoment { LocalMoment(at ?? DeviceHandle.now(), in: timeZone) }
}
