import Care
import CareMessages
import CareServices
import HTTPMessages

/// Whether people are covered, as a sponsor's own roster has it.
struct CoverageEndpoints {
    let coverage: CoverageService

    var ask: Endpoint {
        Endpoint(
            Operation(
                "askCoverage", "Says whether people are covered on a date.",
                for: .roles([.sponsor, .partner, .operator]),
                // 10,000 questions with long names.
                takes: .json(.coverageQuestions, maximumBytes: 4 << 20),
                gives: [.ok(.coverageReplies, "One reply for each question, in the same order.")])
        ) { [coverage] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await coverage.ask(call.json(), sponsor: slug, actor: call.actor))
        }
    }
}
