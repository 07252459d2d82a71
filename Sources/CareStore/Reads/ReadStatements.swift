package import Care
package import Foundation
package import Postgres

/// Who read what of a chart; only ever added to.
package enum ReadStatements {
    /// Notes that the actor was shown something of some charts.
    package static let note = Statement(
        """
        INSERT INTO chart_read (member_id, read_at, id, reader_role, reader_id, device_id, operation)
        SELECT member_id, clock_timestamp(), gen_random_uuid(), $2, $3, $4, $5 FROM unnest($1::uuid[]) AS shown (member_id)
        """,
        takes: Types([MemberID].self, Role.self, UUID.self, DeviceID?.self, String.self))

    /// Notes the same of everybody whom a practitioner looks after now.
    package static let notePanel = Statement(
        """
        INSERT INTO chart_read (member_id, read_at, id, reader_role, reader_id, device_id, operation)
        SELECT DISTINCT member_id, clock_timestamp(), gen_random_uuid(), $1, $2, $3::uuid, $4 FROM (
            SELECT DISTINCT member_id FROM care_team_member AS place
            WHERE place.practitioner_id = $2 AND place.valid_from <= now()
                AND (place.valid_to IS NULL OR place.valid_to > now())
        ) AS shown
        """,
        takes: Types(Role.self, UUID.self, DeviceID?.self, String.self))

    /// The latest first.
    package static let list = Statement(
        """
        SELECT read_at, reader_role, reader_id, device_id, operation FROM chart_read
        WHERE member_id = $1 ORDER BY read_at DESC, id LIMIT $2
        """,
        takes: Types(MemberID.self, Int.self),
        gives: Types(Instant.self, Role.self, UUID.self, DeviceID?.self, String.self))

    package static let all: [any AnyStatement] = [note, notePanel, list]
}
