/// One of six steps from walking with some running to running throughout, on level ground.
///
/// Source: Trials s13063-023-07502-x, table 1. At least a rest day between runs, each phase at least twice, no advance with
/// swelling, stiffness or more pain.
package enum RunPhase: Int, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case one = 1
    case two
    case three
    case four
    case five
    case six

    /// The minutes of walking and of running that take turns; nil for running throughout.
    package var minutes: (walk: Int, run: Int)? {
        switch self {
        case .one, .two: (2, 3)
        case .three, .four: (2, 4)
        case .five: (1, 4)
        case .six: nil
        }
    }

    /// 1.0, 1.5, 1.5, 2.0, 2.0 and 2.0 miles of 1,609.344 m, in whole metres, cut off.
    package var distanceMeters: Int {
        switch self {
        case .one: 1_609
        case .two, .three: 2_414
        case .four, .five, .six: 3_218
        }
    }

    /// How hard it should feel at most.
    package var effort: EffortScore {
        switch self {
        case .one, .two: EffortScore(unchecked: 3)
        case .three, .four: EffortScore(unchecked: 4)
        case .five, .six: EffortScore(unchecked: 5)
        }
    }

    /// Nil after the last.
    package var next: RunPhase? { RunPhase(rawValue: rawValue + 1) }

    /// Each phase is run at least so often before the next (Trials s13063-023-07502-x, table 1).
    package static let runsBeforeNext = 2
    /// At most so many runs a week, never on consecutive days (University of Delaware, theprehabguys.com).
    package static let maximumRunsPerWeek = 4
    /// At most so many steps in 7 days (University of Delaware, theprehabguys.com).
    package static let maximumStepsIn7Days = 2

    /// Such as `walk 2 min, run 3 min, 1.0 mi, effort 3`.
    package var text: String {
        let turns = minutes.map { "walk \($0.walk) min, run \($0.run) min" } ?? "run throughout"
        let miles =
            switch self {
            case .one: "1.0"
            case .two, .three: "1.5"
            case .four, .five, .six: "2.0"
            }
        return "\(turns), \(miles) mi, effort \(effort.rawValue)"
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The day from which a PT has a member on a phase.
///
/// The start that begins last is in force; of two that begin on one day, the lower phase.
package struct RunPhaseStart: Hashable, Sendable, Codable {
    package var phase: RunPhase
    package var from: LocalDay

    package init(phase: RunPhase, from: LocalDay) {
        self.phase = phase
        self.from = from
    }
}

extension RunLog {
    /// Whether it was certainly on level ground: a track, a treadmill, or terrain said to be flat.
    ///
    /// What was not said is not assumed.
    package var wasOnLevelGround: Bool { surface == .track || surface == .treadmill || terrain == .flat }

    /// Whether it was all that a phase asks for, as far as a log can tell: the distance, on level ground, no harder than the
    /// phase, with no more than 3 of 10 pain during it.
    ///
    /// What was not said is not assumed.
    package func completes(_ phase: RunPhase) -> Bool {
        guard let effort, let painDuring else { return false }
        return distanceMeters >= phase.distanceMeters && wasOnLevelGround && effort <= phase.effort
            && painDuring.rawValue <= 3
    }
}
