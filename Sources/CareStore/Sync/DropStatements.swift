package import Care
package import Postgres

/// Copies that devices have to give up.
package enum DropStatements {
    /// The charts that a practitioner's device was told to drop and has not confirmed, and whether it may have them again.
    ///
    /// The practitioner is whoever acts in this transaction; a member has none.
    package static let outstanding = Statement(
        """
        SELECT copy.member_id, EXISTS (
            SELECT FROM care_team_member AS place
            WHERE place.member_id = copy.member_id
                AND place.practitioner_id = nullif(current_setting('soleus.actor', true), '')::uuid
                AND place.valid_from <= now() AND (place.valid_to IS NULL OR place.valid_to > now())
        )
        FROM device_progress AS copy
        WHERE copy.device_id = $1 AND copy.dropped_at IS NOT NULL
            AND current_setting('soleus.actor_role', true) = 'practitioner'
        ORDER BY copy.member_id
        """,
        takes: Types(DeviceID.self), gives: Types(MemberID.self, Bool.self)
    ).map { member, isAllowed in (member: member, isAllowed: isAllowed) }

    /// The charts that a practitioner looked after and that a device of theirs still holds.
    package static let lost = Statement(
        """
        SELECT DISTINCT copy.member_id
        FROM care_team_member AS past
        JOIN device_progress AS copy
            ON copy.member_id = past.member_id AND copy.device_id = $1 AND copy.holds_copy
        WHERE past.practitioner_id = $2 AND past.valid_from <= now() AND NOT EXISTS (
            SELECT FROM care_team_member AS place
            WHERE place.member_id = past.member_id AND place.practitioner_id = $2 AND place.valid_from <= now()
                AND (place.valid_to IS NULL OR place.valid_to > now())
        )
        """,
        takes: Types(DeviceID.self, PractitionerID.self), gives: Types(MemberID.self))

    /// Notes that a device was told to drop some charts; the first time counts.
    package static let tell = Statement(
        """
        UPDATE device_progress SET dropped_at = clock_timestamp()
        WHERE device_id = $1 AND member_id = ANY ($2) AND holds_copy AND dropped_at IS NULL
        """,
        takes: Types(DeviceID.self, [MemberID].self))

    /// Takes that back: the device may have them again.
    package static let withdraw = Statement(
        "UPDATE device_progress SET dropped_at = NULL WHERE device_id = $1 AND member_id = ANY ($2)",
        takes: Types(DeviceID.self, [MemberID].self))

    /// Notes that a device has purged its copies of some charts.
    package static let purged = Statement(
        """
        UPDATE device_progress SET holds_copy = false, dropped_at = NULL, pulled_version = 0
        WHERE device_id = $1 AND member_id = ANY ($2)
        """,
        takes: Types(DeviceID.self, [MemberID].self))

    package static let all: [any AnyStatement] = [outstanding, lost, tell, withdraw, purged]
}
