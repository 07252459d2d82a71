package import Care
package import Foundation
package import Postgres

/// What devices tell of themselves by what they send.
package enum DeviceStatusStatements {
    /// Notes that a device was heard, which version it speaks, and how far its clock is from ours.
    ///
    /// A device that pushes often is noted again after five minutes, or when its clock or its app has changed.
    package static let heard = Statement(
        """
        INSERT INTO device_status (holder_id, device_id, heard_at, schema, clock_offset_milliseconds)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (holder_id, device_id) DO UPDATE SET heard_at = excluded.heard_at, schema = excluded.schema,
            clock_offset_milliseconds = excluded.clock_offset_milliseconds
        WHERE device_status.heard_at < excluded.heard_at - interval '300 seconds'
            OR device_status.schema <> excluded.schema
            OR abs(device_status.clock_offset_milliseconds - excluded.clock_offset_milliseconds) > 5000
        """,
        takes: Types(UUID.self, DeviceID.self, Instant.self, Int16.self, Int64.self))

    package static let all: [any AnyStatement] = [heard]
}
