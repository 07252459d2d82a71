import Care
import ChartSync
import Foundation
import GRDB
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

    /// A member's device that was signed out without a network, and its service.
    private func leavingPhone() async throws -> (ModelService, TestDevice, EnrolledDevice) {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        await service.keepDurable(through: 1)
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        await service.next("/v1/sync/pull", .loseRequest)
        #expect(try await !device.engine.signOut())
        return (service, device, enrolled)
    }

    @Test func `ends recording at once, although the service has not heard of it`() async throws {
        let (_, device, _) = try await leavingPhone()

        #expect(throws: StoreError.leaving) { try device.checkIn(pain: 5) }
        #expect(try device.store.outbox().isEmpty)
        #expect(await device.engine.sync().isComplete)
        #expect(throws: StoreError.notEnrolled) { try device.checkIn(pain: 5) }
    }

    /// What a version of this library did that let a signed-out person record.
    private func recordAllTheSame(_ device: TestDevice, in chart: MemberID) throws {
        let content = RowContent.checkIn(
            CheckIn(
                moment: LocalMoment(TestDevice.start, in: .utc), about: .now, pain: try #require(PainScore(5))))
        try device.store.write { database in
            let mutation = Mutation(
                seq: try ChartTable.takeSeq(chart, database), kind: content.kind.rawValue, op: "insert",
                row: RowID.make(at: TestDevice.start), body: try content.body())
            try OutboxTable.append(mutation, to: chart, recordedAt: TestDevice.start, database)
        }
    }

    @Test func `sends first what an earlier version has let in after it`() async throws {
        let (service, device, enrolled) = try await leavingPhone()
        try recordAllTheSame(device, in: enrolled.member.id)
        await service.next("/v1/sync/push", .answer(status: 403))

        let refused = await device.engine.sync()
        #expect(refused.interruption == .store(.unsentWork(count: 1)))
        #expect(try device.store.owner()?.state == .leaving)
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.outcomes.map(\.status) == [.applied])
        #expect(await service.charts[enrolled.member.id]?.rows.count == 2)
        #expect(try device.store.owner() == nil)
        #expect(await !service.holdsCopy(enrolled.device.id, of: enrolled.member.id))
    }

    @Test func `leaves nothing behind that the next person would send as theirs`() async throws {
        let (_, device, enrolled) = try await leavingPhone()
        _ = await device.engine.sync()
        // As an earlier version left it.
        try recordAllTheSame(device, in: enrolled.member.id)
        try device.store.write {
            try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '0006%'")
        }
        try device.restart()

        try await device.enrol(number: "A-200")

        #expect(try device.store.waitingCount() == 0)
        #expect(try device.store.read(ChartTable.all).isEmpty)
    }

    @Test func `counts what is recorded at the last moment`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        let store = device.store
        let content = RowContent.checkIn(
            CheckIn(
                moment: LocalMoment(TestDevice.start, in: .utc), about: .now, pain: try #require(PainScore(4))))
        // It asks for the time once, when it has sent everything and is about to remove it.
        let engine = SyncEngine(store: store, transport: ModelTransport(service: device.service)) {
            do throws(StoreError) {
                _ = try store.record(content, at: TestDevice.start)
            } catch {
                Issue.record(error)
            }
            return TestDevice.start
        }

        await #expect(throws: SyncError.store(.unsentWork(count: 1))) { try await engine.signOut() }
        #expect(try device.painScores() == [4])
        #expect(try store.owner()?.state == .active)
    }

    @Test func `without a network is over before the same or another person begins`() async throws {
        let (service, device, enrolled) = try await leavingPhone()

        await service.next("/v1/sync/pull", .loseRequest)
        await #expect(throws: SyncError.noAnswer(.unreachable("the test says so"))) { try await device.enrol() }
        #expect(try device.store.owner()?.state == .leaving)
        let again = try await device.enrol(number: "A-200")

        #expect(await !service.holdsCopy(enrolled.device.id, of: enrolled.member.id))
        #expect(await service.endedSessions == 1)
        #expect(again.device.id != enrolled.device.id)
        try device.checkIn(pain: 2)
        #expect(await device.engine.sync().isComplete)
        #expect(try device.painScores() == [2])
    }

    @Test func `of a practitioner is over before they sign in again, under another identity`() async throws {
        let service = ModelService()
        let practitioner = await service.addPractitioner("jordan")
        let member = try await service.addMember("B-1")
        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        await service.grant(practitioner, member)
        let device = try TestDevice(of: service)
        try await device.signIn()
        _ = await device.engine.sync()
        let first = try #require(try device.store.owner()).device.id
        await service.next("/v1/sync/pull", .loseRequest)
        #expect(try await !device.engine.signOut())

        try await device.signIn()
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(try device.store.owner()?.state == .active)
        #expect(try device.store.plan(of: member)?.content.number == 1)
        #expect(await !service.holdsCopy(first, of: member))
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
