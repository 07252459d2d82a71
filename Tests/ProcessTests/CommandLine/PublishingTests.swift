import Foundation
import StrictJSON
import Synchronization
import TestPostgres
import Testing

/// Devices that wait, and content that is published beside them.
@Suite(.serialized) struct `A device that waits for the catalog` {
    /// What a stream of events has brought, read by a thread of its own.
    private final class Stream: Sendable {
        private let wire: Wire
        private let text = Mutex("")

        init(at endpoint: Endpoint, token: String) throws {
            wire = try Wire.connected(to: endpoint)
            wire.send(HTTPMessage.request("GET", "/v1/sync/events", token: token).bytes)
            Thread.detachNewThread { [self] in
                while let bytes = wire.receive() { text.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
            }
        }

        deinit { wire.cut() }

        /// How often the catalog was news.
        var catalogNews: Int { text.withLock { $0.components(separatedBy: #""scope":"catalog""#).count - 1 } }
        var isReady: Bool { text.withLock { $0.contains("event: ready") } }
    }

    /// A second process that serves the same database, on ports of its own; its address.
    private func second(in practice: Practice) async throws -> String {
        let ports = try FreePorts.pair()
        var configuration = try practice.configuration()
        configuration["SOLEUS_LISTEN"] = "127.0.0.1:\(ports.0)"
        configuration["SOLEUS_HEALTH_LISTEN"] = "127.0.0.1:\(ports.1)"
        _ = try practice.launch(configuration)
        let health = Service(address: "http://127.0.0.1:\(ports.1)")
        try await eventually("the second process is ready") { await health.status(of: "/readyz") == 200 }
        return "http://127.0.0.1:\(ports.0)"
    }

    /// Makes people who write and review content, each with a profile of their login.
    private func hireReviewers(in practice: Practice, signedInAt server: String) async throws {
        let password = try practice.write("reviewer-password", "a reviewer who reads every line")
        for (login, credential) in [("ada", "DPT"), ("pia", "DPT"), ("mia", "MD")] {
            try await practice.soleus(
                "practitioner", "add", login, "--name", "Casey \(login)", "--role", "reviewer", "--credential",
                credential, "--password-file", password, profile: "operator")
            try await practice.run(
                ["login", "--login", login, "--password-file", password], profile: login, server: server
            ).exiting(0)
        }
    }

    @Test func `hears of a version that is published at another process, and of a release that is loaded`()
        async throws
    {
        try await Practice.prepared { practice in
            try await practice.start()
            let elsewhere = try await second(in: practice)
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            try await practice.enrol(roster.people[0], device: "phone")
            try await practice.settle(["device", "sync", "--device", "phone"])
            try await hireReviewers(in: practice, signedInAt: elsewhere)
            // Another member's device, of which only the waiting is looked at: it pulls nothing, so that it can hear of
            // nothing but what was said to it.
            let cohort = try await Cohort.make(devices: [1], in: practice)
            let stream = try Stream(at: practice.endpoint, token: cohort.charts[0].devices[0].token)
            let watching = try practice.begin(["device", "watch", "--device", "phone"])
            try await eventually("both wait") { stream.isReady && watching.outputText.contains("\n") }

            let shown = try await practice.run(
                ["exercise", "show", "calf-raises", "--json"], profile: "ada", server: elsewhere
            ).exiting(0).json
            var exercise = try #require(shown["exercise"]?.objectValue)
            exercise["name"] = "Calf Raises at the Wall"
            let file = try practice.write(
                "calf-raises.json", String(decoding: JSONWriter.write(.object(exercise)), as: UTF8.self))
            let name = ["exercise", "calf-raises"]
            try await practice.run(
                ["content", "draft"] + name + [file, "--reason", "Where it is done", "--submit"], profile: "ada",
                server: elsewhere
            ).exiting(0)
            for (step, login) in [("clinical", "pia"), ("medical", "mia")] {
                try await practice.run(
                    ["content", "review"] + name + ["2", "--step", step, "--approve"], profile: login,
                    server: elsewhere
                ).exiting(0)
            }
            // A draft and its reviews are nobody's news.
            #expect(stream.catalogNews == 0)
            try await practice.run(["content", "publish"] + name + ["2"], profile: "mia", server: elsewhere).exiting(0)

            try await eventually("the stream has the news") { stream.catalogNews == 1 }
            try await eventually("the phone has the exercise") {
                try await practice.soleus("device", "exercise", "--device", "phone", "calf-raises").output
                    .contains("Calf Raises at the Wall (calf-raises), version 2")
            }

            // A release is loaded by a process that serves nobody.
            let release = practice.folder.appending(component: "content")
            try FileManager.default.copyItem(
                at: TestCluster.packageDirectory.appending(components: "db", "content"), to: release)
            let article = release.appending(components: "articles", "running-again.json")
            let text = try String(contentsOf: article, encoding: .utf8)
            let title = try #require(try JSONReader.read([UInt8](text.utf8))["title"]?.stringValue)
            try Data(text.replacingOccurrences(of: title, with: "Running, step by step").utf8).write(to: article)
            try await practice.soleusd("content", "load", release.path)

            try await eventually("the stream has the news of the release") { stream.catalogNews == 2 }
            try await eventually("the phone has the article") {
                try await practice.soleus("device", "article", "list", "--device", "phone").output
                    .contains("Running, step by step")
            }
        }
    }
}
