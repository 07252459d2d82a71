import Care

/// Reads one line of what the member does less of, such as `running 5/week to 3/week instead biking 2/week`.
struct PlanTextModificationReader {
    private var tokens: ArraySlice<PlanTextToken>
    private let end: PlanTextToken
    /// Where each field of the modification stands, by its name.
    private(set) var places: [String: PlanDraft.Place] = [:]

    init(tokens: [PlanTextToken], line: PlanTextLine) {
        self.tokens = tokens[...]
        end = PlanTextToken(text: "", line: line.number, column: line.scalars.count + 1)
    }

    /// The modification that the line says.
    mutating func modification() throws(PlanTextProblem) -> ActivityModification {
        let name = next()
        guard !name.isQuoted, let activity = Slug(name.text) else {
            throw name.problem("expected an activity such as running")
        }
        places["activity"] = PlanDraft.Place(name)
        let usual = try daysPerWeek("usualDaysPerWeek", "the usual days, such as 5/week")
        let to = next()
        guard to.is("to") else { throw to.problem("expected to and the days that stay, such as to 3/week") }
        let maximum = try daysPerWeek("maximumDaysPerWeek", "the days that stay, such as 3/week")
        var modification = ActivityModification(
            activity: activity, usualDaysPerWeek: usual, maximumDaysPerWeek: maximum, substitutes: [],
            minimumSubstituteDaysPerWeek: 0)
        if tokens.first?.is("instead") == true { try substitutes(&modification) }
        if tokens.first?.is("on") == true { try terrain(&modification) }
        if tokens.first?.is("until") == true {
            _ = next()
            let token = next()
            guard let day = LocalDay(token.text) else { throw token.problem("expected a date such as 2026-11-22") }
            modification.until = day
            places["until"] = PlanDraft.Place(token)
        }
        if let token = tokens.first {
            throw token.problem("expected instead, on or until, in this order, or the end of the line")
        }
        return modification
    }

    private mutating func substitutes(_ modification: inout ActivityModification) throws(PlanTextProblem) {
        places["substitutes"] = PlanDraft.Place(next())
        while let token = tokens.first, !token.isQuoted, !token.text.hasSuffix("/week") {
            guard let slug = Slug(token.text) else {
                throw token.problem("expected an activity such as biking, with spaces between several")
            }
            modification.substitutes.append(slug)
            tokens.removeFirst()
        }
        if modification.substitutes.isEmpty {
            throw (tokens.first ?? end).problem("expected an activity such as biking")
        }
        modification.minimumSubstituteDaysPerWeek = try daysPerWeek(
            "minimumSubstituteDaysPerWeek", "the least days of it, such as 2/week")
    }

    private mutating func terrain(_ modification: inout ActivityModification) throws(PlanTextProblem) {
        places["terrain"] = PlanDraft.Place(next())
        while let token = tokens.first, !token.is("until") {
            guard !token.isQuoted, let terrain = ActivityModification.Terrain(rawValue: token.text) else {
                let names = ActivityModification.Terrain.allCases.map(\.rawValue).joined(separator: ", ")
                throw token.problem("expected one of \(names)")
            }
            modification.terrain.append(terrain)
            tokens.removeFirst()
        }
        if modification.terrain.isEmpty { throw (tokens.first ?? end).problem("expected where, such as track") }
    }

    private mutating func daysPerWeek(_ field: String, _ expected: String) throws(PlanTextProblem) -> Int {
        let token = next()
        guard !token.isQuoted, token.text.hasSuffix("/week"),
            let days = PlanTextNumbers.wholeNumber(token.text.dropLast(5))
        else { throw token.problem("expected \(expected)") }
        places[field] = PlanDraft.Place(token)
        return days
    }

    private mutating func next() -> PlanTextToken { tokens.popFirst() ?? end }
}
