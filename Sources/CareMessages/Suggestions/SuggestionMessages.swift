package import Care

/// `POST /v1/members/{member}/suggestions`: what the rules say of the chart now, and what they said and was decided.
package struct SuggestionList: Hashable, Sendable, Codable {
    /// The version of the rules.
    package var ruleSet: String
    /// Those that wait for a decision first, by rule; then the decided, the latest first.
    package var suggestions: [SuggestionEntry]

    package init(ruleSet: String, suggestions: [SuggestionEntry]) {
        self.ruleSet = ruleSet
        self.suggestions = suggestions
    }
}

package struct SuggestionEntry: Hashable, Sendable, Codable {
    /// What it takes to take it up.
    package enum TakenUpBy: String, Hashable, Sendable, Codable, CaseIterable {
        /// The next revision of the plan, as proposed.
        case plan
        /// The start of a phase of walking and running.
        case runPhase = "run_phase"
        /// The PT's word that it is taken care of.
        case word
        /// An edit of the plan by the PT.
        case edit
    }

    package var id: RowID
    /// Whether it is undecided and the chart still gives reason for it.
    package var isCurrent: Bool
    package var takenUpBy: TakenUpBy
    package var suggestion: SuggestionRecord

    package init(id: RowID, isCurrent: Bool, takenUpBy: TakenUpBy, suggestion: SuggestionRecord) {
        self.id = id
        self.isCurrent = isCurrent
        self.takenUpBy = takenUpBy
        self.suggestion = suggestion
    }
}

/// `POST /v1/members/{member}/suggestions/{suggestion}/acceptance`.
package struct SuggestionAcceptance: Hashable, Sendable, Codable {
    /// The id of the row that it becomes, a revision or a start of a phase; made by the caller.
    package var id: RowID
    /// Why; the suggestion's own words when absent.
    package var reason: Note?
    /// The first local day of the revision; tomorrow when absent.
    package var effectiveFrom: LocalDay?
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(id: RowID, reason: Note? = nil, effectiveFrom: LocalDay? = nil, dryRun: Bool? = nil) {
        self.id = id
        self.reason = reason
        self.effectiveFrom = effectiveFrom
        self.dryRun = dryRun
    }
}

/// What a decision about a suggestion led to.
package struct SuggestionAnswer: Hashable, Sendable, Codable {
    package var suggestion: SuggestionEntry
    /// The revision that it became, or would become in a dry run; absent where the plan stays as it is.
    package var plan: PlanAnswer?

    package init(suggestion: SuggestionEntry, plan: PlanAnswer?) {
        self.suggestion = suggestion
        self.plan = plan
    }
}

/// `POST /v1/members/{member}/suggestions/{suggestion}/dismissal`.
package struct SuggestionDismissal: Hashable, Sendable, Codable {
    package var reason: Note
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(reason: Note, dryRun: Bool? = nil) {
        self.reason = reason
        self.dryRun = dryRun
    }
}
