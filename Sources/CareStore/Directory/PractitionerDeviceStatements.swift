package import Care
package import Foundation
package import Postgres

/// A device as its holder finds it in the list of their own.
package struct HeldDevice: Hashable, Sendable {
    package var device: DeviceID
    package var name: Label
    package var enrolledAt: Instant
    package var revokedAt: Instant?
    /// When it last pushed or pulled; nil before the first time.
    package var heardAt: Instant?
}

/// The devices on which practitioners keep copies of charts.
package enum PractitionerDeviceStatements {
    /// How many devices of a practitioner may be used, the one asked about apart, and whether that one was revoked.
    package static let standing = Statement(
        """
        SELECT count(*) FILTER (WHERE revoked_at IS NULL AND device_id <> $2),
            coalesce(bool_or(revoked_at IS NOT NULL) FILTER (WHERE device_id = $2), false)
        FROM practitioner_device WHERE practitioner_id = $1
        """,
        takes: Types(PractitionerID.self, DeviceID.self), gives: Types(Int.self, Bool.self))

    package static let put = Statement(
        """
        INSERT INTO practitioner_device (practitioner_id, device_id, name, enrolled_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (practitioner_id, device_id) DO UPDATE SET name = excluded.name
        """,
        takes: Types(PractitionerID.self, DeviceID.self, Label.self, Instant.self))

    /// Marks a device as revoked; the first time counts.
    package static let revoke = Statement(
        """
        UPDATE practitioner_device SET revoked_at = coalesce(revoked_at, $3)
        WHERE practitioner_id = $1 AND device_id = $2
        """,
        takes: Types(PractitionerID.self, DeviceID.self, Instant.self))

    /// A practitioner's devices, oldest first.
    package static let list = Statement(
        """
        SELECT device.device_id, device.name, device.enrolled_at, device.revoked_at, status.heard_at
        FROM practitioner_device AS device
        LEFT JOIN device_status AS status
            ON status.holder_id = device.practitioner_id AND status.device_id = device.device_id
        WHERE device.practitioner_id = $1 ORDER BY device.enrolled_at, device.device_id
        """,
        takes: Types(PractitionerID.self),
        gives: Types(DeviceID.self, Label.self, Instant.self, Instant?.self, Instant?.self)
    ).map { HeldDevice(device: $0, name: $1, enrolledAt: $2, revokedAt: $3, heardAt: $4) }

    /// The device itself, if it may be used; and it is not revoked until the transaction ends.
    package static let holdInUse = Statement(
        """
        SELECT device_id FROM practitioner_device
        WHERE practitioner_id = $1 AND device_id = $2 AND revoked_at IS NULL FOR UPDATE
        """,
        takes: Types(PractitionerID.self, DeviceID.self), gives: Types(DeviceID.self))

    /// Binds a family of tokens to a device; none is touched when it is bound to another one than $3, or has ended.
    package static let bind = Statement(
        """
        UPDATE credential SET device_id = $2
        WHERE credential_id = $1 AND role = 'practitioner' AND revoked_at IS NULL
            AND (device_id IS NULL OR device_id IN ($2, $3))
        """,
        takes: Types(UUID.self, DeviceID.self, DeviceID?.self))

    /// Ends all families of tokens that are bound to a practitioner's device.
    package static let endSessions = Statement(
        """
        UPDATE credential SET revoked_at = $3
        WHERE subject_id = $1 AND device_id = $2 AND role = 'practitioner' AND revoked_at IS NULL
        """,
        takes: Types(UUID.self, DeviceID.self, Instant.self))

    package static let deleteTokens = Statement(
        """
        DELETE FROM token USING credential
        WHERE credential.subject_id = $1 AND credential.device_id = $2 AND credential.role = 'practitioner'
            AND token.credential_id = credential.credential_id
        """,
        takes: Types(UUID.self, DeviceID.self))

    package static let all: [any AnyStatement] = [
        standing, put, revoke, list, holdInUse, bind, endSessions, deleteTokens,
    ]
}
