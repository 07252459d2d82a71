import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// What must be written of a push whoever writes it, and read of a pull whoever reads it: one statement for each table.
///
/// It is a yardstick, and stays as it is when the service finds a better way.
enum FloorStatements {
    static let lock = Statement(
        "SELECT version FROM chart WHERE member_id = $1 FOR UPDATE", takes: Types(MemberID.self),
        gives: Types(Int64.self))

    static let sessions = Statement(
        """
        INSERT INTO session_log (
            member_id, id, version, plan_revision, at, time_zone, day, effort, pain_during, note, exercises,
            skipped_reasons, difficulties, set_exercises, set_reps
        )
        SELECT $1, id, version, plan_revision, at, time_zone, day, effort, pain_during, note,
            ($15::text[])[item:last_item], ($16::text[])[item:last_item], ($17::smallint[])[item:last_item],
            ($18::smallint[])[done:last_done], ($19::smallint[])[done:last_done]
        FROM unnest(
            $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::date[], $8::smallint[],
            $9::smallint[], $10::text[], $11::integer[], $12::integer[], $13::integer[], $14::integer[]
        ) AS new (
            id, version, plan_revision, at, time_zone, day, effort, pain_during, note, item, last_item, done, last_done
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Int?].self, [Instant].self, [TimeZoneName].self,
            [LocalDay].self, [EffortScore?].self, [PainScore?].self, [Note?].self, [Int32].self, [Int32].self,
            [Int32].self, [Int32].self, [Slug].self, [Note?]?.self, [Difficulty?]?.self, [Int16].self, [Int16?]?.self))

    static let checkIns = Statement(
        """
        INSERT INTO check_in (
            member_id, id, version, at, time_zone, day, about, pain, site, stiffness, swelling, red_flags
        )
        SELECT $1, id, version, at, time_zone, day, about, pain, site, stiffness, swelling, '{}'
        FROM unnest(
            $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::text[], $8::smallint[], $9::text[],
            $10::smallint[], $11::boolean[]
        ) AS new (id, version, at, time_zone, day, about, pain, site, stiffness, swelling)
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Instant].self, [TimeZoneName].self, [LocalDay].self,
            [CheckIn.Moment].self, [PainScore].self, [Slug?].self, [StiffnessScore?].self, [Bool?].self))

    static let runs = Statement(
        """
        INSERT INTO run_log (
            member_id, id, version, at, time_zone, day, distance_meters, duration_seconds, surface, terrain, effort,
            pain_during
        )
        SELECT $1, * FROM unnest(
            $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::bigint[], $8::bigint[], $9::text[],
            $10::text[], $11::smallint[], $12::smallint[]
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Instant].self, [TimeZoneName].self, [LocalDay].self,
            [Int].self, [Int].self, [RunLog.Surface?].self, [RunLog.Terrain?].self, [EffortScore?].self,
            [PainScore?].self))

    static let entry = Statement(
        """
        INSERT INTO commit_entry (
            member_id, last_version, first_version, actor_role, actor_id, device_id, first_seq, client_time, server_time,
            kinds, operations, row_ids, statuses, mutation_hashes, checksum, hash
        ) VALUES (
            $1, $2, $3, 'member', $4, $5, $6, $7, $8, $9::text[]::row_kind[], $10::text[]::row_operation[], $11,
            $12::text[]::outcome_status[], $13, $14, $15
        )
        """,
        takes: Types(
            MemberID.self, Int64.self, Int64.self, UUID.self, DeviceID.self, Int64.self, Instant.self, Instant.self,
            [RowKind].self, [RowOperation].self, [RowID].self, [Outcome.Status].self, [UInt8].self, ChartChecksum.self,
            [UInt8].self))

    static let advance = Statement(
        "UPDATE chart SET version = $2, head = $3, checksum = $4 WHERE member_id = $1",
        takes: Types(MemberID.self, Int64.self, [UInt8].self, ChartChecksum.self))

    static let progress = Statement(
        """
        UPDATE device_progress SET last_seq = $3, seen_at = $4, pushed_by = pg_current_xact_id()
        WHERE member_id = $1 AND device_id = $2
        """,
        takes: Types(MemberID.self, DeviceID.self, Int64.self, Instant.self))

    /// Whether a chart has moved, and what the device has sent: what an idle pull cannot do without.
    static let head = Statement(
        """
        SELECT chart.version, chart.checksum, progress.last_seq, (SELECT version FROM catalog)
        FROM chart JOIN device_progress AS progress USING (member_id)
        WHERE chart.member_id = $1 AND progress.device_id = $2
        """,
        takes: Types(MemberID.self, DeviceID.self), gives: Types(Int64.self, ChartChecksum.self, Int64.self, Int64.self)
    )
}
