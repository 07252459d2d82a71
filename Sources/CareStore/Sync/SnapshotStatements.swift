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
    private static let momentColumns = """
        present_incarnation(), pg_current_snapshot()::text, now(), clock_timestamp()
        """

    /// The transaction's own snapshot; it fails as a server that is away while another one's life has not begun.
    package static let moment = Statement(
        // Columns of our own, not from input.
        "SELECT \(momentColumns)", gives: Types(UUID.self, String.self, Instant.self, Instant.self)
    ).map { try moment($0, $1, $2, $3) }

    /// What every pull begins with, in one statement: the snapshot, what the device of whoever acts in this transaction said of
    /// itself, and how far the catalog is.
    package static let opening = Statement(
        // Columns of our own, not from input.
        """
        SELECT \(momentColumns), status.heard_at, status.schema, status.clock_offset_milliseconds, status.pending,
            status.oldest_pending_at, status.set_aside, catalog.epoch, catalog.version, catalog.checksum
        FROM catalog
        LEFT JOIN device_status AS status
            ON status.holder_id = nullif(current_setting('soleus.actor', true), '')::uuid AND status.device_id = $1
        """,
        takes: Types(DeviceID.self),
        gives: Types(
            UUID.self, String.self, Instant.self, Instant.self, Instant?.self, Int16?.self, Int64?.self, Int32?.self,
            Instant?.self, Int32?.self, UUID.self, Int64.self, ChartChecksum.self)
    ).map {
        incarnation, snapshot, began, now, heardAt, schema, offset, pending, oldestPending, setAside, epoch, version,
        checksum in
        var heard: HeardDevice?
        if let heardAt, let schema, let offset {
            heard = HeardDevice(
                heardAt: heardAt, schema: Int(schema), clockOffsetMilliseconds: offset,
                report: DeviceReportStatements.report(
                    pending: pending, oldestPending: oldestPending, setAside: setAside))
        }
        return (
            moment: try moment(incarnation, snapshot, began, now), heard: heard,
            catalog: CatalogHead(epoch: epoch, version: version, checksum: checksum)
        )
    }

    /// A snapshot is written `xmin:xmax:xip,…`.
    private static func moment(
        _ incarnation: UUID, _ snapshot: String, _ began: Instant, _ now: Instant
    ) throws -> SnapshotMoment {
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

    package static let all: [any AnyStatement] = [moment, opening, incarnation, enterChart]
}
