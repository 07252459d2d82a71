import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

@Suite struct `What the service has on one place only` {
    /// A practitioner's device with a copy of a chart, and a revision of theirs that was acknowledged there.
    private struct Handed {
        let service = ModelService()
        let device: TestDevice
        let member: MemberID
        let practitioner: PractitionerID
        let backup: [MemberID: ModelService.Chart]

        init(durableThrough: Int64?) async throws {
            practitioner = await service.addPractitioner("jordan")
            member = try await service.addMember("B-1")
            try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
            await service.grant(practitioner, member)
            await service.keepDurable(through: durableThrough)
            device = try TestDevice(of: service)
            try await device.signIn()
            _ = await device.engine.sync()
            backup = await service.backup()
            _ = try device.store.record(planContent(number: 2), in: member, at: TestDevice.start)
            _ = await device.engine.sync()
        }

        func rowCount() async -> Int? { await service.charts[member]?.rows.count }
    }

    @Test func `stays on a device that has to give the copy up, until it is on a second one`() async throws {
        let handed = try await Handed(durableThrough: 0)
        await handed.service.endAccess(handed.practitioner, handed.member)

        let dropped = await handed.device.engine.sync()
        #expect(dropped.purged == [.chart(handed.member)])
        #expect(try handed.device.store.rows(of: .chart(handed.member)).isEmpty)
        #expect(try handed.device.store.outbox().map(\.state) == [.acknowledged])
        #expect(try handed.device.store.status().onOnePlace == 1)
        try handed.device.restart()
        let later = await handed.device.engine.sync()
        // It asks, and does nothing else.
        #expect(later.isComplete && later.outcomes.isEmpty && later.waiting == 0)
        #expect(try handed.device.store.outbox().count == 1)

        await handed.service.keepDurable(through: 1)
        _ = await handed.device.engine.sync()
        #expect(try handed.device.store.outbox().isEmpty)
        let pushes = await handed.service.pushes().count
        _ = await handed.device.engine.sync()
        #expect(await handed.service.pushes().count == pushes)
        #expect(await handed.rowCount() == 2)
    }

    @Test func `goes again from a device that gave the copy up before a restore took it`() async throws {
        let handed = try await Handed(durableThrough: 0)
        await handed.service.endAccess(handed.practitioner, handed.member)
        _ = await handed.device.engine.sync()

        await handed.service.restore(handed.backup)
        await handed.service.endAccess(handed.practitioner, handed.member)
        #expect(await handed.rowCount() == 1)
        let report = await handed.device.engine.sync()

        #expect(report.outcomes.map(\.reason) == [.accessEnded])
        #expect(await handed.rowCount() == 2)
    }

    @Test func `is given up with the copy where there never will be a second place`() async throws {
        let handed = try await Handed(durableThrough: nil)
        await handed.service.endAccess(handed.practitioner, handed.member)

        _ = await handed.device.engine.sync()

        #expect(try handed.device.store.outbox().isEmpty)
    }

    @Test func `goes again when access comes back after a restore`() async throws {
        let handed = try await Handed(durableThrough: 0)
        await handed.service.endAccess(handed.practitioner, handed.member)
        _ = await handed.device.engine.sync()

        // The device hears of the restore by a page of a chart that it has no copy of any more.
        await handed.service.restore(handed.backup)
        let report = await handed.device.engine.pull()

        #expect(report.requeued == 1)
        #expect(await handed.device.engine.sync().outcomes.map(\.status) == [.applied])
        #expect(try handed.device.store.plan(of: handed.member)?.content.number == 2)
    }

    @Test func `goes again where the chart is not copied any more`() async throws {
        let handed = try await Handed(durableThrough: nil)
        try handed.device.store.unfollow(handed.member, at: TestDevice.start)
        _ = await handed.device.engine.sync()

        await handed.service.restore(handed.backup)
        _ = await handed.device.engine.sync()

        #expect(await handed.rowCount() == 2)
    }

    @Test func `is forgotten in time where the chart is not copied any more`() async throws {
        let handed = try await Handed(durableThrough: 0)
        let other = try await handed.service.addMember("B-2")
        await handed.service.grant(handed.practitioner, other)
        _ = await handed.device.engine.sync()
        try handed.device.store.unfollow(handed.member, at: TestDevice.start)
        _ = await handed.device.engine.sync()
        #expect(try handed.device.store.outbox().map(\.state) == [.acknowledged])

        await handed.service.keepDurable(through: 1)
        _ = await handed.device.engine.sync()

        #expect(try handed.device.store.outbox().isEmpty)
    }

    @Test func `does not keep anybody from signing out where the chart is not copied any more`() async throws {
        let handed = try await Handed(durableThrough: 0)
        try handed.device.store.unfollow(handed.member, at: TestDevice.start)
        _ = await handed.device.engine.sync()
        await #expect(throws: SyncError.store(.onOnePlace(count: 1, hasSecondPlace: false))) {
            try await handed.device.engine.signOut()
        }

        await handed.service.keepDurable(through: 1)

        #expect(try await handed.device.engine.signOut())
    }

    @Test func `outlives the identity under which it was sent`() async throws {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        _ = await device.engine.sync()
        let backup = await service.backup()
        try device.addShoe("Old pair")
        _ = await device.engine.sync()
        let clone = try device.clone()
        try clone.checkIn(pain: 1)
        _ = await clone.engine.sync()
        try device.checkIn(pain: 2)
        let forked = await device.engine.sync()
        #expect(forked.tookNewIdentity)
        try device.checkIn(pain: 3)
        _ = await device.engine.sync()

        await service.restore(backup)
        let report = await device.engine.sync()

        #expect(report.isComplete && report.waiting == 0)
        // In the order in which they were made, under the numbers of the new identity.
        #expect(report.outcomes.map(\.seq) == [1, 2, 3])
        #expect(report.outcomes.map(\.status) == [.applied, .applied, .applied])
        let rows = try #require(await service.charts[member]).rows.values
        #expect(rows.map(\.content.kind).count { $0 == .shoe } == 1)
        #expect(rows.count == 3)
        #expect(try device.painScores() == [2, 3])
    }

    @Test(arguments: [0, nil] as [Int64?])
    func `is handed over when the access ends along with the identity under which it was sent`(
        durableThrough: Int64?
    ) async throws {
        let service = ModelService()
        await service.keepDurable(through: durableThrough)
        let practitioner = await service.addPractitioner("jordan")
        let members = [try await service.addMember("B-1"), try await service.addMember("B-2")]
        for member in members {
            try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
            await service.grant(practitioner, member)
        }
        let device = try TestDevice(of: service)
        try await device.signIn()
        _ = await device.engine.sync()
        let (backup, clone) = (await service.backup(), try device.clone())
        _ = try device.store.record(planContent(number: 2), in: members[0], at: TestDevice.start)
        _ = await device.engine.sync()
        func restore() async {
            await service.restore(backup)
            await service.endAccess(practitioner, members[0])
        }

        // Without a second place the purge is the last moment at which the device has it.
        if durableThrough == nil { await restore() } else { await service.endAccess(practitioner, members[0]) }
        _ = try clone.store.record(planContent(number: 2), in: members[1], at: TestDevice.start)
        _ = await clone.engine.sync()
        _ = try device.store.record(planContent(number: 3), in: members[1], at: TestDevice.start)
        let forked = await device.engine.sync()
        #expect(forked.tookNewIdentity && forked.purged == [.chart(members[0])])
        if durableThrough != nil { await restore() }
        _ = await device.engine.sync()

        #expect(await service.charts[members[0]]?.rows.count == 2)
    }

    @Test func `of an earlier identity is forgotten with the first number of this one that is on a second place`()
        async throws
    {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        let clone = try device.clone()
        try clone.checkIn(pain: 1)
        _ = await clone.engine.sync()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        #expect(try device.store.read(EarlierTable.count) == 1)
        #expect(try device.store.status().onOnePlace == 2)

        await service.keepDurable(through: 1)
        try device.checkIn(pain: 3)
        _ = await device.engine.sync()

        #expect(try device.store.read(EarlierTable.count) == 0)
        #expect(try device.store.status().onOnePlace == 1)
    }

    @Test func `stays on a revoked device, for its owner to hand over when they enrol again`() async throws {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        _ = await device.engine.sync()
        let backup = await service.backup()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        await service.revoke(enrolled.device.id)
        _ = await device.engine.sync()
        #expect(try device.store.rows(of: .chart(enrolled.member.id)).isEmpty)

        await service.restore(backup)
        try await device.enrol()
        _ = await device.engine.sync()

        #expect(try device.painScores() == [4])
        #expect(await service.charts[enrolled.member.id]?.rows.count == 1)
    }

    @Test func `is not believed to be on a second one for what was so in another life of the service`() async throws {
        let service = ModelService()
        await service.keepDurable(through: 5)
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        #expect(try device.store.outbox().isEmpty)

        // The service that was restored keeps no second place.
        await service.restore(await service.backup())
        await service.keepDurable(through: nil)
        _ = await device.engine.sync()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()

        #expect(try device.store.outbox().map(\.state) == [.acknowledged])
    }
}
