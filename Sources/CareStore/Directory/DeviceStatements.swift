package import Care
package import Foundation
package import Postgres

/// A member's device, as far as it proves who it is.
package struct DeviceRow: Hashable, Sendable {
    package var name: Label
    /// The family of tokens that it holds now.
    package var credential: UUID
    /// SHA-256 of the key that it made when it enrolled.
    package var enrolmentKeyDigest: [UInt8]
    package var isRevoked: Bool
}

/// Members' devices.
package enum DeviceStatements {
    package static let insert = Statement(
        """
        INSERT INTO device (member_id, device_id, name, credential_id, enrolment_key_digest, enrolled_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        takes: Types(MemberID.self, DeviceID.self, Label.self, UUID.self, [UInt8].self, Instant.self))

    /// A device, locked until the transaction ends.
    package static let lock = Statement(
        """
        SELECT name, credential_id, enrolment_key_digest, revoked_at IS NOT NULL FROM device
        WHERE member_id = $1 AND device_id = $2 FOR NO KEY UPDATE
        """,
        takes: Types(MemberID.self, DeviceID.self), gives: Types(Label.self, UUID.self, [UInt8].self, Bool.self)
    ).map { name, credential, digest, isRevoked in
        DeviceRow(name: name, credential: credential, enrolmentKeyDigest: digest, isRevoked: isRevoked)
    }

    /// How many devices of a member may be used.
    package static let activeCount = Statement(
        "SELECT count(*) FROM device WHERE member_id = $1 AND revoked_at IS NULL",
        takes: Types(MemberID.self), gives: Types(Int.self))

    /// A member's devices, oldest first.
    package static let list = Statement(
        """
        SELECT device.device_id, device.name, device.enrolled_at, device.revoked_at, status.heard_at
        FROM device
        LEFT JOIN device_status AS status
            ON status.holder_id = device.member_id AND status.device_id = device.device_id
        WHERE device.member_id = $1 ORDER BY device.enrolled_at, device.device_id
        """,
        takes: Types(MemberID.self),
        gives: Types(DeviceID.self, Label.self, Instant.self, Instant?.self, Instant?.self)
    ).map { HeldDevice(device: $0, name: $1, enrolledAt: $2, revokedAt: $3, heardAt: $4) }

    package static let setCredential = Statement(
        "UPDATE device SET credential_id = $3 WHERE member_id = $1 AND device_id = $2",
        takes: Types(MemberID.self, DeviceID.self, UUID.self))

    /// Marks a device as revoked; the first time counts.
    package static let revoke = Statement(
        "UPDATE device SET revoked_at = coalesce(revoked_at, $3) WHERE member_id = $1 AND device_id = $2",
        takes: Types(MemberID.self, DeviceID.self, Instant.self))

    package static let all: [any AnyStatement] = [insert, lock, activeCount, list, setCredential, revoke]
}
