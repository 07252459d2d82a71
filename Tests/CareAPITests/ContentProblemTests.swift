import CareAPI
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `A refusal about content` {
    @Test func `names the templates and the rungs that need an exercise`() async throws {
        try await withWorld { world in
            let answer = try await world.send(
                .post, "/v1/content/exercise/calf-raises/versions/1/retirement", as: .olga, json: ["reason": "Old."])
            #expect(answer.status == 409 && answer["type"]?.stringValue == "/problems/content-needed")
            #expect(answer["templates"]?.stringValue?.contains("ankle-pain-after-running") == true)
            let harder = "single-leg-calf-raises, single-leg-calf-lowers, step-edge-calf-lowers"
            #expect(answer["harderRungs"]?.stringValue == harder)
            #expect(answer["detail"]?.stringValue?.contains("Its ladder goes on to: \(harder).") == true)
        }
    }

    @Test func `says which version is under way, whose, and at which step`() async throws {
        try await withWorld { world in
            let versions = "/v1/content/disclaimer/about/versions"
            let text: JSONValue = [
                "reason": "New.",
                "disclaimer": ["slug": "about", "title": "About", "text": "For all.", "appliesTo": "articles"],
            ]
            let draft = try await world.send(.post, versions, as: .jordan, json: text)
            #expect(draft.status == 201)
            let author = try #require(draft["author"]?.stringValue)

            let answer = try await world.send(.post, versions, as: .reviewer, json: text)

            #expect(answer.status == 409 && answer["type"]?.stringValue == "/problems/content-under-way")
            #expect(answer["version"]?.integerValue == 1 && answer["step"]?.stringValue == "draft")
            #expect(
                answer["detail"]?.stringValue?.hasPrefix(
                    "Version 1, by \(author), is a draft, and waits to be submitted.") == true)
        }
    }

    @Test func `says at which step a version is, when another was meant`() async throws {
        try await withWorld { world in
            let answer = try await world.send(
                .post, "/v1/content/exercise/calf-raises/versions/1/publication", as: .reviewer,
                json: ["reviewDueOn": "2027-06-01"])
            #expect(answer.status == 409 && answer["type"]?.stringValue == "/problems/content-refused")
            #expect(answer["step"]?.stringValue == "published")
            #expect(answer["detail"]?.stringValue == "This version is published.")
        }
    }
}
