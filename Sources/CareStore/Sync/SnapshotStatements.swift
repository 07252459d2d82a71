package import Care
package import ChartSync
package import Foundation
package import Postgres

/// What a transaction's snapshot is: of which life of the database, when, and what it could see.
package struct SnapshotMoment: Hashable, Sendable {
    package var incarnation: UUID
    package var mark: Cursor.PanelMark
    /// What the database's clock shows now; the mark's moment is that of the transaction's beginning.
    package var now: Instant
}

package enum SnapshotStatements {
    /// The transaction's own snapshot; it is written `xmin:xmax:xip,…`.
    package static let moment = Statement(
        """
        SELECT (SELECT incarnation_id FROM incarnation ORDER BY began_at DESC LIMIT 1), pg_current_snapshot()::text, now(),
            clock_timestamp()
        """,
        gives: Types(UUID.self, String.self, Instant.self, Instant.self)
    ).map { incarnation, snapshot, began, now in
        let parts = snapshot.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let next = UInt64(parts[1]) else {
            throw PostgresError.malformedValue(type: "pg_snapshot")
        }
        return SnapshotMoment(
            incarnation: incarnation,
            mark: Cursor.PanelMark(
                horizon: next, underWay: parts[2].split(separator: ",").compactMap { UInt64($0) }, seenAt: began),
            now: now)
    }

    /// Which life of the database this is; renewed first where PostgreSQL says that it is not the one that it was, or by $1.
    package static let incarnation = Statement(
        "SELECT current_incarnation($1)", takes: Types(Bool.self), gives: Types(UUID.self))

    /// Says whose chart the next statements are about, for row-level security.
    package static let enterChart = Statement(
        "SELECT set_config('soleus.chart', $1, true)", takes: Types(String.self), gives: Types(String.self))

    package static let all: [any AnyStatement] = [moment, incarnation, enterChart]
}
