import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Deciding about a load` {
    @Test func `that cannot be decided about says in which state it is`() async throws {
        try await withWorld { world in
            let load = try await world.send(
                .post, "/v1/sponsors/other/loads", as: .other, headers: ["Content-Type": "text/csv"],
                bytes: Array(World.roster.utf8))
            let answer = try await world.send(
                .post, "/v1/sponsors/other/loads/\(try text(load["id"]))/rejection", as: .other,
                json: ["reason": "Wrong file."])
            #expect(answer.status == 409)
            #expect(answer["detail"] == .string("The load is \(try text(load["state"]))."))
            #expect(answer["loadState"] == load["state"])
        }
    }
}
