import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Deciding about a load` {
    @Test func `that cannot be decided about says in which state it is`() async throws {
        try await withWorld { world in
            let answer = try await world.send(
                .post, "/v1/sponsors/acme/loads/\(world.people.load)/rejection", as: .acme,
                json: ["reason": "Wrong file."])
            #expect(answer.status == 409)
            #expect(answer["detail"] == "The load is applied.")
            #expect(answer["loadState"] == "applied")
        }
    }
}
