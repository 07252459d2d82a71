package import Care
package import ChartSync
import Foundation
package import Postgres

/// What surrounds the rows of every commit to a chart: what is known when it begins, and what is written at its end.
///
/// Each is one statement, since a statement of its own costs the server and the service more than most of what is done in
/// one of these.
package enum CommitStatements {
    /// How a chart stands for its author and their device, once it is locked.
    package struct Standing: Sendable {
        /// The number of the latest plan revision; 0 for none.
        package var latestRevision: Int32
        /// The roles that whoever acts in this transaction has for the member at this moment; none for a member.
        package var roles: [CareTeamRole]
        /// What the device sent before; nil before the first, and for an author without one.
        package var progress: DeviceProgress?
    }

    package static let standing = Statement(
        """
        SELECT (SELECT coalesce(max(number), 0) FROM plan_revision WHERE member_id = $1),
            ARRAY(
                SELECT role FROM care_team_member
                WHERE member_id = $1 AND current_setting('soleus.actor_role', true) = 'practitioner'
                    AND practitioner_id = nullif(current_setting('soleus.actor', true), '')::uuid
                    AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())
            ),
            progress.last_seq, progress.pushed_by::text, progress.durable_seq, progress.pulled_version, progress.seen_at
        FROM (SELECT) AS always
        LEFT JOIN device_progress AS progress ON progress.member_id = $1 AND progress.device_id = $2
        """,
        takes: Types(MemberID.self, DeviceID?.self),
        gives: Types(
            Int32.self, [CareTeamRole].self, Int64?.self, String?.self, Int64?.self, Int64?.self, Instant?.self)
    ).map { latestRevision, roles, lastSeq, pushedBy, durableSeq, pulledVersion, seenAt in
        var standing = Standing(latestRevision: latestRevision, roles: roles)
        if let lastSeq, let durableSeq, let pulledVersion, let seenAt {
            standing.progress = DeviceProgress(
                lastSeq: lastSeq, pushedBy: pushedBy.flatMap { UInt64($0) }, durableSeq: durableSeq,
                pulledVersion: pulledVersion, seenAt: seenAt)
        }
        return standing
    }

    /// A device that sends what its author did.
    package struct Sender: Sendable {
        /// Which of its earlier numbers is on a second place.
        package var durableSeq: Int64
        package var schema: Int
        /// The device's clock less the service's.
        package var clockOffsetMilliseconds: Int64

        package init(durableSeq: Int64, schema: Int, clockOffsetMilliseconds: Int64) {
            self.durableSeq = durableSeq
            self.schema = schema
            self.clockOffsetMilliseconds = clockOffsetMilliseconds
        }
    }

    // The parts touch a table each, so that it is all one that they see none of each other's work.
    //
    // A device is noted as heard again after five minutes, or when its clock or its app has changed; it is looked up first,
    // since a conflict locks the row and with that writes its page to the log.
    private static let commit = Statement(
        """
        WITH entry AS (
            INSERT INTO commit_entry (
                member_id, last_version, first_version, actor_role, actor_id, device_id, first_seq, client_time,
                server_time, kinds, operations, row_ids, statuses, mutation_hashes, before, checksum, hash,
                monotonic_milliseconds
            ) VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text[]::row_kind[], $11::text[]::row_operation[], $12,
                $13::text[]::outcome_status[], $14, $15, $16, $17, $18
            )
        ), advanced AS (
            UPDATE chart SET version = $2, head = $17, checksum = $16 WHERE member_id = $1
        ), looked AS (
            INSERT INTO alert_look (member_id, due_at, is_urgent)
            SELECT $1, clock_timestamp() + CASE WHEN $19::boolean THEN interval '0' ELSE interval '2 seconds' END, $19
            WHERE $19 IS NOT NULL
            ON CONFLICT (member_id) DO UPDATE SET due_at = least(alert_look.due_at, excluded.due_at),
                is_urgent = alert_look.is_urgent OR excluded.is_urgent
        ), sent AS (
            INSERT INTO device_progress (member_id, device_id, last_seq, seen_at, pushed_by, durable_seq)
            SELECT $1, $6, $20::bigint, $9, pg_current_xact_id(), $21::bigint WHERE $6 IS NOT NULL
            ON CONFLICT (member_id, device_id) DO UPDATE SET last_seq = excluded.last_seq, seen_at = excluded.seen_at,
                pushed_by = excluded.pushed_by, durable_seq = excluded.durable_seq
        ), heard AS (
            INSERT INTO device_status (holder_id, device_id, heard_at, schema, clock_offset_milliseconds)
            SELECT $5, $6, $9, $22::smallint, $23::bigint
            WHERE $6 IS NOT NULL AND NOT EXISTS (
                SELECT FROM device_status AS known
                WHERE known.holder_id = $5 AND known.device_id = $6 AND known.heard_at >= $9 - interval '300 seconds'
                    AND known.schema = $22 AND abs(known.clock_offset_milliseconds - $23) <= 5000
            )
            ON CONFLICT (holder_id, device_id) DO UPDATE SET heard_at = excluded.heard_at, schema = excluded.schema,
                clock_offset_milliseconds = excluded.clock_offset_milliseconds
        ), marked AS (
            UPDATE care_team_member SET changed_by = pg_current_xact_id()
            WHERE member_id = $1 AND (valid_to IS NULL OR valid_to > now())
            RETURNING practitioner_id, valid_from
        )
        SELECT practitioner_id FROM marked WHERE valid_from <= now()
        """,
        takes: Types(
            MemberID.self, Int64.self, Int64.self, Role.self, UUID.self, DeviceID?.self, Int64?.self, Instant?.self,
            Instant.self, [RowKind].self, [RowOperation].self, [RowID].self, [Outcome.Status].self, [UInt8].self,
            String?.self, ChartChecksum.self, [UInt8].self, Int64?.self, Bool?.self, Int64?.self, Int64?.self,
            Int16?.self, Int64?.self),
        gives: Types(PractitionerID.self))

    package static let all: [any AnyStatement] = [standing, commit]

    /// Adds an entry to the ledger, moves the chart's head, has the chart looked at for alerts (soon; at once where that is
    /// urgent), and notes what the device sent.
    ///
    /// It marks the places on the care team that have not ended as changed by this transaction, so that a panel's devices
    /// find what is new, and says whose are in force. A place that is to begin may do so, and be read, before this commit is
    /// seen: it is marked as well.
    package static func commit(
        _ entry: LedgerEntry, hash: [UInt8], look isUrgent: Bool?, from sender: Sender?
    ) -> Call<[PractitionerID]> {
        commit.all(
            entry.member, entry.lastVersion, entry.firstVersion, entry.actorRole, entry.actor, entry.device,
            entry.firstSeq, entry.clientTime, entry.serverTime, entry.changes.map(\.kind), entry.changes.map(\.op),
            entry.changes.map(\.row), entry.changes.map(\.status), entry.mutationHashes.flatMap { $0 }, entry.before,
            entry.checksum, hash, entry.monotonicMilliseconds, isUrgent, sender == nil ? nil : entry.lastSeq,
            sender?.durableSeq, sender.map { Int16(clamping: $0.schema) }, sender?.clockOffsetMilliseconds)
    }
}
