/// How much of an exercise is prescribed, for one session on one side.
///
/// The ranges are Soleus's choices (domain guide §3); the database states them again as constraints.
package struct Dose: Hashable, Sendable, Codable {
    /// 1–10.
    package var sets: Int
    /// 1–100 repetitions in a set; nil for what is held or lasts.
    package var reps: Int?
    /// The upper end where a range is prescribed, such as 10–15.
    package var repsMax: Int?
    /// 1–300 s that each repetition, or each set without repetitions, is held.
    package var holdSeconds: Int?
    /// 5–3600 s that the whole exercise lasts, such as 120 s of foam rolling.
    package var durationSeconds: Int?
    /// The upper end where a range is prescribed, such as 120–180 s.
    package var durationSecondsMax: Int?
    /// 0–600 s between sets.
    package var restSeconds: Int?
    /// 0–200,000 g of extra load.
    package var loadGrams: Int?
    /// The colour of an elastic band, in place of a load.
    package var band: Label?
    /// Seconds down–pause–up, such as `2-0-2`.
    package var tempo: Label?
    /// How hard it should feel.
    package var targetEffort: EffortScore?

    package init(
        sets: Int, reps: Int? = nil, repsMax: Int? = nil, holdSeconds: Int? = nil, durationSeconds: Int? = nil,
        durationSecondsMax: Int? = nil, restSeconds: Int? = nil, loadGrams: Int? = nil, band: Label? = nil,
        tempo: Label? = nil, targetEffort: EffortScore? = nil
    ) {
        self.sets = sets
        self.reps = reps
        self.repsMax = repsMax
        self.holdSeconds = holdSeconds
        self.durationSeconds = durationSeconds
        self.durationSecondsMax = durationSecondsMax
        self.restSeconds = restSeconds
        self.loadGrams = loadGrams
        self.band = band
        self.tempo = tempo
        self.targetEffort = targetEffort
    }

    /// What is wrong with the dose, as (field, message); empty when it can be prescribed.
    package var violations: [(field: String, message: String)] {
        var found: [(String, String)] = []
        func check(_ field: String, _ value: Int?, _ range: ClosedRange<Int>) {
            guard let value, !range.contains(value) else { return }
            found.append((field, "must be \(range.lowerBound) to \(range.upperBound)"))
        }
        check("sets", sets, 1...10)
        check("reps", reps, 1...100)
        check("repsMax", repsMax, 1...100)
        check("holdSeconds", holdSeconds, 1...300)
        check("durationSeconds", durationSeconds, 5...3600)
        check("durationSecondsMax", durationSecondsMax, 5...3600)
        check("restSeconds", restSeconds, 0...600)
        check("loadGrams", loadGrams, 0...200_000)
        if reps == nil, holdSeconds == nil, durationSeconds == nil {
            found.append(("reps", "a dose needs reps, holdSeconds or durationSeconds"))
        }
        if durationSeconds != nil, reps != nil || holdSeconds != nil {
            found.append(("durationSeconds", "what lasts has neither reps nor a hold"))
        }
        if let repsMax, repsMax < reps ?? .max { found.append(("repsMax", "must not be below reps")) }
        if let durationSecondsMax, durationSecondsMax < durationSeconds ?? .max {
            found.append(("durationSecondsMax", "must not be below durationSeconds"))
        }
        if loadGrams != nil, band != nil { found.append(("band", "give a load or a band, not both")) }
        return found
    }
}

/// Which side of the body an exercise is for.
package enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case left, right, both, alternate
}

/// How often an exercise is to be done.
package struct Frequency: Hashable, Sendable, Codable {
    /// 1–6 times a day.
    package var perDay: Int
    /// 1–7 days a week.
    package var perWeek: Int
    /// The words that the member reads, such as "several times each week", which is read as at least 3 per week (choice).
    package var phrase: Label?

    package init(perDay: Int = 1, perWeek: Int, phrase: Label? = nil) {
        self.perDay = perDay
        self.perWeek = perWeek
        self.phrase = phrase
    }

    package var violations: [(field: String, message: String)] {
        var found: [(String, String)] = []
        if !(1...6).contains(perDay) { found.append(("perDay", "must be 1 to 6")) }
        if !(1...7).contains(perWeek) { found.append(("perWeek", "must be 1 to 7")) }
        return found
    }
}
