import Care
import CareStore
import Credentials
import Foundation
import Postgres

/// Sign-ins that have taken place, and the tokens that came of them.
enum CredentialTables {
    struct Holder {
        var credential: UUID
        var role: String
        var subject: UUID
        var device: DeviceID
        var label: String
        var tokens: [(kind: BearerToken.Kind, text: String)]
    }

    private static let credentials = CopyStatement(
        "COPY credential (credential_id, role, subject_id, device_id, label, issued_at) FROM STDIN (FORMAT binary)",
        Types(UUID.self, String.self, UUID.self, DeviceID?.self, String.self, Instant.self))

    private static let tokens = CopyStatement(
        "COPY token (digest, credential_id, kind, issued_at, expires_at) FROM STDIN (FORMAT binary)",
        Types([UInt8].self, UUID.self, String.self, Instant.self, Instant.self))

    private static let holders = CopyStatement(
        "COPY device_holder (device_id, holder_id) FROM STDIN (FORMAT binary)", Types(DeviceID.self, UUID.self))

    static func fill(_ all: [Holder], of outline: PopulationOutline, in transaction: borrowing Transaction) throws {
        let issuedAt = Instant(milliseconds: Int64(outline.lastDay.dayNumber - 1) * 86_400_000)
        // Whoever measures has no reason to refresh them first.
        let expiresAt = issuedAt.adding(seconds: 400 * 86_400)
        try transaction.copyIn(credentials) { writer in
            for holder in all {
                try writer.row(
                    holder.credential, holder.role, holder.subject, holder.device, holder.label, issuedAt)
            }
        }
        try transaction.copyIn(tokens) { writer in
            for holder in all {
                for token in holder.tokens {
                    try writer.row(
                        Tokens.digest(token.text), holder.credential, token.kind.rawValue, issuedAt, expiresAt)
                }
            }
        }
        try transaction.copyIn(holders) { writer in
            for holder in all { try writer.row(holder.device, holder.subject) }
        }
    }
}
