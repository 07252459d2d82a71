/// The score of a questionnaire as an exact fraction, so that 2 points are 2 points whatever was divided by.
package struct OutcomeScore: Hashable, Sendable, Codable {
    package let instrument: OutcomeInstrument
    let numerator: Int
    /// At least 1.
    let denominator: Int

    /// 0–10 for the PSFS, 0–100 for the FAAM.
    package var value: Double { Double(numerator) / Double(denominator) }

    /// With one digit after the point, rounded half up, such as `4.3`.
    package var text: String {
        let tenths = (20 * numerator + denominator) / (2 * denominator)
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Whether this score is higher than another by so many tenths of a point; false for another instrument.
    func isHigher(than other: OutcomeScore, byTenths tenths: Int) -> Bool {
        instrument == other.instrument
            && 10 * (numerator * other.denominator - other.numerator * denominator)
                >= tenths * denominator * other.denominator
    }
}

extension OutcomeResponse {
    /// The score of this response; nil where too little was answered or the answers do not fit the form.
    ///
    /// PSFS: the mean of 3–5 activities (Stratford 1995). FAAM: the sum over 4 × the answered items × 100, with at least
    /// 19 of 21 and 7 of 8 answered (Martin 2005, doi 10.1177/107110070502601113; yhocphuchoi.com).
    package var score: OutcomeScore? { violations.isEmpty ? score(of: activities.map(\.activity)) : nil }

    /// The PSFS over some of its activities; the FAAM as a whole.
    private func score(of labels: [Label]) -> OutcomeScore? {
        let marks: [Int]
        let best: Int
        if instrument == .psfs {
            let names = Set(labels.map(\.oneLine))
            marks = activities.filter { names.contains($0.activity.oneLine) }.map(\.ability.rawValue)
            best = 10
        } else {
            marks = answers.compactMap(\.self)
            best = 4
        }
        guard marks.count >= instrument.requiredAnswers else { return nil }
        let sum = marks.reduce(0, +)
        return instrument == .psfs
            ? OutcomeScore(instrument: instrument, numerator: sum, denominator: marks.count)
            : OutcomeScore(instrument: instrument, numerator: sum * 100, denominator: best * marks.count)
    }

    /// The scores of an earlier response and of this one, over what both answer.
    ///
    /// A PSFS is compared over the activities that both name, and not at all with fewer than 3 of them: a mean over other
    /// activities would change without any of them changing (choice).
    func scores(comparedWith earlier: OutcomeResponse) -> (earlier: OutcomeScore, later: OutcomeScore)? {
        guard instrument == earlier.instrument, score != nil, earlier.score != nil else { return nil }
        let names = Set(earlier.activities.map(\.activity.oneLine))
        let shared = activities.map(\.activity).filter { names.contains($0.oneLine) }
        guard let before = earlier.score(of: shared), let now = score(of: shared) else { return nil }
        return (before, now)
    }
}

/// What two responses to one questionnaire say about the time between them.
package struct OutcomeChange: Hashable, Sendable, Codable {
    package let earlier: OutcomeScore
    package let later: OutcomeScore
    /// The PSFS activities that changed by 3 or more, which is the least that is real for a single one (Stratford 1995).
    package let changedActivities: [Label]

    /// Nil for different instruments, or when either has no score that the other can be compared with.
    package init?(from earlier: OutcomeResponse, to later: OutcomeResponse) {
        guard let scores = later.scores(comparedWith: earlier) else { return nil }
        self.earlier = scores.earlier
        self.later = scores.later
        changedActivities = later.activities.filter { rated in
            earlier.activities.contains {
                $0.activity.oneLine == rated.activity.oneLine && abs($0.ability.rawValue - rated.ability.rawValue) >= 3
            }
        }.map(\.activity)
    }

    private var instrument: OutcomeInstrument { later.instrument }

    /// A gain by what matters: 2 for the PSFS mean (Stratford 1995), 8 for FAAM ADL, 9 for FAAM Sports (Martin 2005).
    package var isImportantGain: Bool { later.isHigher(than: earlier, byTenths: instrument.importantPoints * 10) }

    /// A loss by as much.
    package var isImportantLoss: Bool { earlier.isHigher(than: later, byTenths: instrument.importantPoints * 10) }

    /// Whether the change, in either direction, is above measurement noise.
    package var isBeyondNoise: Bool {
        later.isHigher(than: earlier, byTenths: instrument.noiseTenths)
            || earlier.isHigher(than: later, byTenths: instrument.noiseTenths)
    }

    /// Any gain at all.
    package var isGain: Bool { !earlier.isHigher(than: later, byTenths: 0) }

    /// A loss of a fifth or more of the earlier score (thresholds in use in the market, support.medbridge.com article
    /// 38756503253779; "relative to the assessment before" is the reading of domain guide §4.9).
    package var isLossOfFifth: Bool {
        earlier.numerator > 0
            && later.numerator * earlier.denominator * 5 <= earlier.numerator * later.denominator * 4
    }
}
