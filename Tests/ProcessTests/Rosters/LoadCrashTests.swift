import Foundation
import StrictJSON
import TestPostgres
import Testing

/// A service that is killed while it puts an 834 into force: nothing of it is there, and the same file again does the whole.
@Suite struct `A killed load of an 834` {
    private static let file = TestCluster.packageDirectory.appending(
        components: "db", "samples", "acme-outdoor-roster.834")

    @Test func `leaves neither cover nor a 999, and the next try both, which outlive the service`() async throws {
        try await Practice.prepared { practice in
            var service = try await practice.start()
            try await practice.open()
            // In the middle of putting it into force: people are kept, their cover is not yet.
            try await practice.locking("coverage_before") {
                async let sent = practice.send(Self.file.path)
                try await practice.somebodyWaits()
                await service.crash()
                #expect(try await sent.ending == .exited(5))
            }
            for table in ["covered_person", "coverage", "load_acknowledgement", "person_before"] {
                #expect(try await practice.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
            }
            #expect(try await practice.count("SELECT count(*) FROM eligibility_load WHERE state = 'received'") == 1)

            service = try await practice.start()
            let report = try await practice.send(Self.file.path).exiting(0).json
            #expect(report["state"] == "applied" && report["repeated"] == false)
            let load = try #require(report["id"]?.stringValue)
            func acknowledgement() async throws -> String {
                try await practice.soleus("x12", "ack", "--sponsor", Practice.sponsor, load, profile: "acme").output
            }
            let first = try await acknowledgement()
            #expect(first.contains("AK9*A*1*1*1~"))
            await service.crash()
            service = try await practice.start()
            #expect(try await acknowledgement() == first)
            #expect(try await practice.coverInForce().count == 3)
        }
    }

    @Test func `is told to the sender who waits for it, as soon as the service is back`() async throws {
        try await Practice.prepared { practice in
            let service = try await practice.start()
            try await practice.open()
            try await practice.locking("coverage_before") {
                let sent = try practice.begin(
                    ["roster", "load", "--sponsor", Practice.sponsor, Self.file.path], profile: "acme")
                try await eventually("the command asks how far the file is") { sent.errorText.contains("applied: ") }
                await service.crash()
                try await practice.start()
                #expect(await sent.ended() == .exited(5))
                #expect(sent.errorText.contains("Nothing of it was applied. Repeat the command"), "\(sent.errorText)")
            }
            #expect(try await practice.send(Self.file.path).exiting(0).json["state"] == "applied")
        }
    }
}
