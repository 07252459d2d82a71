import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `Pulling` {
    @Test func `brings the plan, and later the next revision`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        _ = await device.engine.sync()
        #expect(try device.store.plan()?.content.number == 1)

        try await service.apply(planInsertion(number: 2), to: member, role: .practitioner)
        let report = await device.engine.sync()

        #expect(report.rowsPulled == 1)
        #expect(try device.store.plan()?.content.number == 2)
        #expect(try device.store.planRevisions().map(\.content.number) == [1, 2])
    }

    @Test func `goes on from the last page after a cut`() async throws {
        let service = ModelService()
        let (first, second) = (try TestDevice(of: service), try TestDevice(of: service))
        try await first.enrol()
        try await second.enrol()
        for pain in 0..<7 { try first.checkIn(pain: pain) }
        _ = await first.engine.sync()
        await service.limitPages(to: 3)
        _ = await second.engine.pull()
        try await service.apply(planInsertion(number: 1), to: second.enrolled().member.id, role: .practitioner)
        await service.next("/v1/sync/pull", .loseAnswer)

        let cut = await second.engine.pull()
        #expect(cut.rowsPulled == 0)
        try second.restart()
        let report = await second.engine.pull()

        #expect(report.rowsPulled == 1)
        #expect(try second.painScores() == Array(0..<7))
        #expect(report.proved.count == 2)
    }

    @Test func `begins anew where its cursor is not accepted any more`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        await service.next("/v1/sync/pull", .answer(status: 400, problem: "/problems/cursor-invalid"))

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.rowsPulled == 1)
        #expect(try device.painScores() == [4])
    }

    @Test func `keeps kinds and fields that this version does not know`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let row = WireRow(
            kind: "hologram", id: "wave@3", version: 1,
            body: ["zeta": [1, .decimal(try #require(JSONDecimal("2.50")))], "alpha": nil, "text": "Zoë"])
        await service.addToCatalog(row)

        let report = await device.engine.sync()

        #expect(try device.store.rows(of: .catalog) == [row])
        #expect(report.proved.contains(.catalog))
        try device.restart()
        #expect(try device.store.rows(of: .catalog) == [row])
    }

    @Test func `a withdrawn record goes from the other device too`() async throws {
        let service = ModelService()
        let (first, second) = (try TestDevice(of: service), try TestDevice(of: service))
        try await first.enrol()
        try await second.enrol()
        let checkIn = try first.checkIn(pain: 4)
        _ = await first.engine.sync()
        _ = await second.engine.sync()
        #expect(try second.painScores() == [4])

        _ = try first.store.withdraw(checkIn.row, kind: .checkIn, at: TestDevice.start)
        _ = await first.engine.sync()
        let report = await second.engine.sync()

        #expect(report.rowsDeleted == 1)
        #expect(try second.painScores().isEmpty)
        #expect(report.proved.count == 2)
    }

    @Test func `a restored service gets back what a living device recorded`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        _ = await device.engine.sync()
        let backup = await service.backup()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        try device.checkIn(pain: 3)

        await service.restore(backup)
        let report = await device.engine.sync()

        #expect(report.isComplete)
        // The one that it has is repeated, and answered as it was.
        #expect(report.requeued == 2)
        #expect(report.rebased.count == 1)
        #expect(try device.painScores() == [1, 2, 3])
        #expect(await service.charts.values.map(\.rows.count) == [3])
    }

    @Test func `a restored service that asks for nothing still gets what it lost`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let backup = await service.backup()
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()

        await service.restore(backup)
        let report = await device.engine.sync()

        #expect(report.requeued == 1)
        #expect(report.waiting == 0)
        #expect(try device.painScores() == [2])
        #expect(await service.charts.values.map(\.rows.count) == [1])
    }

    @Test func `a rebase keeps what was not sent`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 1)
        _ = await device.engine.sync()
        try device.checkIn(pain: 2)
        await service.restore(await service.backup())

        let report = await device.engine.pull()

        #expect(report.rebased.count == 1)
        #expect(report.requeued == 1)
        #expect(report.waiting == 2)
        #expect(try device.painScores() == [1, 2])
    }
}
