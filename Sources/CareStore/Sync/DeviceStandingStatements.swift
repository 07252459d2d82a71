package import Care
package import Postgres

/// What is known of one device and its copy of a chart.
package struct DeviceStandingRow: Hashable, Sendable {
    package var device: DeviceID
    package var name: Label
    package var holder: Role
    package var holderName: String
    package var revokedAt: Instant?
    package var heard: HeardDevice?
    package var seenAt: Instant?
    package var pulledVersion: Int64?
    /// Nil to whoever may not see the chart.
    package var behindVersions: Int64?
    package var behindSeconds: Int64?
    package var planRevision: Int?
    package var holdsCopy: Bool
    package var droppedAt: Instant?
}

/// One chart on one device that may no longer have it.
package struct OutstandingDropRow: Hashable, Sendable {
    package var device: DeviceID
    package var name: Label
    package var holder: Role
    package var holderName: String
    package var member: MemberID
    package var memberName: String
    package var endedAt: Instant?
    package var toldAt: Instant?
    package var heardAt: Instant?
}

/// How far devices are, for those who look after them.
package enum DeviceStandingStatements {
    /// The devices of a member, and those of practitioners with a copy of the chart as far as the actor may see them.
    package static let ofMember = Statement(
        """
        WITH held AS (
            SELECT device.device_id, device.name, 'member' AS holder, device.member_id AS holder_id,
                member.first_name || ' ' || member.last_name AS holder_name, device.enrolled_at, device.revoked_at
            FROM device JOIN member USING (member_id) WHERE device.member_id = $1
            UNION ALL
            SELECT device.device_id, device.name, 'practitioner', device.practitioner_id, practitioner.name,
                device.enrolled_at, device.revoked_at
            FROM practitioner_device AS device JOIN practitioner USING (practitioner_id)
            WHERE EXISTS (
                SELECT FROM device_progress AS copy
                WHERE copy.member_id = $1 AND copy.device_id = device.device_id AND copy.holds_copy
            )
        )
        SELECT held.device_id, held.name, held.holder, held.holder_name, held.revoked_at, status.heard_at, status.schema,
            status.clock_offset_milliseconds, status.pending, status.oldest_pending_at, status.set_aside, copy.seen_at,
            copy.pulled_version, chart.version - copy.pulled_version,
            (
                SELECT extract(epoch FROM now() - server_time)::bigint FROM commit_entry
                WHERE commit_entry.member_id = $1 AND last_version > copy.pulled_version ORDER BY last_version LIMIT 1
            ),
            (
                SELECT max(number) FROM plan_revision
                WHERE plan_revision.member_id = $1 AND plan_revision.version <= copy.pulled_version
            ),
            coalesce(copy.holds_copy, false), copy.dropped_at
        FROM held
        LEFT JOIN chart ON chart.member_id = $1
        LEFT JOIN device_progress AS copy ON copy.member_id = $1 AND copy.device_id = held.device_id
        LEFT JOIN device_status AS status ON status.holder_id = held.holder_id AND status.device_id = held.device_id
        ORDER BY held.holder, held.enrolled_at, held.device_id
        """,
        takes: Types(MemberID.self),
        gives: Types(
            DeviceID.self, Label.self, Role.self, String.self, Instant?.self, Instant?.self, Int16?.self, Int64?.self,
            Int32?.self, Instant?.self, Int32?.self, Instant?.self, Int64?.self, Int64?.self, Int64?.self, Int32?.self,
            Bool.self, Instant?.self)
    ).map {
        device, name, holder, holderName, revokedAt, heardAt, schema, offset, pending, oldestPending, setAside, seenAt,
        pulled, behindVersions, behindSeconds, planRevision, holdsCopy, droppedAt in
        var heard: HeardDevice?
        if let heardAt, let schema, let offset {
            heard = HeardDevice(
                heardAt: heardAt, schema: Int(schema), clockOffsetMilliseconds: offset,
                report: DeviceReportStatements.report(
                    pending: pending, oldestPending: oldestPending, setAside: setAside))
        }
        return DeviceStandingRow(
            device: device, name: name, holder: holder, holderName: holderName, revokedAt: revokedAt, heard: heard,
            seenAt: seenAt, pulledVersion: pulled, behindVersions: behindVersions, behindSeconds: behindSeconds,
            planRevision: planRevision.map(Int.init), holdsCopy: holdsCopy, droppedAt: droppedAt)
    }

    /// The copies on devices that may no longer have them, whether the device has asked since or not; longest unheard first.
    package static let drops = Statement(
        """
        WITH lost AS (
            SELECT device.device_id, device.name, 'practitioner' AS holder, device.practitioner_id AS holder_id,
                practitioner.name AS holder_name, past.member_id, least(past.ended_at, device.revoked_at) AS ended_at
            FROM practitioner_device AS device
            JOIN practitioner USING (practitioner_id)
            CROSS JOIN LATERAL (
                SELECT member_id, max(valid_to) AS ended_at, bool_or(valid_to IS NULL OR valid_to > now()) AS is_present
                FROM care_team_member
                WHERE care_team_member.practitioner_id = device.practitioner_id AND valid_from <= now()
                GROUP BY member_id
            ) AS past
            WHERE device.revoked_at IS NOT NULL OR NOT past.is_present
            UNION ALL
            SELECT device_id, device.name, 'member', member_id, member.first_name || ' ' || member.last_name, member_id,
                device.revoked_at
            FROM device JOIN member USING (member_id) WHERE device.revoked_at IS NOT NULL
        )
        SELECT lost.device_id, lost.name, lost.holder, lost.holder_name, lost.member_id,
            member.first_name || ' ' || member.last_name, lost.ended_at, copy.dropped_at,
            greatest(status.heard_at, copy.seen_at)
        FROM lost
        JOIN device_progress AS copy
            ON copy.member_id = lost.member_id AND copy.device_id = lost.device_id AND copy.holds_copy
        JOIN member ON member.member_id = lost.member_id
        LEFT JOIN device_status AS status ON status.holder_id = lost.holder_id AND status.device_id = lost.device_id
        ORDER BY greatest(status.heard_at, copy.seen_at) NULLS FIRST, lost.device_id, lost.member_id LIMIT $1
        """,
        takes: Types(Int.self),
        gives: Types(
            DeviceID.self, Label.self, Role.self, String.self, MemberID.self, String.self, Instant?.self, Instant?.self,
            Instant?.self)
    ).map { device, name, holder, holderName, member, memberName, endedAt, toldAt, heardAt in
        OutstandingDropRow(
            device: device, name: name, holder: holder, holderName: holderName, member: member, memberName: memberName,
            endedAt: endedAt, toldAt: toldAt, heardAt: heardAt)
    }

    package static let all: [any AnyStatement] = [ofMember, drops]
}
