import Care
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `Many writers and one reader of a panel` {
    @Test(arguments: [1, 4, 16]) func `never leave a row undelivered`(writers: Int) async throws {
        try await withClinic { clinic in
            var phones: [Phone] = []
            for _ in 0..<writers { phones.append(try await clinic.addMember()) }
            let members = phones.map(\.member)
            let tablet = try await clinic.addTablet(with: members)
            let batches = 10
            var reader = tablet
            try await withThrowingTaskGroup(of: Void.self) { group in
                for phone in phones {
                    group.addTask {
                        var phone = phone
                        for number in 0..<batches {
                            let (shoe, checkIn) = (RowID.make(at: .now), RowID.make(at: .now))
                            try await phone.send(
                                [
                                    phone.insert(Samples.shoe(), shoe),
                                    phone.insert(Samples.checkIn(number % 11), checkIn),
                                    phone.update(shoe, base: 1 << 40, ["label": "Red pair"]),
                                    phone.delete(.checkIn, checkIn),
                                ], to: clinic)
                        }
                    }
                }
                // It pulls only the charts of which the panel says that they have moved.
                for _ in 0..<5_000 {
                    let moved = try await reader.pull(.panel, from: clinic, limit: 7).pages.flatMap(\.rows)
                    for row in moved {
                        try await reader.pull(.chart(try #require(MemberID(row.id))), from: clinic, limit: 5)
                    }
                    let versions = reader.rows(.panel).values.map(\.version)
                    if versions.count == writers, versions.allSatisfy({ $0 == Int64(batches * 4) }) { break }
                }
                try await group.waitForAll()
            }
            for member in members {
                try await reader.sync(.chart(member), from: clinic, limit: 5)
                var whole = try tablet.another()
                try await whole.sync(.chart(member), from: clinic)
                #expect(reader.rows(.chart(member)) == whole.rows(.chart(member)))
                #expect(reader.rows(.panel)["\(PanelChart.kind) \(member)"]?.version == Int64(batches * 4))
            }
        }
    }
}

@Suite struct `What an idle poll costs` {
    /// How many pages of the database a statement looks at, as the role that serves, for one practitioner.
    private func buffers(
        _ statement: String, of tablet: CopyingDevice, in clinic: Clinic
    ) async throws -> (count: Int, plan: [String]) {
        var settings = tablet.actor.access()
        settings["soleus.device"] = tablet.device.description
        let options = TransactionOptions(isReadOnly: true, settings: settings)
        let plan = try await clinic.database.transaction(options) { transaction in
            let explained = Statement(
                "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) " + statement, gives: Types(String.self)
            )
            // Once more than is counted: the first looks at catalogs as well.
            _ = try transaction.all(explained)
            return try transaction.all(explained)
        }
        let line = plan.first { $0.contains("Buffers: shared hit=") } ?? ""
        let digits = line.drop { $0 != "=" }.dropFirst().prefix { $0.isNumber }
        return (try #require(Int(digits)), plan)
    }

    @Test func `does not grow with the panel`() async throws {
        try await withClinic { clinic in
            let tablets = (try await clinic.addTablet(), try await clinic.addTablet())
            for (tablet, count) in [(tablets.0, 20), (tablets.1, 4_000)] {
                try await clinic.run(
                    """
                    WITH new AS (
                        INSERT INTO member (
                            member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number
                        )
                        SELECT gen_random_uuid(), 'Maya', 'Ruiz', '1988-04-12', 'CO', 'America/Denver', gen_random_uuid(),
                            'x' FROM generate_series(1, \(count))
                        RETURNING member_id
                    ), chart AS (
                        INSERT INTO chart (member_id, epoch, version, head, checksum)
                        SELECT member_id, gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'),
                            decode(repeat('00', 16), 'hex') FROM new
                    )
                    INSERT INTO care_team_member (member_id, practitioner_id, valid_from, valid_to, role)
                    SELECT member_id, '\(tablet.actor.subject)', now() - interval '1 day', now() + interval '1 year',
                        'lead_pt' FROM new
                    """)
            }
            try await clinic.run("VACUUM ANALYZE care_team_member", outsideTransaction: true)
            var costs: [Int] = []
            for tablet in [tablets.0, tablets.1] {
                let news = PanelScopeStatements.newsText
                    .replacing("$1", with: "'\(tablet.actor.subject)'::uuid")
                    .replacing("$2", with: "pg_snapshot_xmax(pg_current_snapshot())")
                    .replacing("$3", with: "ARRAY[]")
                    .replacing("$4", with: "now() - interval '1 minute'").replacing("$5", with: "NULL")
                    .replacing("$6", with: "500::bigint")
                let (count, plan) = try await buffers(news, of: tablet, in: clinic)
                #expect(
                    !plan.contains { $0.contains("Seq Scan on care_team_member") }, "\(plan.joined(separator: "\n"))")
                costs.append(count)
                var copy = tablet
                try await copy.sync(.panel, from: clinic, limit: 2_000)
                let idle = try await copy.pull(.panel, from: clinic)
                #expect(idle.pages.isEmpty && copy.panel.count >= 20)
            }
            // A level of an index or two, and not a chart each.
            #expect(costs[1] <= costs[0] + 16, "\(costs)")
        }
    }
}
