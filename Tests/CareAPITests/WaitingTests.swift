import HTTPMessages
import StrictJSON
import Synchronization
import Testing

@Suite struct `One device that waits twice` {
    @Test func `is told of the first wait that the second has taken its place`() async throws {
        try await withWorld { world in
            let people = world.people
            let scope = "chart:\(people.ana)"
            let pulled = try await world.send(
                .post, "/v1/sync/pull", as: .ana, json: world.pull(device: people.anasDevice, chart: people.ana))
            let question: JSONValue = [
                "device": .string(people.anasDevice), "schema": 2,
                "scopes": [["scope": .string(scope), "cursor": try #require(pulled.cursor(of: scope))]],
                "waitSeconds": 4,
            ]
            // Whichever comes second waits to its end.
            async let one = world.send(.post, "/v1/sync/watch", as: .ana, json: question)
            async let other = world.send(.post, "/v1/sync/watch", as: .ana, json: question)
            let answers = try await [one, other].sorted { $0.status < $1.status }
            #expect(answers.map(\.status) == [200, 409])
            #expect(answers[0]["scopes"] == .array([]))
            #expect(answers[1].problem == "wait-replaced")
        }
    }

    @Test func `is told so in a stream of events, which ends`() async throws {
        try await withWorld { world in
            let first = try await world.send(.get, "/v1/sync/events", as: .ana)
            // It waits from here on, and takes the place of the first.
            _ = try await world.send(.get, "/v1/sync/events", as: .ana)
            guard case .produced(let produce) = first.response.body else {
                Issue.record("no stream")
                return
            }
            let written = Mutex("")
            try await produce(
                BodyWriter { bytes in written.withLock { $0 += String(decoding: bytes, as: UTF8.self) } })
            let text = written.withLock { $0 }
            #expect(text == "retry: 5000\nevent: ready\ndata: {}\n\nevent: replaced\ndata: {}\n\n")
        }
    }
}
