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

    package static let setCredential = Statement(
        "UPDATE device SET credential_id = $3 WHERE member_id = $1 AND device_id = $2",
        takes: Types(MemberID.self, DeviceID.self, UUID.self))

    /// Marks a device as revoked; the first time counts.
    package static let revoke = Statement(
        "UPDATE device SET revoked_at = coalesce(revoked_at, $3) WHERE member_id = $1 AND device_id = $2",
        takes: Types(MemberID.self, DeviceID.self, Instant.self))

    package static let all: [any AnyStatement] = [insert, lock, setCredential, revoke]
}
