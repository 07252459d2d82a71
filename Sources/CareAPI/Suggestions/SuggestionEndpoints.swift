import Care
import CareMessages
import CareServices
import HTTPMessages

/// What the rules propose, and a PT's decision about it.
struct SuggestionEndpoints {
    let suggestions: SuggestionService

    var list: Endpoint {
        Endpoint(
            Operation(
                "suggest", "Asks the rules what they say of a chart; what they say for the first time is kept.",
                for: .roles([.practitioner]), gives: [.ok(.suggestionList, "Those that wait for a decision first.")])
        ) { [suggestions] call in
            try .json(await suggestions.suggestions(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var accept: Endpoint {
        Endpoint(
            Operation(
                "acceptSuggestion", "Takes a suggestion up: the plan is changed as proposed.",
                for: .roles([.practitioner]), takes: .json(.suggestionAcceptance),
                gives: [.ok(.suggestionAnswer, "With the revision that it became.")],
                problems: [.suggestionPassed, .noPlan, .baseMoved, .planRefused, .notLicensed, .taken])
        ) { [suggestions] call in
            let id = try call.path("suggestion") { RowID($0) }
            return try .json(
                await suggestions.accept(
                    id, of: call.path("member") { MemberID($0) }, as: call.json(), actor: call.actor))
        }
    }

    var dismiss: Endpoint {
        Endpoint(
            Operation(
                "dismissSuggestion", "Says that a suggestion is not taken up, and why.",
                for: .roles([.practitioner]), takes: .json(.suggestionDismissal),
                gives: [.ok(.suggestionAnswer, "With the decision.")], problems: [.suggestionPassed])
        ) { [suggestions] call in
            let id = try call.path("suggestion") { RowID($0) }
            return try .json(
                await suggestions.dismiss(
                    id, of: call.path("member") { MemberID($0) }, as: call.json(), actor: call.actor))
        }
    }
}

extension Schema {
    static let suggestionRecord = object(
        .required("rule", choice(Suggestion.Rule.self)), .required("ruleSet", string),
        .required("proposal", any.explained("One member, named after what is proposed.")),
        .required("evidence", array(uuid)), .required("words", string), .required("madeAt", instant),
        .optional(
            "decision",
            object(
                .required("kind", choice(SuggestionRecord.Decision.Kind.self)), .required("by", uuid),
                .required("at", instant), .required("reason", note), .optional("planRevision", integer(from: 1))))
    ).named("SuggestionRecord")
    static let suggestionEntry = object(
        .required("id", uuid), .required("isCurrent", boolean),
        .required("takenUpBy", choice(SuggestionEntry.TakenUpBy.self)), .required("suggestion", suggestionRecord)
    ).named("SuggestionEntry")
    static let suggestionList = object(
        .required("ruleSet", string), .required("suggestions", array(suggestionEntry))
    ).named("SuggestionList")
    static let suggestionAcceptance = object(
        .required("id", uuid.explained("Of the row that it becomes.")), .optional("reason", note),
        .optional("effectiveFrom", day), .optional("dryRun", boolean)
    ).named("SuggestionAcceptance")
    static let suggestionDismissal = object(
        .required("reason", note), .optional("dryRun", boolean)
    ).named("SuggestionDismissal")
    static let suggestionAnswer = object(
        .required("suggestion", suggestionEntry), .optional("plan", planAnswer)
    ).named("SuggestionAnswer")
}
