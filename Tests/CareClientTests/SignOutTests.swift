import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

@Suite struct `Signing out` {
    @Test func `sends what waits, removes everything and tells the service`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        await service.keepDurable(through: 1)
        _ = await device.engine.sync()
        try device.checkIn(pain: 4)

        #expect(try await device.engine.signOut())

        #expect(await service.charts[enrolled.member.id]?.rows.count == 1)
        #expect(try device.store.owner() == nil)
        #expect(try device.store.outbox().isEmpty)
        #expect(try device.store.rows(of: .chart(enrolled.member.id)).isEmpty)
        #expect(await !service.holdsCopy(enrolled.device.id, of: enrolled.member.id))
        #expect(await service.endedSessions == 1)
        // Not even in what SQLite leaves lying about.
        for suffix in ["", "-wal"] {
            let file = try Data(contentsOf: URL(filePath: device.path + suffix))
            #expect(file.range(of: Data(enrolled.member.id.description.utf8)) == nil)
        }
    }

    @Test func `says what would be lost, and loses it only when told to`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .loseRequest)

        await #expect(throws: SyncError.store(.unsentWork(count: 1))) { try await device.engine.signOut() }
        #expect(try device.painScores() == [4])
        await service.next("/v1/sync/push", .loseRequest)
        #expect(try await device.engine.signOut(discardingUnsent: true))
        #expect(try device.store.owner() == nil)
        #expect(await service.charts.values.allSatisfy(\.rows.isEmpty))
    }

    @Test func `waits until everything is on a second place`() async throws {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()

        await #expect(throws: SyncError.store(.onOnePlace(count: 1, hasSecondPlace: true))) {
            try await device.engine.signOut()
        }
        #expect(try device.painScores() == [4])
        // It asks by itself: no pull has to tell it.
        await service.keepDurable(through: 1)
        #expect(try await device.engine.signOut())
        #expect(await service.charts[member]?.rows.count == 1)
    }

    @Test func `waits for what was acknowledged to an earlier identity alone, and asks for that as well`() async throws
    {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let practitioner = await service.addPractitioner("jordan")
        let members = [try await service.addMember("B-1"), try await service.addMember("B-2")]
        for member in members {
            try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
            await service.grant(practitioner, member)
        }
        let device = try TestDevice(of: service)
        try await device.signIn()
        _ = await device.engine.sync()
        let clone = try device.clone()
        _ = try device.store.record(planContent(number: 2), in: members[0], at: TestDevice.start)
        _ = await device.engine.sync()
        _ = try clone.store.record(planContent(number: 2), in: members[1], at: TestDevice.start)
        _ = await clone.engine.sync()
        _ = try device.store.record(planContent(number: 3), in: members[1], at: TestDevice.start)
        #expect(await device.engine.sync().tookNewIdentity)

        await #expect(throws: SyncError.store(.onOnePlace(count: 2, hasSecondPlace: true))) {
            try await device.engine.signOut()
        }
        await service.keepDurable(through: 1)
        #expect(try await device.engine.signOut())
        #expect(await service.charts[members[0]]?.rows.count == 2)
    }

    @Test func `sends again what a restore has taken, before it removes everything`() async throws {
        let service = ModelService()
        await service.keepDurable(through: 0)
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        _ = await device.engine.sync()
        let backup = await service.backup()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        await service.restore(backup)
        await service.keepDurable(through: 1)

        #expect(try await device.engine.signOut())
        #expect(await service.charts[member]?.rows.count == 1)
    }

    @Test func `from a service without a second place is its owner's own decision`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()

        await #expect(throws: SyncError.store(.onOnePlace(count: 1, hasSecondPlace: false))) {
            try await device.engine.signOut()
        }
        #expect(try device.painScores() == [4])
        #expect(try await device.engine.signOut(trustingOnePlace: true))
        #expect(try device.store.owner() == nil)
        #expect(try device.store.read(EarlierTable.count) == 0)
    }

    @Test func `without a network removes everything, and tells the service later`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        await service.keepDurable(through: 1)
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        await service.next("/v1/sync/pull", .loseRequest)

        #expect(try await !device.engine.signOut())
        #expect(try device.store.rows(of: .chart(enrolled.member.id)).isEmpty)
        #expect(try device.store.owner()?.state == .leaving)
        try device.restart()
        await service.expireAccessTokens()
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(try device.store.owner() == nil)
        #expect(await service.endedSessions == 1)
        #expect(await !service.holdsCopy(enrolled.device.id, of: enrolled.member.id))
    }

    @Test func `of a revoked device needs nobody's word`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        await service.revoke(enrolled.device.id)
        _ = await device.engine.sync()

        #expect(try await device.engine.signOut())
        #expect(try device.store.owner() == nil)
        try await device.enrol()
    }

    @Test func `of nobody is an error`() async throws {
        let device = try TestDevice(of: ModelService())

        await #expect(throws: SyncError.store(.notEnrolled)) { try await device.engine.signOut() }
    }
}
