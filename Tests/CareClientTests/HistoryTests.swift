import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

@Suite struct `The history that a device holds` {
    /// A member with a year behind them, and a new device of theirs.
    private func year() async throws -> (ModelService, TestDevice, MemberID) {
        let service = ModelService()
        let first = try TestDevice(of: service)
        let member = try await first.enrol().member.id
        for months in 0..<10 { try first.checkIn(pain: months, daysAgo: Int64(months) * 30) }
        _ = await first.engine.sync()
        let second = try TestDevice(of: service)
        try await second.enrol()
        return (service, second, member)
    }

    private func day(daysAgo: Int64) -> LocalDay {
        TimeZoneName.utc.day(of: TestDevice.start.adding(seconds: -86_400 * daysAgo))
    }

    @Test func `is whole unless said otherwise, the latest days first`() async throws {
        let (service, device, member) = try await year()
        await service.limitPages(to: 2)

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(try device.painScores() == Array(0..<10))
        #expect(report.proved.contains(.chart(member)))
    }

    @Test func `begins where it was asked to, and is widened without fetching what is there`() async throws {
        let (_, device, member) = try await year()
        try device.store.holdHistory(since: day(daysAgo: 95))
        _ = await device.engine.sync()
        #expect(try device.painScores() == [0, 1, 2, 3])
        #expect(try device.store.scopes().first { $0.scope == .chart(member) }?.comparison == .unchecked)

        try device.store.loadOlder(since: day(daysAgo: 155))
        let wider = await device.engine.sync()
        #expect(wider.rowsPulled == 2)
        #expect(try device.painScores() == Array(0...5))

        try device.store.loadOlder(since: nil)
        let whole = await device.engine.sync()
        #expect(whole.rowsPulled == 4)
        #expect(try device.painScores() == Array(0..<10))
        #expect(try device.store.scopes().first { $0.scope == .chart(member) }?.since == nil)
    }

    @Test func `never becomes less`() async throws {
        let (_, device, member) = try await year()
        _ = await device.engine.sync()

        try device.store.loadOlder(since: day(daysAgo: 10))
        _ = await device.engine.sync()

        #expect(try device.painScores() == Array(0..<10))
        #expect(try device.store.scopes().first { $0.scope == .chart(member) }?.wantedSince == nil)
    }
}

@Suite struct `What a device keeps for a restored service` {
    @Test func `is what is on no second place yet`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        for pain in 0..<4 { try device.checkIn(pain: pain) }
        await service.keepDurable(through: 0)
        _ = await device.engine.sync()
        #expect(try device.store.outbox().count == 4)

        await service.keepDurable(through: 3)
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()

        #expect(try device.store.outbox().map(\.mutation.seq) == [4, 5])
        #expect(try device.painScores() == Array(0...4))
    }

    @Test func `goes again above what the service still has`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        await service.keepDurable(through: 1)
        _ = await device.engine.sync()
        let backup = await service.backup()
        try device.addShoe("Blue")
        _ = await device.engine.sync()
        try device.changeShoe { $0.startMeters = 900 }
        _ = await device.engine.sync()

        await service.restore(backup)
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.requeued == 2)
        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(try device.store.shoes().map(\.content.startMeters) == [900])
        #expect(try device.store.shoes().map(\.isWaiting) == [false])
    }

    @Test func `an unanswered change is made anew on the versions of the new time`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        for pain in 0..<5 { try device.checkIn(pain: pain) }
        try device.addShoe("Blue")
        _ = await device.engine.sync()
        let backup = await service.backup()
        for pain in 0..<5 { try device.checkIn(pain: pain) }
        _ = await device.engine.sync()
        try device.changeShoe { $0.startMeters = 900 }
        await service.next("/v1/sync/push", .loseRequest)
        _ = await device.engine.sync()

        await service.restore(backup)
        _ = await device.engine.pull()
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.outcomes.allSatisfy { $0.status == .applied })
        #expect(try device.store.shoes().map(\.content.startMeters) == [900])
    }
}

@Suite struct `A clone in a restored service` {
    /// A device whose second record is lost by a restore, and a clone of it that has used its number since.
    private func forked() async throws -> (ModelService, TestDevice) {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        _ = await device.engine.sync()
        let backup = await service.backup()
        let clone = try device.clone()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        await service.restore(backup)
        try clone.checkIn(pain: 3)
        let report = await clone.engine.sync()
        #expect(report.outcomes.map(\.seq).max() == 2)
        #expect(!report.tookNewIdentity)
        return (service, device)
    }

    @Test func `does not take the place of what was acknowledged`() async throws {
        let (service, device) = try await forked()

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.tookNewIdentity)
        #expect(try device.painScores() == [1, 2, 3])
        #expect(await service.charts.values.map(\.rows.count) == [3])
    }

    @Test func `is found by what was not sent, and what was acknowledged goes again with it`() async throws {
        let (service, device) = try await forked()
        try device.checkIn(pain: 4)
        // Pushed under a number that the clone has not used: what is taken shows only by the numbers before it.
        _ = await device.engine.sync()

        #expect(try device.painScores() == [1, 2, 3, 4])
        #expect(await service.charts.values.map(\.rows.count) == [4])
    }
}

@Suite struct `A device's clock` {
    @Test func `is compared with the service's, and marked when it is off`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        _ = await device.engine.sync()
        #expect(try device.store.status().clockOffsetMilliseconds == 0)
        #expect(try !device.store.status().isClockOff)

        await service.setClock(TestDevice.start.adding(seconds: 3_600))
        _ = await device.engine.sync()

        #expect(try device.store.status().clockOffsetMilliseconds == -3_600_000)
        #expect(try device.store.status().isClockOff)
    }
}
