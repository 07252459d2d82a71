package import Care
package import Foundation
package import Postgres

/// Whom a family of tokens speaks for.
package struct CredentialRow: Hashable, Sendable {
    package var id: UUID
    package var role: Role
    package var subject: UUID
    package var device: DeviceID?
    package var isRevoked: Bool
}

/// Families of tokens: made at a sign-in or an enrolment, ended by one update.
package enum CredentialStatements {
    package static let insert = Statement(
        """
        INSERT INTO credential (credential_id, role, subject_id, device_id, label, issued_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        takes: Types(UUID.self, Role.self, UUID.self, DeviceID?.self, Label.self, Instant.self))

    /// The family of a refresh token, locked until the transaction ends: its exchanges come one after another.
    package static let lockFamily = Statement(
        """
        SELECT credential_id, role, subject_id, device_id, revoked_at IS NOT NULL FROM credential
        WHERE credential_id = (SELECT credential_id FROM token WHERE digest = $1 AND kind = 'refresh')
        FOR NO KEY UPDATE
        """,
        takes: Types([UInt8].self),
        gives: Types(UUID.self, Role.self, UUID.self, DeviceID?.self, Bool.self)
    ).map { id, role, subject, device, isRevoked in
        CredentialRow(id: id, role: role, subject: subject, device: device, isRevoked: isRevoked)
    }

    /// Ends a family; the first time counts.
    package static let revoke = Statement(
        "UPDATE credential SET revoked_at = coalesce(revoked_at, $2) WHERE credential_id = $1",
        takes: Types(UUID.self, Instant.self))

    /// Ends all families of one subject, and says which devices they were bound to.
    package static let revokeAll = Statement(
        "UPDATE credential SET revoked_at = $2 WHERE subject_id = $1 AND revoked_at IS NULL RETURNING device_id",
        takes: Types(UUID.self, Instant.self), gives: Types(DeviceID?.self))

    /// The families of a sponsor's programs and partners that are in force, the oldest first.
    package static let ofSponsor = Statement(
        """
        SELECT credential.credential_id, credential.label, credential.role, credential.issued_at, max(token.expires_at)
        FROM credential JOIN token USING (credential_id)
        WHERE credential.subject_id = $1 AND credential.role IN ('sponsor', 'partner') AND credential.revoked_at IS NULL
            AND token.expires_at > $2
        GROUP BY credential.credential_id
        ORDER BY credential.issued_at, credential.credential_id
        """,
        takes: Types(UUID.self, Instant.self),
        gives: Types(UUID.self, Label.self, Role.self, Instant.self, Instant.self))

    /// Ends a family if it is one of a sponsor's programs or partners; the first time counts.
    package static let revokeOfSponsor = Statement(
        """
        UPDATE credential SET revoked_at = coalesce(revoked_at, $3)
        WHERE credential_id = $2 AND subject_id = $1 AND role IN ('sponsor', 'partner')
        """,
        takes: Types(UUID.self, UUID.self, Instant.self))

    package static let all: [any AnyStatement] = [insert, lockFamily, revoke, revokeAll, ofSponsor, revokeOfSponsor]
}
