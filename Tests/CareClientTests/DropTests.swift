import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `A copy that has to go` {
    private func copied() async throws -> (ModelService, TestDevice, MemberID, PractitionerID) {
        let service = ModelService()
        let practitioner = await service.addPractitioner("jordan")
        let member = try await service.addMember("B-1")
        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        await service.grant(practitioner, member)
        let device = try TestDevice(of: service)
        try await device.signIn()
        _ = await device.engine.sync()
        return (service, device, member, practitioner)
    }

    @Test func `hands over what was recorded, goes, and says so`() async throws {
        let (service, device, member, practitioner) = try await copied()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        await service.endAccess(practitioner, member)

        // The pull finds out first, as when the push has run before access ended.
        let report = await device.engine.pull()

        #expect(report.dropped == [ScopeDrop(scope: .chart(member), reason: .accessEnded)])
        #expect(report.purged == [.chart(member)])
        #expect(report.outcomes.map(\.status) == [.quarantined])
        #expect(report.outcomes.map(\.reason) == [.accessEnded])
        #expect(try device.store.rows(of: .chart(member)).isEmpty)
        #expect(try device.store.outbox().isEmpty)
        #expect(try device.store.unconfirmedPurges().isEmpty)
        let device1 = try #require(try device.store.owner()).device.id
        #expect(await !service.holdsCopy(device1, of: member))
        let order = await service.paths().suffix(3)
        #expect(Array(order) == ["POST /v1/sync/pull", "POST /v1/sync/push", "POST /v1/sync/pull"])
    }

    @Test func `stays while what was recorded could not be handed over, and goes with the next sync`() async throws {
        let (service, device, member, practitioner) = try await copied()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        await service.endAccess(practitioner, member)
        await service.next("/v1/sync/push", .loseAnswer)

        let cut = await device.engine.pull()
        #expect(cut.interruption?.isPassing == true)
        #expect(cut.purged.isEmpty)
        #expect(try device.store.scopes().first { $0.scope == .chart(member) }?.dropReason == .accessEnded)
        try device.restart()
        let report = await device.engine.sync()

        #expect(report.purged == [.chart(member)])
        #expect(try device.store.outbox().isEmpty)
        #expect(await service.charts[member]?.rows.count == 2)
    }

    @Test func `is confirmed later when the word of it was lost`() async throws {
        let (service, device, member, practitioner) = try await copied()
        let id = try #require(try device.store.owner()).device.id
        await service.endAccess(practitioner, member)
        await service.next("/v1/sync/pull", .serve)
        await service.next("/v1/sync/pull", .loseAnswer)
        let cut = await device.engine.pull()
        #expect(cut.purged == [.chart(member)])
        #expect(try device.store.unconfirmedPurges() == [.chart(member)])
        try device.restart()

        #expect(await device.engine.pull().isComplete)
        #expect(try device.store.unconfirmedPurges().isEmpty)
        #expect(await !service.holdsCopy(id, of: member))
    }

    @Test func `keeps what the service refuses, without the copy`() async throws {
        let (service, device, member, practitioner) = try await copied()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        await service.endAccess(practitioner, member)
        await service.next("/v1/sync/push", .answer(status: 404))

        let report = await device.engine.pull()

        #expect(report.purged == [.chart(member)])
        #expect(try device.store.rows(of: .chart(member)).isEmpty)
        let entry = try #require(try device.store.outbox().first)
        #expect(entry.state == .pending)
        try device.store.discard(entry)
        #expect(try device.store.outbox().isEmpty)
    }

    @Test func `stays when access comes back before it has gone`() async throws {
        let (service, device, member, practitioner) = try await copied()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        await service.endAccess(practitioner, member)
        await service.next("/v1/sync/push", .loseRequest)
        _ = await device.engine.pull()

        await service.grant(practitioner, member)
        let report = await device.engine.sync()

        #expect(report.purged.isEmpty)
        #expect(report.outcomes.map(\.status) == [.applied])
        #expect(try device.store.plan(of: member)?.content.number == 2)
        #expect(try device.store.scopes().allSatisfy { $0.dropReason == nil })
    }

    @Test func `hands over again what a restore has taken, before it goes`() async throws {
        let (service, device, member, practitioner) = try await copied()
        let backup = await service.backup()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        #expect(await device.engine.sync().outcomes.map(\.status) == [.applied])

        // Access has ended in the restored service: no page says that this is another life of it.
        await service.restore(backup)
        await service.endAccess(practitioner, member)
        let report = await device.engine.pull()

        #expect(report.purged == [.chart(member)])
        #expect(report.outcomes.map(\.status) == [.quarantined])
        #expect(await service.charts[member]?.rows.count == 2)
        #expect(try device.store.outbox().isEmpty)
    }

    @Test func `keeps what a restore has taken where the service does not know its author any more`() async throws {
        let (service, device, member, practitioner) = try await copied()
        let backup = await service.backup()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        _ = await device.engine.sync()

        await service.restore(backup)
        await service.forget(practitioner, member)
        let report = await device.engine.pull()
        #expect(report.purged == [.chart(member)])
        #expect(try device.store.rows(of: .chart(member)).isEmpty)
        #expect(try device.store.outbox().map(\.state) == [.pending])

        await service.grant(practitioner, member)
        _ = await device.engine.sync()
        #expect(try device.store.plan(of: member)?.content.number == 2)
    }

    @Test func `says nothing twice where nothing was restored`() async throws {
        let (service, device, member, practitioner) = try await copied()
        _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
        _ = await device.engine.sync()
        await service.endAccess(practitioner, member)

        let report = await device.engine.pull()

        #expect(report.purged == [.chart(member)])
        // It has asked, and what it asked about was answered before.
        #expect(report.outcomes.isEmpty)
        #expect(await service.pushes().count == 2)
        #expect(report.requeued == 0)
        #expect(await service.charts[member]?.rows.count == 2)
    }

    @Test(arguments: [false, true])
    func `goes as well when a backup of the device is put back after it had gone`(isPanelAnew: Bool) async throws {
        let (service, device, member, practitioner) = try await copied()
        let backup = try device.clone()
        await service.endAccess(practitioner, member)
        _ = await device.engine.sync()
        let id = try #require(try device.store.owner()).device.id
        // For the service that is settled: only the device knows that it has the chart again.
        #expect(await !service.holdsCopy(id, of: member))
        if isPanelAnew {
            try backup.store.write { database in
                var panel = try #require(try ScopeTable.state(of: .panel, database))
                panel.cursor = nil
                try ScopeTable.save(panel, database)
            }
        }

        let report = await backup.engine.sync()

        #expect(report.isComplete)
        #expect(report.purged == [.chart(member)])
        #expect(try backup.store.rows(of: .chart(member)).isEmpty)
        #expect(try backup.store.unconfirmedPurges().isEmpty)
    }

    @Test func `comes whole again when access comes back afterwards`() async throws {
        let (service, device, member, practitioner) = try await copied()
        await service.endAccess(practitioner, member)
        _ = await device.engine.sync()
        #expect(try device.store.panel().isEmpty)

        await service.grant(practitioner, member)
        _ = await device.engine.sync()

        #expect(try device.store.plan(of: member)?.content.number == 1)
        #expect(try device.store.panel().map(\.member) == [member])
    }
}

@Suite struct `A revoked device` {
    @Test func `removes every copy, says so, and keeps what it had not sent`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        try device.checkIn(pain: 3)
        _ = await device.engine.sync()
        try device.checkIn(pain: 4)
        await service.revoke(enrolled.device.id)

        let report = await device.engine.sync()

        #expect(report.interruption == .revoked(detail: "revoked"))
        #expect(report.purged.count == 2)
        #expect(try device.store.rows(of: .chart(enrolled.member.id)).isEmpty)
        #expect(try device.store.outbox().map(\.mutation.seq) == [2])
        #expect(try device.store.owner()?.state == .revoked)
        let count = await service.requests.count
        #expect(await device.engine.sync().interruption == .revoked(detail: nil))
        #expect(await service.requests.count == count)
    }

    @Test func `that the same member enrols again hands over what it had not sent`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        try device.checkIn(pain: 3)
        _ = await device.engine.sync()
        try device.checkIn(pain: 4)
        await service.revoke(enrolled.device.id)
        _ = await device.engine.sync()

        let again = try await device.enrol()
        let report = await device.engine.sync()

        #expect(again.member == enrolled.member)
        #expect(again.device.id != enrolled.device.id)
        #expect(report.outcomes.map(\.status) == [.applied])
        #expect(try device.painScores() == [3, 4])
    }
}
