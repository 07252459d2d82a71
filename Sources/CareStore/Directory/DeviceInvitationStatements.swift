package import Care
package import Foundation
package import Postgres

/// Codes by which a member's other devices come in, known by their digests alone.
package enum DeviceInvitationStatements {
    package static let insert = Statement(
        """
        INSERT INTO device_invitation (member_id, digest, made_by_role, made_by, expires_at) VALUES ($1, $2, $3, $4, $5)
        """,
        takes: Types(MemberID.self, [UInt8].self, Role.self, UUID.self, Instant.self))

    /// Whose a code is that may be used at a moment; seen by whoever has the code, which the setting `soleus.invitation` shows.
    package static let invited = Statement(
        "SELECT member_id FROM device_invitation WHERE digest = $1 AND used_by_device IS NULL AND expires_at > $2",
        takes: Types([UInt8].self, Instant.self), gives: Types(MemberID.self))

    /// Uses a code up; no row is touched when another device has just done so.
    package static let use = Statement(
        """
        UPDATE device_invitation SET used_by_device = $3
        WHERE member_id = $1 AND digest = $2 AND used_by_device IS NULL AND expires_at > $4
        """,
        takes: Types(MemberID.self, [UInt8].self, DeviceID.self, Instant.self))

    package static let all: [any AnyStatement] = [insert, invited, use]
}
