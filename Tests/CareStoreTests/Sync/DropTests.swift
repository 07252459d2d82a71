import Care
import CareServices
import ChartSync
import Foundation
import Testing

@Suite struct `A copy to give up` {
    private func tablet(
        with clinic: Clinic
    ) async throws -> (tablet: CopyingDevice, phone: Phone, chart: Scope) {
        var phone = try await clinic.addMember()
        try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
        var tablet = try await clinic.addTablet(with: [phone.member])
        try await tablet.sync(.panel, .chart(phone.member), from: clinic)
        return (tablet, phone, .chart(phone.member))
    }

    private let outstanding = "SELECT count(*) FROM device_progress WHERE dropped_at IS NOT NULL"
    private let held = "SELECT count(*) FROM device_progress WHERE holds_copy"

    @Test func `is told of in every answer until it is purged`() async throws {
        try await withClinic { clinic in
            var (tablet, _, chart) = try await tablet(with: clinic)
            try await clinic.end(tablet.actor, with: try Samples.value(tablet.panel.first))
            for scopes in [[Scope.panel], [.panel, chart], [chart], [.catalog]] {
                let answer = try await clinic.pull.pull(tablet.request(scopes), actor: tablet.actor)
                #expect(answer.drops == [ScopeDrop(scope: chart, reason: .accessEnded)], "\(scopes)")
                #expect(answer.pages.allSatisfy { $0.scope != chart && $0.rows.allSatisfy { $0.kind != "check_in" } })
            }
            #expect(try await clinic.count(outstanding) == 1)
            try await tablet.pull(.panel, from: clinic)
            let purged = try await tablet.purge(at: clinic)
            #expect(purged.drops.isEmpty)
            #expect(try await clinic.count(held) == 0)
            #expect(try await tablet.pull(.panel, from: clinic).drops.isEmpty)
        }
    }

    @Test func `is kept when access comes back before it was purged`() async throws {
        try await withClinic { clinic in
            var (tablet, phone, chart) = try await tablet(with: clinic)
            try await clinic.end(tablet.actor, with: phone.member)
            #expect(try await clinic.pull.pull(tablet.request([.panel]), actor: tablet.actor).drops.count == 1)
            try await phone.send([phone.insert(Samples.session())], to: clinic)
            try await clinic.place(tablet.actor, with: phone.member, fromSeconds: 0, toSeconds: nil)
            let answer = try await tablet.pull(.panel, chart, from: clinic)
            #expect(answer.drops.isEmpty && tablet.panel == [phone.member])
            #expect(answer.pages.filter { $0.scope == chart }.map(\.rebase) == [false])
            #expect(tablet.rows(chart).count == 2 && tablet.isComplete(chart))
            #expect(try await clinic.count(outstanding) == 0)
            #expect(try await clinic.count(held) == 1)
        }
    }

    @Test func `comes back whole when access does after the purge`() async throws {
        try await withClinic { clinic in
            var (tablet, phone, chart) = try await tablet(with: clinic)
            try await clinic.end(tablet.actor, with: phone.member)
            try await tablet.pull(.panel, from: clinic)
            try await tablet.purge(at: clinic)
            #expect(tablet.panel.isEmpty && tablet.copies[chart] == nil)
            try await clinic.place(tablet.actor, with: phone.member, fromSeconds: 0, toSeconds: nil)
            try await tablet.sync(.panel, chart, from: clinic)
            #expect(tablet.panel == [phone.member] && tablet.rows(chart).count == 1)
        }
    }

    @Test func `is found by a device that has lost its place in the panel`() async throws {
        try await withClinic { clinic in
            let (tablet, phone, chart) = try await tablet(with: clinic)
            try await clinic.end(tablet.actor, with: phone.member)
            var request = tablet.request([.panel])
            request.scopes = [ScopeRequest(.panel)]
            let answer = try await clinic.pull.pull(request, actor: tablet.actor)
            #expect(answer.drops.map(\.scope) == [chart])
            #expect(try await clinic.count(outstanding) == 1)
        }
    }

    @Test func `is all that is said of charts that there are not, or that are somebody else's`() async throws {
        try await withClinic { clinic in
            let (mine, other) = (try await clinic.addMember(), try await clinic.addMember())
            let (phone, tablet) = (try CopyingDevice(mine.actor), try await clinic.addTablet(with: [mine.member]))
            let nobody = MemberID.make(at: .now)
            for device in [phone, tablet] {
                for member in [other.member, nobody] {
                    let answer = try await clinic.pull.pull(device.request([.chart(member)]), actor: device.actor)
                    #expect(answer.pages.isEmpty && !answer.more)
                    #expect(answer.drops == [ScopeDrop(scope: .chart(member), reason: .accessEnded)])
                }
            }
            #expect(try await clinic.count("SELECT count(*) FROM device_progress") == 0)
            // What a device says it purged of others' charts changes nothing either.
            _ = try await clinic.pull.pull(
                tablet.request([.panel], purged: [.chart(other.member), .chart(nobody), .catalog]), actor: tablet.actor)
            #expect(try await clinic.count("SELECT count(*) FROM device_progress") == 0)
        }
    }

    @Test func `is noted as held before a row of it leaves`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            var tablet = try await clinic.addTablet(with: [phone.member])
            try await tablet.pull(.panel, from: clinic)
            #expect(try await clinic.count(held) == 0)
            try await tablet.pull(.chart(phone.member), from: clinic)
            #expect(try await clinic.count(held) == 1)
        }
    }
}

@Suite struct `What a pull notes` {
    private func notes(_ clinic: Clinic) async throws -> Int64 {
        try await clinic.count(
            """
            SELECT hashtextextended(string_agg(line, ',' ORDER BY line), 0) FROM (
                SELECT p::text || p.xmin::text FROM device_progress AS p UNION ALL SELECT s::text || s.xmin::text
                FROM device_status AS s
            ) AS noted (line)
            """)
    }

    @Test func `is nothing while nothing is new`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            var tablet = try await clinic.addTablet(with: [phone.member])
            try await copy.sync(chart, .catalog, from: clinic)
            try await tablet.sync(.panel, chart, from: clinic)
            // The cursor of the last page proves what has arrived.
            try await copy.pull(chart, .catalog, from: clinic)
            try await tablet.pull(.panel, chart, from: clinic)
            let before = try await notes(clinic)
            for _ in 0..<3 {
                try await copy.pull(chart, .catalog, from: clinic)
                try await tablet.pull(.panel, chart, from: clinic)
            }
            #expect(try await notes(clinic) == before)
            #expect(try await clinic.count("SELECT min(pulled_version) FROM device_progress") == 1)
        }
    }

    @Test func `is what the device says of itself, and how far its clock is off`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            var copy = try CopyingDevice(phone.actor)
            let report = DeviceReport(pending: 3, oldestPending: Samples.moment.at, setAside: 1)
            try await copy.pull(.catalog, from: clinic, report: report)
            let row = "SELECT count(*) FROM device_status WHERE pending = 3 AND set_aside = 1 AND schema = 2"
            #expect(try await clinic.count(row + " AND abs(clock_offset_milliseconds) < 5000") == 1)
            // A clock that is years off is noted, and changes nothing else.
            for years in [-20, 20] {
                let off = Instant.now.adding(seconds: Int64(years) * 365 * 86_400)
                let answer = try await clinic.pull.pull(copy.request([.catalog], clientTime: off), actor: copy.actor)
                #expect(answer.pages.isEmpty)
                #expect(
                    try await clinic.count(row + " AND round(clock_offset_milliseconds / 31536000000.0) = \(years)")
                        == 1)
            }
            try await copy.pull(.catalog, from: clinic, report: DeviceReport(pending: 0, setAside: 0))
            #expect(
                try await clinic.count(
                    "SELECT count(*) FROM device_status WHERE pending = 0 AND oldest_pending_at IS NULL") == 1)
        }
    }
}
