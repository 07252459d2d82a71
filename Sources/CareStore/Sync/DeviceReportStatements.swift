package import Care
package import ChartSync
package import Foundation
package import Postgres

/// What a device said of itself when it was last heard from.
package struct HeardDevice: Hashable, Sendable {
    package var heardAt: Instant
    package var schema: Int
    /// The device's clock less the service's.
    package var clockOffsetMilliseconds: Int64
    package var report: DeviceReport?

    package init(heardAt: Instant, schema: Int, clockOffsetMilliseconds: Int64, report: DeviceReport?) {
        self.heardAt = heardAt
        self.schema = schema
        self.clockOffsetMilliseconds = clockOffsetMilliseconds
        self.report = report
    }
}

/// What devices tell of themselves, by what they say when they pull and by the pushes that they send.
package enum DeviceReportStatements {
    /// What a device said of itself, if it has said anything.
    static func report(pending: Int32?, oldestPending: Instant?, setAside: Int32?) -> DeviceReport? {
        guard let pending, let setAside else { return nil }
        return DeviceReport(pending: Int(pending), oldestPending: oldestPending, setAside: Int(setAside))
    }

    /// A device that reports nothing of itself leaves what it reported before.
    private static let put = Statement(
        """
        INSERT INTO device_status (
            holder_id, device_id, heard_at, schema, clock_offset_milliseconds, pending, oldest_pending_at, set_aside
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (holder_id, device_id) DO UPDATE SET heard_at = excluded.heard_at, schema = excluded.schema,
            clock_offset_milliseconds = excluded.clock_offset_milliseconds,
            pending = coalesce(excluded.pending, device_status.pending),
            oldest_pending_at = CASE
                WHEN excluded.pending IS NULL THEN device_status.oldest_pending_at ELSE excluded.oldest_pending_at
            END,
            set_aside = coalesce(excluded.set_aside, device_status.set_aside)
        """,
        takes: Types(
            UUID.self, DeviceID.self, Instant.self, Int16.self, Int64.self, Int32?.self, Instant?.self, Int32?.self))

    /// The call that notes what a device said.
    package static func note(_ heard: HeardDevice, holder: UUID, device: DeviceID) -> Call<Int> {
        put.run(
            holder, device, heard.heardAt, Int16(clamping: heard.schema), heard.clockOffsetMilliseconds,
            heard.report.map { Int32(clamping: $0.pending) }, heard.report?.oldestPending,
            heard.report.map { Int32(clamping: $0.setAside) })
    }

    package static let all: [any AnyStatement] = [put]
}
