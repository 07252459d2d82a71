import Care
import ChartSync
import Foundation
import GRDB
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `Comparing checksums` {
    @Test func `a damaged row is found, and only its slice is fetched again`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        for days in 0..<5 { try device.checkIn(pain: 4, daysAgo: Int64(days)) }
        for days in 40..<43 { try device.checkIn(pain: 2, daysAgo: Int64(days)) }
        _ = await device.engine.sync()
        try device.store.write {
            try $0.execute(sql: "UPDATE scope_row SET body = replace(body, '\"pain\":4', '\"pain\":5')")
        }
        #expect(try await device.engine.compare().contains { $0.verdict == .different })

        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        let report = await device.engine.sync()

        #expect(report.repaired == [.chart(member)])
        #expect(report.different.isEmpty)
        #expect(try device.painScores() == [2, 2, 2, 4, 4, 4, 4, 4])
        #expect(try await device.engine.compare().allSatisfy { $0.verdict == .equal })
        let slices = try await service.requests.filter { $0.path == "/v1/sync/repair" }.map { request in
            try JSONReader.read(request.body)["slice"]?.stringValue
        }
        #expect(Set(slices) == ["2027-01"])
    }

    @Test func `a copy that the service has gone past is behind, and different only where what it has is wrong`()
        async throws
    {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try device.checkIn(pain: 4)
        _ = await device.engine.sync()
        func verdict() async throws -> ScopeComparison.Verdict? {
            try await device.engine.compare().first { $0.scope == .chart(member) }?.verdict
        }
        #expect(try await verdict() == .equal)

        try await service.apply(planInsertion(number: 1), to: member, role: .practitioner)
        #expect(try await verdict() == .behind)
        _ = await device.engine.sync()
        #expect(try await verdict() == .equal)

        try await service.apply(planInsertion(number: 2), to: member, role: .practitioner)
        try device.store.write {
            try $0.execute(sql: "UPDATE scope_row SET body = replace(body, '\"pain\":4', '\"pain\":5')")
        }
        #expect(try await verdict() == .different)
    }

    @Test func `a row too many and a row too few are both found`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        for pain in 0..<6 { try device.checkIn(pain: pain) }
        _ = await device.engine.sync()
        try device.store.write { database in
            let first = try #require(try RowTable.all(.chart(member), database).first)
            try RowTable.delete(first, in: .chart(member), database)
            var second = first
            second.id = RowID.make(at: TestDevice.start).description
            try RowTable.save(second, in: .chart(member), database)
        }

        try device.checkIn(pain: 6)
        let report = await device.engine.sync()

        #expect(report.repaired == [.chart(member)])
        #expect(report.different.isEmpty)
        #expect(try device.painScores() == Array(0...6))
    }

    @Test func `a difference that stays is repaired twice, reported, and not fetched for ever`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try device.checkIn(pain: 4)
        await service.falsifyChecksums(true)

        let first = await device.engine.sync()
        #expect(first.repaired == [.chart(member)])
        #expect(first.different == [.chart(member)])
        #expect(try device.store.scopes().first { $0.scope == .chart(member) }?.repairs == 2)
        try device.checkIn(pain: 5)
        let second = await device.engine.sync()
        #expect(second.repaired.isEmpty)
        #expect(second.different == [.chart(member)])
        #expect(try device.painScores() == [4, 5])

        await service.falsifyChecksums(false)
        try device.checkIn(pain: 6)
        #expect(await device.engine.sync().proved.contains(.chart(member)))
    }

    @Test func `a repair that does not help takes nothing away`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try device.checkIn(pain: 4)
        try device.checkIn(pain: 5)
        _ = await device.engine.sync()
        try device.store.write {
            try $0.execute(sql: "UPDATE scope_row SET body = replace(body, '\"pain\":4', '\"pain\":3')")
        }
        await service.failRepairs(true)
        try device.checkIn(pain: 6)

        let report = await device.engine.sync()

        #expect(report.different == [.chart(member)])
        #expect(try device.store.rowCount(of: .chart(member)) == 3)
    }

    @Test func `a service without repairs is told apart from a fault, and sync goes on`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        try device.checkIn(pain: 4)
        await service.falsifyChecksums(true)
        for _ in 0..<2 { await service.next("/v1/sync/checksums", .answer(status: 404)) }

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.different == [.chart(member)])
    }
}
