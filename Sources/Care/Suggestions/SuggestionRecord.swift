/// A suggestion as the chart keeps it from when it first appeared, and what a PT decided about it.
package struct SuggestionRecord: Hashable, Sendable, Codable {
    package var rule: Suggestion.Rule
    package var ruleSet: String
    package var proposal: Proposal
    package var evidence: [RowID]
    /// Why, with the numbers as they were then.
    package var words: String
    package var madeAt: Instant
    /// Nil while nobody has decided.
    package var decision: Decision?

    /// A PT's word about a suggestion; the first stands.
    package struct Decision: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            /// The plan was changed as proposed, or what needs no change of the plan was taken up.
            case accepted
            /// The plan was changed, in another way.
            case edited
            case dismissed
        }

        package var kind: Kind
        package var by: PractitionerID
        package var at: Instant
        package var reason: Note
        /// The number of the revision that it became; nil where the plan was not changed.
        package var planRevision: Int?

        package init(kind: Kind, by: PractitionerID, at: Instant, reason: Note, planRevision: Int? = nil) {
            self.kind = kind
            self.by = by
            self.at = at
            self.reason = reason
            self.planRevision = planRevision
        }
    }

    package init(
        rule: Suggestion.Rule, ruleSet: String, proposal: Proposal, evidence: [RowID], words: String, madeAt: Instant,
        decision: Decision? = nil
    ) {
        self.rule = rule
        self.ruleSet = ruleSet
        self.proposal = proposal
        self.evidence = evidence
        self.words = words
        self.madeAt = madeAt
        self.decision = decision
    }

    package init(_ suggestion: Suggestion, madeAt: Instant) {
        self.init(
            rule: suggestion.rule, ruleSet: suggestion.ruleSet, proposal: suggestion.proposal,
            evidence: suggestion.evidence, words: suggestion.words, madeAt: madeAt)
    }

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if evidence.isEmpty { found.append(FieldViolation(pointer: "/evidence", message: "must name a row")) }
        if words.isEmpty || words.utf8.count > 8_000 {
            found.append(FieldViolation(pointer: "/words", message: "must be 1 to 8000 bytes"))
        }
        if let decision, decision.kind == .dismissed, decision.planRevision != nil {
            found.append(
                FieldViolation(pointer: "/decision/planRevision", message: "must be absent: nothing was changed"))
        }
        return found
    }

    /// Whether it is about the same thing as what the rules say now; of a run hold the days do not matter, as the rules
    /// say it anew from each day on.
    ///
    /// Nor does the version of the rules: what a later one says too is not said anew.
    package func isAbout(_ suggestion: Suggestion) -> Bool {
        guard rule == suggestion.rule else { return false }
        if case .runHold = proposal, case .runHold = suggestion.proposal { return true }
        return proposal == suggestion.proposal
    }

    /// Whether its days have passed by now, when the rules say that of other days.
    fileprivate func isOver(beside suggestion: Suggestion) -> Bool {
        guard case .runHold(_, let through) = proposal, case .runHold(let today, _) = suggestion.proposal else {
            return false
        }
        return through < today
    }
}

/// Which of the suggestions of a chart are new, and which of those kept still hold.
package enum SuggestionBook {
    /// Those that the chart did not keep yet, in the order of the rules.
    ///
    /// What a PT has decided does not come back on the same evidence: only rows that were not there then bring it again.
    package static func new(
        among found: [Suggestion], kept: [Charted<SuggestionRecord>], now: Instant
    ) -> [SuggestionRecord] {
        found.filter { suggestion in
            let same = kept.filter { $0.value.isAbout(suggestion) }
            if same.contains(where: { $0.value.decision == nil && !$0.value.isOver(beside: suggestion) }) {
                return false
            }
            let seen = Set(same.flatMap(\.value.evidence))
            return !Set(suggestion.evidence).isSubset(of: seen)
        }.map { SuggestionRecord($0, madeAt: now) }
    }

    /// The undecided ones that the chart still gives reason for.
    package static func current(
        _ kept: [Charted<SuggestionRecord>], among found: [Suggestion]
    ) -> [Charted<SuggestionRecord>] {
        kept.filter { record in
            record.value.decision == nil
                && found.contains { record.value.isAbout($0) && !record.value.isOver(beside: $0) }
        }
    }
}
