import Care

/// Reads one exercise line: name, sets and amount, then side, frequency and the rest in any order.
struct PlanTextItemReader {
    private var tokens: ArraySlice<PlanTextToken>
    private let end: PlanTextToken
    /// Where each field of the item stands, by the end of its JSON Pointer.
    private(set) var places: [String: PlanDraft.Place] = [:]

    private var side: Side?
    private var perWeek: Int?
    private var perDay: Int?
    private var phrase: Label?
    private var seen: Set<String> = []

    init(tokens: [PlanTextToken], line: PlanTextLine) {
        self.tokens = tokens[...]
        end = PlanTextToken(text: "", line: line.number, column: line.scalars.count + 1)
    }

    /// The item that the line says.
    mutating func item(in block: PlanItem.Block) throws(PlanTextProblem) -> PlanDraft.Item {
        let name = next()
        let parts = name.text.split(separator: "@", omittingEmptySubsequences: false)
        guard !name.isQuoted, let exercise = parts.first.flatMap({ Slug($0) }), parts.count <= 2 else {
            throw name.problem("expected an exercise such as calf-raises")
        }
        let version = parts.count == 2 ? PlanTextNumbers.wholeNumber(parts[1]) : nil
        if parts.count == 2, version ?? 0 < 1 {
            throw name.problem("expected the exercise's version after @, such as \(exercise)@2")
        }
        places["exercise"] = PlanDraft.Place(name)
        var dose = try amount()
        while let token = tokens.first { try takeSetting(token, &dose) }
        guard let side else {
            throw end.problem("expected a side: " + Side.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let perWeek else { throw end.problem("expected how many days a week, such as 3/week") }
        let item = PlanItem(
            block: block, exercise: exercise, exerciseVersion: version ?? 0, dose: dose, side: side,
            frequency: Frequency(perDay: perDay ?? 1, perWeek: perWeek, phrase: phrase))
        return PlanDraft.Item(item: item, statedVersion: version, place: PlanDraft.Place(name))
    }

    // MARK: Sets and amount

    /// `3 x 10-15`, `3x10`, `4 x hold 30s`, `3 x 10 hold 5s` or `1 x 120-180s`.
    private mutating func amount() throws(PlanTextProblem) -> Dose {
        let first = next()
        let expected = "expected sets and amount, such as 3 x 10, 4 x hold 30s or 1 x 120-180s"
        let scalars = Array(first.text.unicodeScalars)
        if !first.isQuoted, let cross = scalars.firstIndex(where: { $0 == "x" || $0 == "×" }) {
            guard let sets = PlanTextNumbers.wholeNumber(String(scalars[..<cross])) else {
                throw first.problem(expected)
            }
            let rest = String(scalars[(cross + 1)...])
            if !rest.isEmpty {
                tokens =
                    [PlanTextToken(text: rest, line: first.line, column: first.column + cross + 1)] + Array(tokens)
            }
            places["dose/sets"] = PlanDraft.Place(first)
            return try amount(sets: sets)
        }
        guard !first.isQuoted, let sets = PlanTextNumbers.wholeNumber(first.text) else { throw first.problem(expected) }
        places["dose/sets"] = PlanDraft.Place(first)
        let cross = next()
        guard cross.is("x") || cross.is("×") else { throw cross.problem("expected x between sets and amount") }
        return try amount(sets: sets)
    }

    private mutating func amount(sets: Int) throws(PlanTextProblem) -> Dose {
        var dose = Dose(sets: sets)
        if tokens.first?.is("hold") == true {
            try hold(&dose)
            return dose
        }
        let token = next()
        if !token.isQuoted, let reps = PlanTextNumbers.range(token.text) {
            (dose.reps, dose.repsMax) = (reps.lower, reps.upper)
            places["dose/reps"] = PlanDraft.Place(token)
            places["dose/repsMax"] = PlanDraft.Place(token)
            if tokens.first?.is("hold") == true { try hold(&dose) }
        } else if !token.isQuoted, let seconds = PlanTextNumbers.seconds(token.text) {
            (dose.durationSeconds, dose.durationSecondsMax) = (seconds.lower, seconds.upper)
            places["dose/durationSeconds"] = PlanDraft.Place(token)
            places["dose/durationSecondsMax"] = PlanDraft.Place(token)
        } else {
            throw token.problem("expected repetitions such as 10-15, \"hold 30s\", or a time such as 120-180s")
        }
        return dose
    }

    private mutating func hold(_ dose: inout Dose) throws(PlanTextProblem) {
        places["dose/holdSeconds"] = PlanDraft.Place(next())
        let token = next()
        guard !token.isQuoted, let seconds = PlanTextNumbers.seconds(token.text), seconds.upper == nil else {
            throw token.problem("expected how long to hold, such as 30s")
        }
        dose.holdSeconds = seconds.lower
    }

    // MARK: The rest

    private mutating func takeSetting(_ token: PlanTextToken, _ dose: inout Dose) throws(PlanTextProblem) {
        tokens.removeFirst()
        if token.isQuoted { throw token.problem("expected a word before the quoted text, such as phrase or band") }
        if let side = Side(rawValue: token.text) {
            try once("side", token)
            self.side = side
        } else if token.text.hasSuffix("/week") || token.text.hasSuffix("/day") {
            try takeFrequency(token)
        } else {
            try takeNamed(token, &dose)
        }
    }

    private mutating func takeFrequency(_ token: PlanTextToken) throws(PlanTextProblem) {
        let isWeekly = token.text.hasSuffix("/week")
        guard let count = PlanTextNumbers.wholeNumber(token.text.dropLast(isWeekly ? 5 : 4)) else {
            throw token.problem("expected a number before \(isWeekly ? "/week" : "/day")")
        }
        try once(isWeekly ? "frequency/perWeek" : "frequency/perDay", token)
        if isWeekly { perWeek = count } else { perDay = count }
    }

    private mutating func takeNamed(_ token: PlanTextToken, _ dose: inout Dose) throws(PlanTextProblem) {
        switch token.text {
        case "rest":
            try once("dose/restSeconds", token)
            dose.restSeconds = try value("a rest such as 60s") { text in
                PlanTextNumbers.seconds(text).flatMap { $0.upper == nil ? $0.lower : nil }
            }
        case "load":
            try once("dose/loadGrams", token)
            dose.loadGrams = try value("a load such as 2.5kg or 500g") { PlanTextNumbers.grams($0) }
        case "band":
            try once("dose/band", token)
            dose.band = try value("a band's colour", quotable: true) { Label($0) }
        case "tempo":
            try once("dose/tempo", token)
            dose.tempo = try value("a tempo such as 2-0-2", quotable: true) { Label($0) }
        case "effort":
            try once("dose/targetEffort", token)
            dose.targetEffort = try value("an effort from 0 to 10") { text in
                PlanTextNumbers.wholeNumber(text).flatMap { EffortScore($0) }
            }
        case "phrase":
            try once("frequency/phrase", token)
            phrase = try value("the member's words for how often, in quotation marks", quotable: true) { Label($0) }
        default:
            throw token.problem(
                "expected a side, N/week, N/day, rest, load, band, tempo, effort or phrase (a note goes below, after >)"
            )
        }
    }

    private mutating func once(_ field: String, _ token: PlanTextToken) throws(PlanTextProblem) {
        guard seen.insert(field).inserted else { throw token.problem("this is there twice") }
        places[field] = PlanDraft.Place(token)
    }

    private mutating func value<Value>(
        _ expected: String, quotable: Bool = false, _ read: (String) -> Value?
    ) throws(PlanTextProblem) -> Value {
        let token = next()
        guard quotable || !token.isQuoted, let value = read(token.text) else {
            throw token.problem("expected \(expected)")
        }
        return value
    }

    private mutating func next() -> PlanTextToken { tokens.popFirst() ?? end }
}
