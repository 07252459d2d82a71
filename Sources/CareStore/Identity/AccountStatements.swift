package import Care
package import Foundation
package import Postgres

/// A login as the database keeps it.
package struct AccountRow: Hashable, Sendable {
    package var id: UUID
    /// For whom the account's credentials speak: its practitioner, or else itself.
    package var subject: UUID
    package var role: Role
    /// The password's hash in its encoded form.
    package var passwordHash: String
    /// Tries since the last that succeeded, whether or not they have been answered yet.
    package var failedSignIns: Int32
    /// Until when no password is looked at.
    package var lockedUntil: Instant?
}

/// Logins of people: looking one up, counting its failures, making and changing it.
package enum AccountStatements {
    /// The account of a login, locked until the transaction ends.
    package static let lock = Statement(
        """
        SELECT account_id, coalesce(practitioner_id, account_id), role, password_hash, failed_sign_ins, locked_until
        FROM account WHERE login = $1 FOR NO KEY UPDATE
        """,
        takes: Types(String.self),
        gives: Types(UUID.self, UUID.self, Role.self, String.self, Int32.self, Instant?.self)
    ).map { id, subject, role, passwordHash, failedSignIns, lockedUntil in
        AccountRow(
            id: id, subject: subject, role: role, passwordHash: passwordHash, failedSignIns: failedSignIns,
            lockedUntil: lockedUntil)
    }

    /// Sets how many tries have failed, and until when the account is locked.
    package static let countTry = Statement(
        "UPDATE account SET failed_sign_ins = $2, locked_until = $3 WHERE account_id = $1",
        takes: Types(UUID.self, Int32.self, Instant?.self))

    /// Takes a counted try back, unless another has been counted since.
    package static let giveBackTry = Statement(
        """
        UPDATE account SET failed_sign_ins = $3, locked_until = $4 WHERE account_id = $1 AND failed_sign_ins = $2
        """,
        takes: Types(UUID.self, Int32.self, Int32.self, Instant?.self))

    /// Forgets failures, and keeps a new hash of the same password; changes nothing if the hash is no longer the old one.
    package static let succeed = Statement(
        """
        UPDATE account SET failed_sign_ins = 0, locked_until = NULL, password_hash = $3
        WHERE account_id = $1 AND password_hash = $2
        """,
        takes: Types(UUID.self, String.self, String.self))

    package static let insert = Statement(
        """
        INSERT INTO account (account_id, login, role, name, password_hash, practitioner_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        takes: Types(UUID.self, String.self, Role.self, Label.self, String.self, PractitionerID?.self))

    /// Renames an account; with a new password hash, it is also unlocked.
    package static let update = Statement(
        """
        UPDATE account SET name = $2, password_hash = coalesce($3, password_hash),
            failed_sign_ins = CASE WHEN $3 IS NULL THEN failed_sign_ins ELSE 0 END,
            locked_until = CASE WHEN $3 IS NULL THEN locked_until END
        WHERE account_id = $1
        """,
        takes: Types(UUID.self, Label.self, String?.self))

    /// The name of a subject.
    package static let name = Statement(
        "SELECT name FROM account WHERE coalesce(practitioner_id, account_id) = $1", takes: Types(UUID.self),
        gives: Types(String.self))

    package static let all: [any AnyStatement] = [lock, countTry, giveBackTry, succeed, insert, update, name]
}
