import Care
import CareServices
import CareStore
import ChartSync
import Foundation
import Logging
import Postgres
import TestPostgres
import Testing

@Suite struct `What operators are told of the practice` {
    private func service(_ clinic: Clinic) -> OperatingService {
        OperatingService(
            care: clinic.database, eligibility: clinic.owner,
            secondPlace: SecondPlace(.none, database: clinic.database))
    }

    private func redFlag() throws -> RowContent {
        .checkIn(
            CheckIn(
                moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(8)),
                redFlags: [.cannotTakeFourSteps]))
    }

    @Test func `counts open alerts and late looks across charts that nobody may open`() async throws {
        try await withClinic { clinic in
            for _ in 0..<2 {
                var phone = try await clinic.addMember()
                try await phone.send([try phone.insert(redFlag())], to: clinic)
            }
            let operating = service(clinic)
            #expect(try await operating.pulse().lateLooks.count == 2)
            #expect(try await operating.pulse().openAlerts == [:])
            try await clinic.watch.lookAtDue(logger: Logger(label: "test"))
            let pulse = try await operating.pulse()
            #expect(pulse.lateLooks.count == 0 && pulse.lateLooks.oldestSeconds == 0)
            #expect(pulse.openAlerts.mapValues(\.count) == ["waiting": 2])
            #expect(pulse.openAlerts.values.allSatisfy { $0.oldestSeconds >= 0 })
            #expect(pulse.transactionAge >= 0 && pulse.secondPlaceLag == nil)

            // The count is all that comes out: the name by which the function counts opens nothing to whoever calls it.
            for role in ["counting", "service", "operator"] {
                let seen = try await clinic.database.perform(
                    TransactionOptions(settings: ["soleus.actor_role": role]),
                    Statement("SELECT count(*) FROM alert", gives: Types(Int64.self)).only())
                #expect(seen == 0, "\(role)")
            }
        }
    }

    @Test func `adds up what devices say of themselves, by when they were heard`() async throws {
        try await withClinic { clinic in
            try await clinic.owner.transaction { transaction in
                try transaction.runScript(
                    """
                    INSERT INTO device_status (holder_id, device_id, heard_at, schema, clock_offset_milliseconds, pending,
                        oldest_pending_at, set_aside)
                    VALUES
                        (gen_random_uuid(), gen_random_uuid(), now(), 2, 0, 3, now() - interval '100 seconds', 1),
                        (gen_random_uuid(), gen_random_uuid(), now() - interval '1 minute', 2, 0, 0, NULL, 0),
                        (gen_random_uuid(), gen_random_uuid(), now() - interval '2 days', 2, 0, NULL, NULL, NULL),
                        (gen_random_uuid(), gen_random_uuid(), now() - interval '1 year', 1, 0, 7,
                            now() - interval '1 year', 2);
                    """)
            }
            let devices = Dictionary(
                uniqueKeysWithValues: try await service(clinic).devices().map { ($0.heard, $0) })
            #expect(devices.mapValues(\.count) == ["hour": 2, "week": 1, "longer": 1])
            #expect(devices["hour"]?.behind == 1 && devices["hour"]?.pendingMutations == 3)
            #expect(devices["hour"].map { $0.oldestPendingSeconds >= 100 } == true)
            #expect(devices["hour"]?.setAside == 1)
            #expect(devices["week"]?.behind == 0 && devices["week"]?.oldestPendingSeconds == 0)
            #expect(devices["longer"]?.pendingMutations == 7)
        }
    }

    @Test func `counts loads where they stand until they are settled`() async throws {
        try await withClinic { clinic in
            try await clinic.owner.transaction { transaction in
                try transaction.runScript(
                    """
                    INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
                    VALUES ('00000000-0000-4000-8000-0000000000aa', 'waits', 'Waits', 'employer', 'full', 'last_covered_day');
                    INSERT INTO eligibility_load (sponsor_id, load_id, position, sha256, received_at, state, row_count, faulty_count,
                        added_count, changed_count, reinstated_count, terminated_count, unchanged_count)
                    SELECT '00000000-0000-4000-8000-0000000000aa', gen_random_uuid(), n, sha256(n::text::bytea),
                        now() - n * interval '1 hour',
                        (ARRAY['applied', 'held', 'held', 'staged', 'rejected'])[n], 0, 0, 0, 0, 0, 0, 0
                    FROM generate_series(1, 5) AS n;
                    """)
            }
            let loads = try await service(clinic).pulse().loads
            #expect(loads.mapValues(\.count) == [.held: 2, .staged: 1])
            #expect(loads[.held].map { $0.oldestSeconds >= 3 * 3_600 } == true)
        }
    }
}
