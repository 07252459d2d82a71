import Care
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `A copy that differs` {
    /// Repairs a device's rows of a scope as the protocol says, and gives how many rows came.
    private func repair(
        _ rows: inout [String: WireRow], _ scope: Scope, of copy: CopyingDevice, at clinic: Clinic
    ) async throws -> Int {
        let asked = ChecksumsRequest(device: copy.device, schema: ProtocolVersion.current, scope: scope)
        let theirs = try await clinic.repair.checksums(asked, actor: copy.actor)
        #expect(theirs.epoch == copy.copies[scope]?.epoch)
        let own = Dictionary(
            ChartSlice.sums(of: rows.values, in: scope).map { ($0.slice, $0) }, uniquingKeysWith: { first, _ in first })
        let there = Dictionary(theirs.slices.map { ($0.slice, $0) }, uniquingKeysWith: { first, _ in first })
        var received = 0
        for slice in Set(own.keys).union(there.keys).sorted() where own[slice] != there[slice] {
            var after: String?
            for _ in 0..<1_000 {
                let answer = try await clinic.repair.repair(
                    RepairRequest(
                        device: copy.device, schema: ProtocolVersion.current, scope: scope, slice: slice, after: after),
                    actor: copy.actor)
                received += answer.rows.count
                rows = rows.filter { _, row in
                    let isBefore = after.map { row.id <= $0 } ?? false
                    let isBeyond = answer.through.map { row.id > $0 } ?? false
                    return ChartSlice(of: row, in: scope) != slice || isBefore || isBeyond
                }
                for row in answer.rows { rows["\(row.kind) \(row.id)"] = row }
                guard let through = answer.through else { break }
                after = through
            }
        }
        #expect(ChartChecksum(of: rows.values).description == theirs.checksum)
        return received
    }

    @Test func `is mended by the slices that differ, and by nothing else`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var mutations = [try phone.insert(Samples.shoe())]
            for days in 0..<150 { mutations.append(try phone.insert(Samples.checkIn(daysAgo: days))) }
            try await phone.send(mutations, to: clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, .catalog, from: clinic)
            let whole = copy.rows(chart)
            var rows = whole
            let months = Dictionary(grouping: whole.values) { ChartSlice(of: $0, in: chart) }
            let (slice, damaged) = try #require(months.filter { $0.value.count > 3 }.min { $0.key < $1.key })
            let keys = damaged.map { "\($0.kind) \($0.id)" }.sorted()
            // One is gone, one says something else, and one was never there.
            rows[keys[0]] = nil
            rows[keys[1]]?.body = ["moment": ["day": .string("\(slice)-01")]]
            let stranger = WireRow(
                kind: "check_in", id: RowID.make(at: .now).description, version: 3,
                body: ["moment": ["day": .string("\(slice)-02")]])
            rows["check_in \(stranger.id)"] = stranger

            let received = try await repair(&rows, chart, of: copy, at: clinic)
            #expect(rows == whole)
            #expect(received == damaged.count)
            #expect(try await repair(&rows, chart, of: copy, at: clinic) == 0)

            var catalog = copy.rows(.catalog)
            catalog.removeAll()
            #expect(try await repair(&catalog, .catalog, of: copy, at: clinic) == 2)
            #expect(catalog == copy.rows(.catalog))
        }
    }

    @Test func `comes in answers that are not too large`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let note = try #require(Note(String(repeating: "é", count: 2_000)))
            let moment = Samples.moment(daysAgo: 1)
            for _ in 0..<2 {
                let batch = try (0..<100).map { _ in
                    try phone.insert(
                        .checkIn(CheckIn(moment: moment, about: .now, pain: try #require(PainScore(1)), note: note)))
                }
                try await phone.send(batch, to: clinic)
            }
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, from: clinic)
            var rows: [String: WireRow] = [:]
            let slice = try #require(ChartSlice(named: String(moment.day.description.prefix(7))))
            let first = try await clinic.repair.repair(
                RepairRequest(device: copy.device, schema: ProtocolVersion.current, scope: chart, slice: slice),
                actor: copy.actor)
            #expect(first.rows.count < 200 && first.through == first.rows.last?.id)
            #expect(try await repair(&rows, chart, of: copy, at: clinic) == 200)
            #expect(rows == copy.rows(chart))
        }
    }

    @Test func `is answered without its slice being held in memory`() {
        let member = MemberID.make(at: .now)
        let scope = Scope.chart(member)
        // Ids in no order, as versions bring them; every tenth row is of another slice, and some are large.
        let rows = (0..<20_000).map { number in
            let id = String(format: "%05d", number * 7_919 % 20_000)
            let isElsewhere = number.isMultiple(of: 10)
            let body: JSONValue = [
                "moment": ["day": isElsewhere ? "2026-02-01" : "2026-03-01"],
                "note": .string(String(repeating: "x", count: number.isMultiple(of: 50) ? 20_000 : 10)),
            ]
            return WireRow(kind: "check_in", id: id, version: Int64(number), body: body)
        }
        let wanted = rows.filter { !Int($0.version).isMultiple(of: 10) }.map(\.id).sorted()
        var received: [String] = []
        var (mostRows, mostBytes) = (0, 0)
        var after: String?
        repeat {
            var page = SliceRows(of: ChartSlice(of: rows[1], in: scope), in: scope, after: after)
            for row in rows {
                page.add(row)
                mostRows = max(mostRows, page.held.count)
                mostBytes = max(mostBytes, page.heldBytes)
            }
            received += page.finish().map(\.id)
            after = page.hasMore ? received.last : nil
        } while after != nil

        #expect(received == wanted)
        #expect(mostRows < 2 * PullRequest.limits.upperBound)
        #expect(mostBytes < 2 * 512 * 1_024)
    }

    @Test func `of a panel is mended too`() async throws {
        try await withClinic { clinic in
            var tablet = try await clinic.addTablet(with: [try await clinic.addMember().member])
            try await tablet.sync(.panel, from: clinic)
            var rows: [String: WireRow] = [:]
            #expect(try await repair(&rows, .panel, of: tablet, at: clinic) == 1)
            #expect(rows == tablet.rows(.panel))
        }
    }

    @Test func `is nobody's but the device's, and only as long as it may have it`() async throws {
        try await withClinic { clinic in
            let (phone, other) = (try await clinic.addMember(), try await clinic.addMember())
            let tablet = try await clinic.addTablet(with: [phone.member])
            let mine = try CopyingDevice(phone.actor)
            func refused(_ scope: Scope, _ copy: CopyingDevice, _ device: DeviceID? = nil, schema: Int = 2) async
                -> CareError?
            {
                do {
                    _ = try await clinic.repair.checksums(
                        ChecksumsRequest(device: device ?? copy.device, schema: schema, scope: scope), actor: copy.actor
                    )
                    _ = try await clinic.repair.repair(
                        RepairRequest(device: device ?? copy.device, schema: schema, scope: scope, slice: .standing),
                        actor: copy.actor)
                } catch { return error as? CareError }
                return nil
            }
            let chart = Scope.chart(phone.member)
            #expect(await refused(chart, tablet) == nil)
            #expect(try await clinic.count("SELECT count(*) FROM device_progress WHERE holds_copy") == 1)
            #expect(await refused(.chart(other.member), tablet) == .notFound)
            #expect(await refused(.chart(other.member), mine) == .notFound)
            #expect(await refused(.chart(.make(at: .now)), mine) == .notFound)
            #expect(await refused(.panel, mine) == .notFound)
            #expect(await refused(chart, mine, .make(at: .now)) == .notFound)
            #expect(await refused(chart, mine, schema: 1) == .clientTooOld)
            #expect(await refused(chart, mine, schema: 3) == .schemaUnknown)
            try await clinic.end(tablet.actor, with: phone.member)
            #expect(await refused(chart, tablet) == .notFound)
        }
    }
}
