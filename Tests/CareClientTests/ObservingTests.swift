import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

@Suite struct `Observing a store` {
    private func device(_ service: ModelService) async throws -> (TestDevice, CareDevice) {
        let device = try TestDevice(of: service)
        try await device.enrol()
        let url = try #require(URL(string: "http://127.0.0.1:1"))
        // The same file through the public interface, as an app has it.
        let care = try CareDevice.open(
            at: device.path, service: url, transport: ModelTransport(service: service), pace: .system,
            now: { TestDevice.start.date })
        return (device, care)
    }

    @Test func `tells of every state, recorded and answered`() async throws {
        let service = ModelService()
        let (device, care) = try await device(service)
        // Its folder goes away with it.
        defer { withExtendedLifetime(device) {} }
        var updates = care.painReportUpdates().makeAsyncIterator()
        #expect(try await updates.next()?.isEmpty == true)

        try care.record(PainReport(pain: 4, about: .now, timeZone: "UTC"))
        let recorded = try await updates.next()
        #expect(recorded?.map(\.content.pain) == [4])
        #expect(recorded?.map(\.isWaiting) == [true])
        await care.syncNow()

        // What comes in between may be passed over; what stands at the end is not.
        var last = recorded
        while last?.first?.isWaiting == true { last = try await updates.next() }
        #expect(last?.map(\.content.pain) == [4])
    }

    @Test func `tells of the plan when it arrives`() async throws {
        let service = ModelService()
        let (device, care) = try await device(service)
        var plans = care.plans(timeZone: try #require(TimeZone(identifier: "UTC"))).makeAsyncIterator()
        let none = try await plans.next()
        #expect(none == .some(nil))

        try await service.apply(planInsertion(number: 1), to: device.enrolled().member.id, role: .practitioner)
        await care.syncNow()

        let plan = try #require(try await plans.next() ?? nil)
        #expect(plan.content.number == 1)
        #expect(plan.content.exercises.map(\.exercise) == ["calf-raises"])
        #expect(plan.content.exercises.map(\.prescription) == ["3 × 12 reps, both sides, 3 days a week"])
    }

    @Test func `tells of the outbox and of where the device stands`() async throws {
        let service = ModelService()
        let (device, care) = try await device(service)
        // Its folder goes away with it.
        defer { withExtendedLifetime(device) {} }
        var status = care.statusUpdates().makeAsyncIterator()
        var outbox = care.outboxUpdates().makeAsyncIterator()
        #expect(try await status.next()?.waiting == 0)
        #expect(try await outbox.next()?.isEmpty == true)

        try care.record(LoggedRun(distanceMeters: 5_000, durationSeconds: 1_800, timeZone: "UTC"))

        #expect(try await status.next()?.waiting == 1)
        #expect(try await outbox.next()?.map(\.state) == [.pending])
    }

    @Test func `tells of what another process records`() async throws {
        let (device, care) = try await device(ModelService())
        defer { withExtendedLifetime(device) {} }
        var updates = care.painReportUpdates().makeAsyncIterator()
        var status = care.statusUpdates().makeAsyncIterator()
        #expect(try await updates.next()?.isEmpty == true)
        #expect(try await status.next()?.waiting == 0)

        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(component: "OfflinePhone")
        process.arguments = [device.path, "http://127.0.0.1:1", "report", "0", "before"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()

        // They would wait for ever otherwise.
        #expect(try await updates.next()?.map(\.content.pain) == [5])
        #expect(try await status.next()?.waiting == 1)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `ends with its task`() async throws {
        let (device, care) = try await device(ModelService())
        defer { withExtendedLifetime(device) {} }
        let task = Task {
            var count = 0
            for try await _ in care.statusUpdates() { count += 1 }
            return count
        }
        task.cancel()
        // It would never end otherwise.
        #expect(try await task.value <= 1)
    }
}
