import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `A practitioner's device` {
    /// A service with a PT and so many charts, and the PT's device.
    private func clinic(_ count: Int) async throws -> (ModelService, TestDevice, [MemberID], PractitionerID) {
        let service = ModelService()
        let practitioner = await service.addPractitioner("jordan")
        var members: [MemberID] = []
        for index in 0..<count {
            let member = try await service.addMember("B-\(index)")
            try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
            await service.grant(practitioner, member)
            members.append(member)
        }
        let device = try TestDevice(of: service)
        try await device.signIn()
        return (service, device, members.sorted(), practitioner)
    }

    private func pulledScopes(_ service: ModelService) async throws -> [[String]] {
        try await service.requests.filter { $0.path == "/v1/sync/pull" }.map { request in
            try JSONReader.read(request.body)["scopes"]?.arrayValue?
                .compactMap { $0["scope"]?.stringValue } ?? []
        }
    }

    @Test func `copies every chart of the panel`() async throws {
        let (_, device, members, _) = try await clinic(3)

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(try device.store.panel().map(\.member).sorted() == members)
        for member in members { #expect(try device.store.plan(of: member)?.content.number == 1) }
        #expect(throws: StoreError.chartNotNamed) { try device.store.plan() }
    }

    @Test func `asks for the charts that have moved and for no others`() async throws {
        let (service, device, members, _) = try await clinic(5)
        _ = await device.engine.sync()
        let before = try await pulledScopes(service).count
        _ = await device.engine.sync()
        let idle = try await pulledScopes(service).dropFirst(before)
        #expect(Array(idle) == [["panel", "catalog"]])

        try await service.apply(planInsertion(number: 2), to: members[2], role: .practitioner)
        _ = await device.engine.sync()

        let moved = try await pulledScopes(service).dropFirst(before + 1)
        #expect(Array(moved) == [["panel", "catalog"], ["chart:\(members[2])"]])
        #expect(try device.store.plan(of: members[2])?.content.number == 2)
    }

    @Test func `copies more charts than a request may name, in pages of few rows`() async throws {
        let (service, device, members, _) = try await clinic(150)
        await service.limitPages(to: 40)

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(try device.store.scopes().count { $0.isComplete } == members.count + 2)
    }

    @Test func `gets a chart that is granted later, and only the chosen ones if asked`() async throws {
        let (service, device, members, practitioner) = try await clinic(1)
        _ = await device.engine.sync()
        try device.store.copyWholePanel(false)
        let later = try await service.addMember("C-1")
        await service.grant(practitioner, later)
        _ = await device.engine.sync()
        #expect(try device.store.panel().count == 2)
        #expect(try !device.store.scopes().contains { $0.scope == .chart(later) })

        try device.store.follow(later)
        _ = await device.engine.sync()

        #expect(try device.store.scopes().contains { $0.scope == .chart(later) && $0.isComplete })
        #expect(try device.store.scopes().contains { $0.scope == .chart(members[0]) })
    }

    @Test func `prescribes on several charts, each with numbers of its own`() async throws {
        let (service, device, members, _) = try await clinic(2)
        _ = await device.engine.sync()

        for member in members {
            #expect(try device.store.record(planContent(number: 2), in: member, at: TestDevice.start).seq == 1)
        }
        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(await service.pushes().count == 2)
        for member in members { #expect(try device.store.plan(of: member)?.content.number == 2) }
    }

    @Test func `a chart that is refused does not hold up the others`() async throws {
        let (service, device, members, _) = try await clinic(3)
        _ = await device.engine.sync()
        for member in members { _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start) }
        await service.next("/v1/sync/push", .answer(status: 422, problem: "/problems/invalid"))

        let report = await device.engine.sync()

        #expect(report.interruption == .refused(status: 422, problem: "/problems/invalid", detail: nil))
        #expect(report.outcomes.count == 2)
        #expect(report.waiting == 1)
        #expect(try device.store.status().refusals.keys.sorted() == [members[0]])
        #expect(await device.engine.sync().outcomes.count == 1)
        #expect(try device.store.status().refusals.isEmpty)
    }

    @Test func `a chart that makes the service fail does not hold up the others`() async throws {
        let (service, device, members, _) = try await clinic(3)
        _ = await device.engine.sync()
        for member in members { _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start) }
        await service.next("/v1/sync/push", .answer(status: 500))

        let report = await device.engine.sync()

        #expect(report.interruption == .busy(status: 500, retryAfterSeconds: nil))
        #expect(report.outcomes.count == 2)
        #expect(report.waiting == 1)
    }

    @Test func `that was cloned becomes another one on every chart`() async throws {
        let (service, device, members, _) = try await clinic(2)
        _ = await device.engine.sync()
        let clone = try device.clone()
        _ = try device.store.record(planContent(number: 2), in: members[0], at: TestDevice.start)
        _ = await device.engine.sync()
        // Another revision under the same number, and one on a chart that the first device has not written to.
        _ = try clone.store.record(planContent(number: 3), in: members[0], at: TestDevice.start)
        _ = try clone.store.record(planContent(number: 2), in: members[1], at: TestDevice.start)

        let report = await clone.engine.sync()

        #expect(report.isComplete)
        #expect(report.tookNewIdentity)
        #expect(report.waiting == 0)
        #expect(try clone.store.owner()?.device.id != device.store.owner()?.device.id)
        #expect(await service.paths().count { $0.hasPrefix("PUT /v1/devices/") } == 2)
        #expect(try clone.store.plan(of: members[1])?.content.number == 2)
    }

    /// A cloned device whose change of identity has reached the service, and does not know it; with its next identity.
    private func halfway() async throws -> (clone: TestDevice, member: MemberID, next: DeviceID) {
        let (service, device, members, _) = try await clinic(1)
        _ = await device.engine.sync()
        let clone = try device.clone()
        _ = try device.store.record(planContent(number: 2), in: members[0], at: TestDevice.start)
        _ = await device.engine.sync()
        _ = try clone.store.record(planContent(number: 3), in: members[0], at: TestDevice.start)
        let next = DeviceID.make(at: TestDevice.start)
        try clone.store.write { try DeviceTable.beginNext(next, $0) }
        await service.next("/v1/devices/\(next)", .loseAnswer)

        #expect(await clone.engine.sync().interruption?.isPassing == true)
        #expect(try clone.store.owner()?.device.id != next)
        try clone.restart()
        return (clone, members[0], next)
    }

    @Test func `ends a change of identity of which only the service knows`() async throws {
        let (clone, member, next) = try await halfway()

        let report = await clone.engine.sync()

        #expect(report.isComplete)
        #expect(report.tookNewIdentity)
        #expect(report.outcomes.map(\.seq) == [1])
        #expect(try clone.store.owner()?.device.id == next)
        #expect(try clone.store.waitingCount() == 0)
        #expect(try clone.store.planRevisions(of: member).map(\.content.number).contains(2))
    }

    @Test func `ends it as well by signing in again, or by a pull`() async throws {
        let (signedIn, _, next) = try await halfway()
        try await signedIn.signIn()
        #expect(try signedIn.store.owner()?.device.id == next)
        let report = await signedIn.engine.sync()
        #expect(report.isComplete)
        #expect(report.outcomes.map(\.seq) == [1])

        let (pulled, _, other) = try await halfway()
        #expect(await pulled.engine.pull().isComplete)
        #expect(try pulled.store.owner()?.device.id == other)
        #expect(try pulled.store.waitingCount() == 1)
    }

    @Test func `is not somebody else's to sign in on`() async throws {
        let (service, device, _, _) = try await clinic(1)
        _ = await service.addPractitioner("robin")

        await #expect(throws: SyncError.store(.alreadyEnrolled)) { try await device.signIn("robin") }
        try await device.signIn("jordan")
        #expect(try device.store.owner()?.holder.role == .practitioner)
    }
}
