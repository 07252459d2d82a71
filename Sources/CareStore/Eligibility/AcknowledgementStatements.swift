package import Care
package import Foundation
package import Postgres

package enum AcknowledgementStatements {
    /// Keeps the answer to a file.
    package static let insert = Statement(
        """
        INSERT INTO load_acknowledgement (sponsor_id, load_id, made_at, verdict, bytes)
        VALUES ($1, $2, $3, $4, $5)
        """,
        takes: Types(SponsorID.self, UUID.self, Instant.self, String.self, [UInt8].self))

    package static let find = Statement(
        "SELECT bytes FROM load_acknowledgement WHERE sponsor_id = $1 AND load_id = $2",
        takes: Types(SponsorID.self, UUID.self), gives: Types([UInt8].self))

    package static let all: [any AnyStatement] = [insert, find]
}
