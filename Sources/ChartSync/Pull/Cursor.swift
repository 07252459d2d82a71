package import Care
package import Foundation

/// How far a device's copy has come; sealed by the service, so that a device can keep it and not forge it.
package struct Cursor: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        package var epoch: UUID
        package var version: Int64

        package init(epoch: UUID, version: Int64) {
            self.epoch = epoch
            self.version = version
        }
    }

    /// The device that the cursor was given to; another one may not go on from it.
    package var device: DeviceID
    package var member: MemberID
    package var chart: Place
    package var catalog: Place

    package init(device: DeviceID, member: MemberID, chart: Place, catalog: Place) {
        self.device = device
        self.member = member
        self.chart = chart
        self.catalog = catalog
    }

    private static let format: UInt8 = 1

    /// One byte of format, then device, member, and epoch and version of chart and catalog: 81 bytes.
    package var bytes: [UInt8] {
        var bytes = [Self.format]
        bytes += device.uuid.bytes + member.uuid.bytes
        for place in [chart, catalog] {
            bytes += place.epoch.bytes
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: place.version >> Int64(8 * (7 - $0))) }
        }
        return bytes
    }

    /// Nil unless `bytes` is what `bytes` writes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 81, bytes[0] == Self.format else { return nil }
        func uuid(at offset: Int) -> UUID { UUID(bytes: Array(bytes[offset..<offset + 16])) }
        func number(at offset: Int) -> Int64 { bytes[offset..<offset + 8].reduce(0) { $0 << 8 | Int64($1) } }
        device = DeviceID(uuid(at: 1))
        member = MemberID(uuid(at: 17))
        chart = Place(epoch: uuid(at: 33), version: number(at: 49))
        catalog = Place(epoch: uuid(at: 57), version: number(at: 73))
    }
}
