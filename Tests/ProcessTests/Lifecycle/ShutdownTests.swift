import Foundation
import StrictJSON
import Testing

@Suite struct `Stopping the service` {
    /// A practice with one member, whose device has a check-in to send.
    private func withRecordToSend(_ body: (Practice, ChildProcess) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            let service = try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            try await practice.enrol(roster.people[0], device: "phone")
            try await practice.soleus("device", "sync", "--device", "phone")
            try await practice.soleus("device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", "1")
            try await body(practice, service)
        }
    }

    @Test func `lets a request under way finish`() async throws {
        try await withRecordToSend { practice, service in
            let push = try await practice.locking("chart") {
                let push = Task { try await practice.run(["device", "push", "--device", "phone"]) }
                try await practice.somebodyWaits()
                service.send(SIGTERM)
                try await eventually("soleusd says that it stops") { await practice.health("/readyz") != 200 }
                #expect(service.ending == nil)
                return push
            }
            #expect(try await push.value.ending == .exited(0))
            #expect(await service.ended() == .exited(0))
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 1)
        }
    }

    @Test func `for the second time ends it at once, and the device sends again`() async throws {
        try await withRecordToSend { practice, service in
            try await practice.locking("chart") {
                async let pushed = practice.run(["device", "push", "--device", "phone"])
                try await practice.somebodyWaits()
                service.send(SIGTERM)
                try await eventually("soleusd says that it stops") { await practice.health("/readyz") != 200 }
                service.send(SIGTERM)
                // The chart is still locked: it does not wait for the request.
                #expect(await service.ended() != .exited(0))
                #expect(try await pushed.ending == .exited(5))
            }
            try await practice.start()
            try await practice.soleus("device", "push", "--device", "phone")
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 1)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `without anything under way is done cleanly`(signal: Int32) async throws {
        try await Practice.with { practice in
            let service = try await practice.start()
            service.send(signal)
            #expect(await service.ended() == .exited(0))
            #expect(await practice.health("/livez") == nil)
        }
    }
}
