package import Care
package import Foundation
package import Postgres

/// What is known of a refresh token that somebody presents.
package struct RefreshTokenRow: Hashable, Sendable {
    package var expiresAt: Instant
    /// When it was exchanged.
    package var usedAt: Instant?
    /// Whether the answer that carried it counted as lost.
    package var isWithdrawn: Bool
    /// Whether the token that was made for it is still waiting to be used.
    package var hasUnusedSuccessor: Bool
}

/// Tokens, known by their digests alone.
package enum TokenStatements {
    /// Whom an access token speaks for at a moment; every request asks this, with one look-up in the primary key.
    package static let authenticate = Statement(
        """
        SELECT credential_id, credential.role, credential.subject_id, credential.device_id
        FROM token JOIN credential USING (credential_id)
        WHERE token.digest = $1 AND token.kind = 'access' AND token.expires_at > $2 AND credential.revoked_at IS NULL
        """,
        takes: Types([UInt8].self, Instant.self), gives: Types(UUID.self, Role.self, UUID.self, DeviceID?.self)
    ).map { id, role, subject, device in
        CredentialRow(id: id, role: role, subject: subject, device: device, isRevoked: false)
    }

    /// The same, at the beginning of the transaction in which the work is done: it tells row-level security who acts, and on
    /// which chart ($3) and device ($4), where there is one; nothing of it for a token that speaks for nobody.
    package static let admit = Statement(
        """
        SELECT credential_id, credential.role, credential.subject_id, credential.device_id,
            set_config('soleus.actor_role', credential.role, true),
            set_config('soleus.actor', credential.subject_id::text, true),
            set_config('soleus.chart', $3, true), set_config('soleus.device', $4, true)
        FROM token JOIN credential USING (credential_id)
        WHERE token.digest = $1 AND token.kind = 'access' AND token.expires_at > $2 AND credential.revoked_at IS NULL
        """,
        takes: Types([UInt8].self, Instant.self, String.self, String.self),
        gives: Types(
            UUID.self, Role.self, UUID.self, DeviceID?.self, String.self, String.self, String.self, String.self)
    ).map { id, role, subject, device, _, _, _, _ in
        CredentialRow(id: id, role: role, subject: subject, device: device, isRevoked: false)
    }

    /// The last parameter is the digest of the refresh token that is exchanged.
    package static let insert = Statement(
        """
        INSERT INTO token (digest, credential_id, kind, issued_at, expires_at, replaces) VALUES ($1, $2, $3, $4, $5, $6)
        """,
        takes: Types([UInt8].self, UUID.self, String.self, Instant.self, Instant.self, [UInt8]?.self))

    package static let refresh = Statement(
        """
        SELECT expires_at, used_at, withdrawn_at IS NOT NULL, EXISTS (
            SELECT FROM token AS successor
            WHERE successor.credential_id = token.credential_id AND successor.replaces = token.digest
                AND successor.kind = 'refresh' AND successor.used_at IS NULL AND successor.withdrawn_at IS NULL
        )
        FROM token WHERE digest = $1 AND kind = 'refresh'
        """,
        takes: Types([UInt8].self), gives: Types(Instant.self, Instant?.self, Bool.self, Bool.self)
    ).map { expiresAt, usedAt, isWithdrawn, hasUnusedSuccessor in
        RefreshTokenRow(
            expiresAt: expiresAt, usedAt: usedAt, isWithdrawn: isWithdrawn, hasUnusedSuccessor: hasUnusedSuccessor)
    }

    package static let use = Statement(
        "UPDATE token SET used_at = $2 WHERE digest = $1", takes: Types([UInt8].self, Instant.self))

    /// Withdraws the refresh tokens that were made for another and have not been used; they stay known, as bait.
    package static let withdrawRefresh = Statement(
        """
        UPDATE token SET withdrawn_at = $3
        WHERE credential_id = $1 AND replaces = $2 AND kind = 'refresh' AND used_at IS NULL AND withdrawn_at IS NULL
        """,
        takes: Types(UUID.self, [UInt8].self, Instant.self))

    /// Deletes the access tokens that came with them.
    package static let withdrawAccess = Statement(
        "DELETE FROM token WHERE credential_id = $1 AND replaces = $2 AND kind = 'access'",
        takes: Types(UUID.self, [UInt8].self))

    package static let deleteExpired = Statement(
        "DELETE FROM token WHERE credential_id = $1 AND expires_at <= $2", takes: Types(UUID.self, Instant.self))

    /// Deletes what has expired in all families of a subject: a sign-in is the one moment to clear up after sessions that
    /// nobody ended.
    package static let deleteExpiredOfSubject = Statement(
        """
        DELETE FROM token USING credential
        WHERE credential.subject_id = $1 AND token.credential_id = credential.credential_id AND token.expires_at <= $2
        """,
        takes: Types(UUID.self, Instant.self))

    /// Deletes a revoked family's tokens: nothing can be learnt from them any more.
    package static let deleteAll = Statement(
        "DELETE FROM token WHERE credential_id = $1", takes: Types(UUID.self))

    /// Deletes the tokens of all families of a subject.
    package static let deleteAllOfSubject = Statement(
        """
        DELETE FROM token USING credential
        WHERE credential.subject_id = $1 AND token.credential_id = credential.credential_id
        """,
        takes: Types(UUID.self))

    package static let all: [any AnyStatement] = [
        authenticate, admit, insert, refresh, use, withdrawRefresh, withdrawAccess, deleteExpired,
        deleteExpiredOfSubject,
        deleteAll, deleteAllOfSubject,
    ]
}
