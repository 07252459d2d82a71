/// How long a plan takes, in whole minutes rounded up: what a PT sees beside every change, since therapists prescribe too
/// much when they do not see the time it takes (domain guide §8).
///
/// An estimate, made of choices and not of clinical facts, and erring on the long side: 3 s for a repetition whose tempo
/// is not given, the upper end where a range is prescribed, the prescribed rest between sets and 30 s to change over.
package struct PlanMinutes: Hashable, Sendable, Codable {
    /// One session in which every exercise is done once.
    package let perSession: Int
    /// A week in which everything is done as often as prescribed.
    package let perWeek: Int

    /// What a repetition takes when no tempo is prescribed.
    package static let secondsPerRepetition = 3
    /// What it takes to get from one exercise to the next.
    package static let changeOverSeconds = 30

    package init(perSession: Int, perWeek: Int) {
        self.perSession = perSession
        self.perWeek = perWeek
    }

    /// Estimates a plan, whether or not it could be prescribed: what is out of range counts as the nearest value in it.
    ///
    /// A dose is for one side. Sides that take turns count twice, and so do both sides of an exercise that works one side
    /// at a time, which is how an exercise counts unless `laterality` knows better.
    package init(_ content: PlanContent, laterality: (Slug) -> Exercise.Laterality = { _ in .unilateral }) {
        var sessionSeconds = 0
        var weekSeconds = 0
        for item in content.items {
            let sides = item.sidesInTurn(laterality: laterality(item.exercise))
            let seconds = item.dose.secondsOnOneSide * sides + Self.changeOverSeconds
            sessionSeconds += seconds
            weekSeconds +=
                seconds * item.frequency.perDay.clamped(to: 1...6) * item.frequency.perWeek.clamped(to: 1...7)
        }
        self.init(perSession: (sessionSeconds + 59) / 60, perWeek: (weekSeconds + 59) / 60)
    }
}

extension PlanItem {
    fileprivate func sidesInTurn(laterality: Exercise.Laterality) -> Int {
        switch side {
        case .left, .right: 1
        case .alternate: 2
        case .both: laterality == .unilateral ? 2 : 1
        }
    }
}

extension Dose {
    /// What the dose takes on one side, rests between sets included.
    package var secondsOnOneSide: Int {
        // What lasts is dosed as a whole, so that neither sets nor rests come on top.
        if let seconds = durationSecondsMax ?? durationSeconds { return seconds.clamped(to: 5...3600) }
        let sets = sets.clamped(to: 1...10)
        let hold = (holdSeconds ?? 0).clamped(to: 0...300)
        let set: Int
        if let reps = repsMax ?? reps {
            set = reps.clamped(to: 1...100) * (hold + (tempoSeconds ?? PlanMinutes.secondsPerRepetition))
        } else {
            set = hold
        }
        return sets * set + (sets - 1) * (restSeconds ?? 0).clamped(to: 0...600)
    }

    /// The seconds of one repetition by a tempo such as `2-0-2`; nil when there is none or it is written in another way.
    private var tempoSeconds: Int? {
        guard let tempo else { return nil }
        let parts = tempo.description.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...4).contains(parts.count) else { return nil }
        var seconds = 0
        for part in parts {
            guard let part, (0...30).contains(part) else { return nil }
            seconds += part
        }
        return seconds > 0 ? seconds : nil
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
