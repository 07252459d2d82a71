import Care
import CareAPI
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `An answer that shows something of a chart` {
    /// What is done to a chart and answered with no more than was sent, or shows nothing of its content.
    private static let others: Set<String> = [
        "inviteMember", "putCareTeamPlace", "endCareTeamPlace", "revokeDevice", "handOver", "openInEmergency",
        "proposePlan", "addRecord",
    ]

    @Test func `is noted at every address of a member`() async throws {
        try await withWorld { world in
            for route in world.api.router.routes {
                let operation = route.endpoint.operation
                guard route.template.description.contains("{member}"), !Self.others.contains(operation.id) else {
                    continue
                }
                #expect(operation.reads == .chart, "\(operation.id)")
            }
        }
    }

    @Test func `is noted before it goes out, and a refusal is not`() async throws {
        try await withWorld { world in
            let ana = "/v1/members/\(world.people.ana)"
            #expect(try await world.send(.get, "\(ana)/trend", as: .jordan).status == 200)
            #expect(try await world.send(.get, "/v1/panel", as: .jordan).status == 200)
            #expect(try await world.send(.get, "\(ana)/trend", as: .riley).status == 404)
            let reads = try await world.send(.get, "\(ana)/reads", as: .ana)
            let operations = (0..<3).map { reads["reads", "\($0)", "operation"]?.stringValue }
            #expect(operations.prefix(2) == ["panel", "trend"])
            #expect(operations[2] == nil || operations[2] != "trend")
        }
    }
}
