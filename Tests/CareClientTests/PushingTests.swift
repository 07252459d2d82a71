import Care
import ChartSync
import Foundation
import GRDB
import Testing

@testable import CareClient

@Suite struct `Pushing` {
    @Test func `delivers everything once and drops the overlay`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        try device.checkIn(pain: 6)

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(report.waiting == 0)
        #expect(try device.store.checkIns().map(\.isWaiting) == [false, false])
        #expect(report.proved.count == 2)
    }

    @Test func `repeats an unanswered batch byte for byte after a kill, whatever was recorded since`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .loseAnswer)

        let first = await device.engine.sync()
        #expect(first.interruption == .noAnswer(.cut("the test says so")))
        #expect(first.waiting == 1)
        #expect(try device.store.outbox().map(\.state) == [.sent])
        try device.restart()
        try device.checkIn(pain: 6)
        let second = await device.engine.sync()

        #expect(second.isComplete)
        let pushes = await service.pushes()
        #expect(pushes.count == 3)
        #expect(pushes[0] == pushes[1])
        #expect(try device.painScores() == [4, 6])
        #expect(await service.charts.values.map(\.rows.count) == [2])
    }

    @Test func `keeps everything while the service cannot be reached`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .loseRequest)

        let report = await device.engine.sync()

        #expect(report.interruption?.isPassing == true)
        #expect(report.waiting == 1)
        #expect(try device.painScores() == [4])
    }

    @Test func `sends at most two hundred at once`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let moment = LocalMoment(TestDevice.start, in: .utc)
        let pain = try #require(PainScore(1))
        let many = (0..<450).map { _ in RowContent.checkIn(CheckIn(moment: moment, about: .now, pain: pain)) }
        _ = try device.store.record(many, at: TestDevice.start)

        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.seq) == Array(1...450))
        #expect(await service.pushes().count == 3)
    }

    @Test func `makes a smaller batch where one is too large`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        for pain in 0..<4 { try device.checkIn(pain: pain) }
        await service.next("/v1/sync/push", .answer(status: 413))

        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.seq) == [1, 2, 3, 4])
        #expect(await service.pushes().count == 3)
    }

    @Test func `a rejected record blocks nothing and stays visible with its reason`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let moment = LocalMoment(TestDevice.start, in: .utc)
        try device.checkIn(pain: 4)
        _ = try device.store.record(
            .sessionLog(
                SessionLog(
                    planRevision: 9, moment: moment,
                    items: [LoggedItem(exercise: try #require(Slug("calf-raises")), sets: [LoggedSet(reps: 12)])])),
            at: TestDevice.start)
        try device.checkIn(pain: 6)

        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.status) == [.applied, .quarantined, .applied])
        #expect(try device.painScores() == [4, 6])
        #expect(try device.store.sessions().isEmpty)
        #expect(try device.store.setAside().map(\.content.reason) == [.unknownRevision])
        #expect(try device.store.outbox().filter(\.isSetAside).map(\.mutation.seq) == [2])
        #expect(report.waiting == 0)
    }

    @Test func `the last batch again changes nothing`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        try device.checkIn(pain: 6)
        _ = await device.engine.sync()
        let before = await service.charts.values.map(\.checksum)

        let report = try #require(try await device.engine.repeatLastBatch())

        #expect(report.isSame)
        #expect(report.lines.count == 2)
        #expect(await service.charts.values.map(\.checksum) == before)
        let pushes = await service.pushes()
        #expect(pushes.count == 2)
        #expect(pushes[0] == pushes[1])
    }

    @Test func `a refusal leaves the work to be sent anew`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .answer(status: 403))

        let refused = await device.engine.sync()
        #expect(refused.interruption == .refused(status: 403, problem: nil, detail: nil))
        #expect(try device.store.outbox().map(\.state) == [.pending])
        #expect(await device.engine.sync().outcomes.count == 1)
    }

    @Test func `a refusal does not keep the plan from arriving`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .answer(status: 422, problem: "/problems/invalid"))

        let report = await device.engine.sync()

        #expect(report.interruption == .refused(status: 422, problem: "/problems/invalid", detail: nil))
        #expect(report.waiting == 1)
        #expect(try device.store.plan()?.content.number == 1)
    }

    @Test func `a clone that is not accepted as a new device keeps its work and its plan`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        _ = await device.engine.sync()
        let clone = try device.clone()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        try clone.checkIn(pain: 3)
        await service.next("/v1/enrolments", .answer(status: 403))

        let refused = await clone.engine.sync()
        guard case .refused(403, "device_forked", _) = refused.interruption else {
            Issue.record("\(refused)")
            return
        }
        #expect(refused.waiting == 1)
        #expect(try clone.painScores() == [1, 2, 3])
        #expect(await clone.engine.sync().tookNewIdentity)
        #expect(try clone.painScores() == [1, 2, 3])
    }

    @Test func `a change of one's own unsent row carries the version that the row became`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.addShoe("Blue")
        try device.changeShoe { $0.startMeters = 500 }
        try device.changeShoe { $0.startMeters = 900 }

        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.status) == [.applied, .applied, .applied])
        #expect(try device.store.shoes().map(\.content.startMeters) == [900])
    }

    @Test(arguments: [false, true])
    func `a change right after the answer is based on it, before any page shows the row`(isOfEarlierVersion: Bool)
        async throws
    {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let mistaken = try device.checkIn(pain: 4)
        try device.addShoe("Blue")
        await service.next("/v1/sync/pull", .answer(status: 503))
        #expect(await device.engine.sync().outcomes.count == 2)

        _ = try device.store.withdraw(mistaken.row, kind: .checkIn, at: TestDevice.start)
        try device.changeShoe { $0.startMeters = 500 }
        if isOfEarlierVersion {
            // Such a change had no base in a copy that had no row.
            try device.store.write {
                try $0.execute(
                    sql: "UPDATE outbox SET mutation = json_remove(mutation, '$.base') WHERE state = 'pending'")
            }
        }
        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(try device.painScores().isEmpty)
        #expect(try device.store.shoes().map(\.content.startMeters) == [500])
        #expect(try device.store.setAside().isEmpty)
    }

    @Test(arguments: [302, 407])
    func `an answer that the service itself does not give leaves a batch as it was sent`(status: Int) async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.next("/v1/sync/push", .loseAnswer)
        _ = await device.engine.sync()
        await service.next("/v1/sync/push", .answer(status: status))

        let report = await device.engine.sync()
        #expect(report.interruption == .busy(status: status, retryAfterSeconds: nil))
        #expect(try device.store.outbox().map(\.state) == [.sent])
        try device.checkIn(pain: 6)
        #expect(await device.engine.sync().isComplete)

        let pushes = await service.pushes()
        #expect(pushes.count == 4)
        #expect(Set(pushes.prefix(3)).count == 1)
        #expect(await service.charts.values.map(\.rows.count) == [2])
    }

    @Test func `a device restored from a backup becomes a new one and loses nothing`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        _ = await device.engine.sync()
        let clone = try device.clone()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        try clone.checkIn(pain: 3)

        let report = await clone.engine.sync()

        #expect(report.isComplete)
        #expect(report.tookNewIdentity)
        #expect(try clone.painScores() == [1, 2, 3])
        #expect(try clone.enrolled().device.id != device.enrolled().device.id)
        #expect(await device.engine.sync().isComplete)
        #expect(try device.painScores() == [1, 2, 3])
    }
}

@Suite struct `Two devices on one shoe` {
    @Test func `both words of different fields stand`() async throws {
        let (service, first, second) = try await pair()

        try first.changeShoe { $0.label = try #require(Label("Green")) }
        try second.changeShoe { $0.startMeters = 700 }
        _ = await first.engine.sync()
        let report = await second.engine.sync()
        _ = await first.engine.sync()

        #expect(report.outcomes.map(\.status) == [.merged])
        for device in [first, second] {
            let shoe = try #require(try device.store.shoes().first?.content)
            #expect(shoe.label.description == "Green")
            #expect(shoe.startMeters == 700)
        }
        #expect(await service.charts.count == 1)
    }

    @Test func `the first word on the use stands and the other is kept aside`() async throws {
        let (_, first, second) = try await pair()

        try first.changeShoe { $0.startMeters = 500 }
        try second.changeShoe { $0.startMeters = 700 }
        _ = await first.engine.sync()
        let report = await second.engine.sync()

        #expect(report.outcomes.map(\.status) == [.rejected])
        #expect(report.outcomes.map(\.reason) == [.baseMoved])
        #expect(try second.store.shoes().map(\.content.startMeters) == [500])
        #expect(try second.store.setAside().map(\.content.reason) == [.baseMoved])
    }

    private func pair() async throws -> (ModelService, TestDevice, TestDevice) {
        let service = ModelService()
        let first = try TestDevice(of: service)
        let second = try TestDevice(of: service)
        try await first.enrol()
        try await second.enrol()
        try first.addShoe("Blue")
        _ = await first.engine.sync()
        _ = await second.engine.sync()
        return (service, first, second)
    }
}
