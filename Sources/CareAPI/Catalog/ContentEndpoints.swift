import Care
import CareMessages
import CareServices
import HTTPMessages

/// How content comes to be published.
struct ContentEndpoints {
    let content: ContentService

    var list: Endpoint {
        Endpoint(
            Operation(
                "listContent", "Lists the latest version of each piece of content with its state and reviews.",
                for: .roles([.practitioner, .reviewer, .operator]),
                query: [
                    .init("state", .choice(ContentState.self), "a state, such as medical_review"),
                    .init("dueBy", .day, "a day by which a published version is to be reviewed again"),
                ],
                gives: [.ok(.contentEntries, "By kind and name.")])
        ) { [content] call in
            try .json(
                await content.list(
                    state: call.query("state") { ContentState(rawValue: $0) },
                    dueBy: call.query("dueBy") { LocalDay($0) }))
        }
    }

    var versions: Endpoint {
        Endpoint(
            Operation(
                "contentVersions", "Lists every version of a piece of content.",
                for: .roles([.practitioner, .reviewer, .operator]), gives: [.ok(.contentEntries, "Newest first.")])
        ) { [content] call in
            try .json(
                await content.versions(call.path("kind") { ContentKind(rawValue: $0) }, call.path("slug") { Slug($0) }))
        }
    }

    var difference: Endpoint {
        Endpoint(
            Operation(
                "contentDifference", "Shows what differs between two versions.",
                for: .roles([.practitioner, .reviewer, .operator]),
                query: [
                    .init("from", .integer(0...Int64(Int32.max)), isRequired: true, "a version; 0 for the empty start"),
                    .init("to", .integer(1...Int64(Int32.max)), isRequired: true, "a version"),
                ],
                gives: [.ok(.contentDifference, "Place by place.")])
        ) { [content] call in
            try .json(
                await content.difference(
                    call.path("kind") { ContentKind(rawValue: $0) }, call.path("slug") { Slug($0) },
                    from: call.query("from") { Int($0) } ?? 0, to: call.query("to") { Int($0) } ?? 1))
        }
    }

    var draft: Endpoint {
        Endpoint(
            Operation(
                "draftContent", "Writes the next version of a piece of content, as a draft.",
                for: .roles([.practitioner, .reviewer]), takes: .json(.contentProposal),
                gives: [.created(.contentEntry, "The draft.")], problems: [.contentUnderWay])
        ) { [content] call in
            try .json(
                await content.draft(
                    call.path("kind") { ContentKind(rawValue: $0) }, call.path("slug") { Slug($0) }, call.json(),
                    actor: call.actor), status: .created)
        }
    }

    var submit: Endpoint {
        Endpoint(
            Operation(
                "submitContent", "Hands a draft to the reviewers.", for: .roles([.practitioner, .reviewer]),
                gives: [.ok(.contentEntry, "In clinical review.")], problems: [.contentRefused])
        ) { [content] call in
            let (kind, slug, version) = try Self.version(call)
            return try .json(await content.submit(kind, slug, version, actor: call.actor))
        }
    }

    var review: Endpoint {
        Endpoint(
            Operation(
                "reviewContent", "Approves an exact version, or sends it back.", for: .roles([.reviewer]),
                takes: .json(.reviewDecision), gives: [.ok(.contentEntry, "With the review.")],
                problems: [.contentRefused])
        ) { [content] call in
            let (kind, slug, version) = try Self.version(call)
            return try .json(await content.review(kind, slug, version, call.json(), actor: call.actor))
        }
    }

    var publish: Endpoint {
        Endpoint(
            Operation(
                "publishContent", "Publishes a version that both reviews approve.",
                for: .roles([.reviewer, .operator]), takes: .json(.publicationRequest),
                gives: [.ok(.contentEntry, "Published.")],
                problems: [.contentRefused, .contentUnfit])
        ) { [content] call in
            let (kind, slug, version) = try Self.version(call)
            let request: PublicationRequest = try call.json()
            return try .json(
                await content.publish(kind, slug, version, dueOn: request.reviewDueOn, actor: call.actor))
        }
    }

    var retire: Endpoint {
        Endpoint(
            Operation(
                "retireContent", "Takes a published version out of the catalog for new plans.",
                for: .roles([.reviewer, .operator]), takes: .json(.retirementRequest),
                gives: [.ok(.contentEntry, "Retired.")],
                problems: [.contentRefused, .contentNeeded])
        ) { [content] call in
            let (kind, slug, version) = try Self.version(call)
            let request: RetirementRequest = try call.json()
            return try .json(await content.retire(kind, slug, version, reason: request.reason, actor: call.actor))
        }
    }

    private static func version(_ call: Call) throws(Refusal) -> (ContentKind, Slug, Int32) {
        (
            try call.path("kind") { ContentKind(rawValue: $0) }, try call.path("slug") { Slug($0) },
            try call.path("version") { Int32($0).flatMap { $0 >= 1 ? $0 : nil } }
        )
    }
}
