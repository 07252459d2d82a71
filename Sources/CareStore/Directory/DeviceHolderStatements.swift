package import Care
package import Foundation
package import Postgres

/// Whose a device is, members' and practitioners' alike.
package enum DeviceHolderStatements {
    /// Takes a device's id for somebody; the rows that it touches are none when the id is another person's.
    package static let take = Statement(
        """
        INSERT INTO device_holder (device_id, holder_id) VALUES ($1, $2)
        ON CONFLICT (device_id) DO NOTHING
        """,
        takes: Types(DeviceID.self, UUID.self))

    package static let holder = Statement(
        "SELECT holder_id FROM device_holder WHERE device_id = $1", takes: Types(DeviceID.self),
        gives: Types(UUID.self))

    package static let all: [any AnyStatement] = [take, holder]
}
