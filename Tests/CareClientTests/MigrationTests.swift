import Care
import CareMessages
import ChartSync
import Foundation
import GRDB
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `A store of the first version` {
    /// A file as the first version left it: enrolled, with a copy, two answered records, one sent and one waiting.
    private func firstStore(at path: String, of service: ModelService) async throws -> Member {
        let device = try TestDevice(of: service)
        let enrolled = try await device.enrol()
        try device.checkIn(pain: 1)
        try device.checkIn(pain: 2)
        _ = await device.engine.sync()
        try device.checkIn(pain: 3)
        await service.next("/v1/sync/push", .loseRequest)
        _ = await device.engine.sync()
        try device.checkIn(pain: 4)
        let record = try #require(try device.store.read(DeviceTable.current))
        let batch = try #require(try device.store.read { try BatchTable.unanswered(enrolled.member.id, $0) })
        let rows = try device.store.rows(of: .chart(enrolled.member.id))
        let outbox = try device.store.outbox()

        let queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            try database.execute(sql: StoreMigrations.firstStore)
            try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('0001 first store')")
            try database.execute(
                sql: """
                    INSERT INTO device (singleton, server, device_id, enrolment, member_id, member, access_token,
                        refresh_token, next_seq)
                    VALUES (1, ?, ?, ?, ?, ?, ?, ?, 5)
                    """,
                arguments: [
                    record.server, record.device.id.description, try jsonText(try #require(record.enrolment)),
                    enrolled.member.id.description, try jsonText(enrolled.member), record.accessToken,
                    record.refreshToken,
                ])
            try database.execute(sql: "INSERT INTO cursor (singleton, value) VALUES (1, 'of the old format')")
            let scope = "chart:\(enrolled.member.id)"
            try database.execute(
                sql: """
                    INSERT INTO scope (scope, epoch, version, is_complete, acked_seq, checksum_state)
                    VALUES (?, 'an epoch of the old kind', 2, 1, 2, 'equal')
                    """,
                arguments: [scope])
            for row in rows {
                try database.execute(
                    sql: "INSERT INTO scope_row (scope, kind, id, version, body) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        scope, row.kind, row.id, row.version,
                        String(decoding: JSONWriter.write(row.body), as: UTF8.self),
                    ])
            }
            // The request in the words of the first version.
            let request = String(decoding: batch.request, as: UTF8.self)
                .replacing("\"schema\":2", with: "\"schema\":1")
            try database.execute(
                sql: "INSERT INTO batch (first_seq, last_seq, request, frozen_at) VALUES (3, 3, ?, ?)",
                arguments: [Data(request.utf8), TestDevice.start.description])
            for entry in outbox {
                let sentence = try jsonText(entry.mutation)
                    .replacing("\"pain\":4", with: "\"pain\":4,\"sideOfAnkle\":\"inner\"")
                try database.execute(
                    sql: """
                        INSERT INTO outbox (seq, mutation, row_id, recorded_at, state, status, version, outcome)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        entry.mutation.seq, sentence, entry.mutation.row.description, entry.recordedAt.description,
                        entry.state.rawValue, entry.outcome?.status.rawValue, entry.outcome?.version,
                        try entry.outcome.map { try jsonText($0) },
                    ])
            }
        }
        try queue.close()
        return enrolled.member
    }

    @Test func `opens with everything in it, and goes on`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try device.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: device.path + suffix) }
        let member = try await firstStore(at: device.path, of: service)

        try device.reopen()

        #expect(try device.enrolled().member == member)
        #expect(try device.painScores() == [1, 2, 3, 4])
        #expect(try device.store.outbox().map(\.state) == [.acknowledged, .acknowledged, .sent, .pending])
        #expect(try device.store.checkIns().compactMap(\.content.aspect) == [.inner])
        let before = await service.pushes().count
        let report = await device.engine.sync()
        #expect(report.isComplete)
        #expect(report.outcomes.map(\.seq) == [3, 4])
        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(report.requeued == 0)
        #expect(try device.painScores() == [1, 2, 3, 4])
        let first = try #require(await service.pushes().dropFirst(before).first)
        #expect(try JSONReader.read(first.body)["schema"] == 1)
        #expect(try await device.engine.compare().allSatisfy { $0.verdict == .equal })
    }

    @Test func `of a newer version is refused`() throws {
        let device = try TestDevice(of: ModelService())
        try device.store.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 of a version to come')")
        }
        try device.store.close()

        #expect(throws: StoreError.newerStore) { try OfflineStore.open(device.path) }
    }
}
