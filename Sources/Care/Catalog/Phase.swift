/// A block of a program, from when a member is ready for it to when they are ready for the next (domain guide §1).
package struct Phase: Hashable, Sendable, Codable {
    package var slug: Slug
    package var title: Label
    package var summary: Note
    /// How long it usually takes, such as "1–2 weeks"; the criteria decide, not the calendar.
    package var usualLength: Label
    /// When a member is ready for it.
    package var entry: [Criterion]
    /// When a member is done with it.
    package var exit: [Criterion]
    package var items: [Template.Item]
    package var modifications: [ActivityModification]
    /// The steps of walking and running that belong to it, in order; empty when none do.
    package var runPhases: [RunPhase]
    /// What a member does for themselves, such as ice or heat: logged at most, never dosed.
    package var selfCare: [Note]
    package var note: Note?

    /// What the member reads about the plan as a whole: the note, self-care and the run program.
    package var planNote: Note? {
        var paragraphs = note.map { [$0.description] } ?? []
        paragraphs += selfCare.map { "For yourself: \($0)" }
        if !runPhases.isEmpty {
            paragraphs.append(
                "Run program, a rest day between runs, each step at least \(RunPhase.runsBeforeNext) times:\n"
                    + runPhases.map { "\($0.rawValue). \($0.text)" }.joined(separator: "\n"))
        }
        return Note(paragraphs.joined(separator: "\n"))
    }
}

/// What has to be so before a member enters or leaves a phase.
package struct Criterion: Hashable, Sendable, Codable {
    package enum Measure: String, Hashable, Sendable, Codable, CaseIterable {
        /// The worst report of pain during activity is at most `limit`.
        case painDuring = "pain_during"
        /// The worst report of a next morning is at most `limit`.
        case painNextMorning = "pain_next_morning"
        /// Adherence is at least `limit` percent.
        case adherence
        /// Something of the plan was logged on at least `limit` days.
        case daysLogged = "days_logged"
        /// A PT sees or asks, and decides.
        case judgement
    }

    package var measure: Measure
    package var limit: Int?
    /// The days before today that are looked at.
    package var days: Int?
    /// The criterion as a PT reads it.
    package var words: Note
    /// Where it comes from; "choice" where it is the project's own.
    package var source: Note

    package init(measure: Measure, limit: Int? = nil, days: Int? = nil, words: Note, source: Note) {
        self.measure = measure
        self.limit = limit
        self.days = days
        self.words = words
        self.source = source
    }

    package var violations: [(field: String, message: String)] {
        let limits: ClosedRange<Int>
        switch measure {
        case .painDuring, .painNextMorning: limits = PainScore.range
        case .adherence: limits = 1...100
        case .daysLogged: limits = 1...(days ?? 1)
        case .judgement:
            return limit == nil && days == nil ? [] : [("measure", "a judgement has neither limit nor days")]
        }
        var found: [(String, String)] = []
        if days.map({ !(1...90).contains($0) }) ?? true { found.append(("days", "must be 1 to 90")) }
        if limit.map({ !limits.contains($0) }) ?? true {
            found.append(("limit", "must be \(limits.lowerBound) to \(limits.upperBound)"))
        }
        return found
    }

    /// What is known of the member: nothing is taken for met that was not reported.
    ///
    /// - Parameter trend: of the criterion's `days`; it is not looked at for a judgement.
    package func reading(_ trend: Trend?) -> CriterionReading {
        guard measure != .judgement else { return CriterionReading(state: .forPT, words: "for you to judge") }
        guard let trend, let limit else { return CriterionReading(state: .unknown, words: "nothing known") }
        let days = trend.window.count
        switch measure {
        case .painDuring: return Self.reading(.during, trend, limit)
        case .painNextMorning: return Self.reading(.nextMorning, trend, limit)
        case .adherence:
            guard let adherence = trend.adherence else {
                return CriterionReading(state: .unknown, words: "nothing was prescribed in \(days) days")
            }
            return CriterionReading(
                state: adherence.percent >= limit ? .met : .notMet,
                words: "\(adherence.percent)% in \(days) days, self-reported")
        case .daysLogged:
            let logged = trend.days.count { $0.logged > 0 }
            return CriterionReading(
                state: logged >= limit ? .met : .notMet, words: "logged on \(logged) of \(days) days")
        case .judgement: return CriterionReading(state: .forPT, words: "for you to judge")
        }
    }

    private static func reading(_ moment: CheckIn.Moment, _ trend: Trend, _ limit: Int) -> CriterionReading {
        let scores = trend.pain.first { $0.moment == moment }?.worst.compactMap { $0 } ?? []
        guard let worst = scores.max() else {
            return CriterionReading(state: .unknown, words: "no report in \(trend.window.count) days")
        }
        return CriterionReading(
            state: worst.rawValue <= limit ? .met : .notMet,
            words: "worst \(worst.rawValue) of 10 on \(scores.count) reported \(scores.count == 1 ? "day" : "days")")
    }
}

/// Whether a criterion is met, as far as anybody knows.
package struct CriterionReading: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case met
        case notMet = "not_met"
        case unknown
        case forPT = "for_pt"
    }

    package let state: State
    package let words: String
}
