import Care
import Crypto
package import Foundation

/// The epoch as devices know it: of a chart, the catalog or a panel, in one life of the database.
///
/// A restored backup brings back the epochs that it held, together with versions that are to be used a second time. What
/// devices are told changes with the incarnation, so that none of them takes new versions for old ones.
package enum WireEpoch {
    /// A version 8 UUID (RFC 9562 §5.8) made of the first bytes of SHA-256 over the incarnation and what the database holds.
    package static func of(_ stored: UUID, in incarnation: UUID) -> UUID {
        var hash = SHA256()
        hash.update(data: incarnation.bytes)
        hash.update(data: stored.bytes)
        return UUID(digest: Array(hash.finalize()))
    }

    /// As it is written in messages.
    package static func text(of stored: UUID, in incarnation: UUID) -> String {
        of(stored, in: incarnation).text
    }
}

extension UUID {
    /// A version 8 UUID (RFC 9562 §5.8) of the first 122 bits of a digest.
    init(digest: [UInt8]) {
        var b = digest
        b[6] = 0x80 | (b[6] & 0x0F)
        b[8] = 0x80 | (b[8] & 0x3F)
        self.init(bytes: b)
    }
}
