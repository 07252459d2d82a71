package import Care
import ChartSync
import GRDB

/// Where a device stands as a whole: what waits, what was set aside, what is known of its clock.
package struct DeviceState: Hashable, Sendable {
    package var state: DeviceOwner.State
    /// Records without an outcome.
    package var waiting: Int
    /// When the oldest of them was recorded, by the device's clock.
    package var oldestWaiting: Instant?
    /// Records that the service has, and of which nobody knows that they are on a second place.
    package var onOnePlace: Int
    /// What the service keeps apart, and nobody has settled.
    package var setAside: Int
    /// This device's clock less the service's; nil before the first pull.
    package var clockOffsetMilliseconds: Int64?
    /// When something was last pulled, by the device's clock.
    package var syncedAt: Instant?
    /// Charts of which the service took nothing at the last attempt, with its reason.
    package var refusals: [MemberID: String]

    /// A clock that is further off than this makes the days of what is recorded doubtful.
    package static let toleratedClockOffsetMilliseconds: Int64 = 300_000

    package var isClockOff: Bool {
        (clockOffsetMilliseconds ?? 0).magnitude > UInt64(Self.toleratedClockOffsetMilliseconds)
    }

    /// What the service is told of it with every pull.
    var report: DeviceReport {
        DeviceReport(pending: waiting, oldestPending: oldestWaiting, setAside: setAside)
    }

    static func current(_ database: Database) throws -> DeviceState {
        guard let record = try DeviceTable.current(database) else { throw StoreError.notEnrolled }
        var refusals: [MemberID: String] = [:]
        for chart in try ChartTable.all(database) {
            if let refusal = try ChartTable.refusal(of: chart, database) { refusals[chart] = refusal }
        }
        return DeviceState(
            state: record.state, waiting: try OutboxTable.waitingCount(database),
            oldestWaiting: try OutboxTable.oldestWaiting(database),
            onOnePlace: try OutboxTable.onOnePlaceCount(database), setAside: try unsettled(database),
            clockOffsetMilliseconds: record.clockOffsetMilliseconds, syncedAt: record.syncedAt, refusals: refusals)
    }

    /// How many rows of the kind `set_aside` carry no decision, over all charts.
    private static func unsettled(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM scope_row
                WHERE kind = 'set_aside' AND json_extract(body, '$.resolution') IS NULL
                """) ?? 0
    }
}
