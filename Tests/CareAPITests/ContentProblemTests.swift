import CareAPI
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
}
