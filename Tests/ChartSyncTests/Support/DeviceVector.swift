import Care
import Foundation

/// The ids of the documented test vectors.
enum DeviceVector {
    static let device = DeviceID(uuid(0x90))
    static let row = RowID(uuid(0x91))

    private static func uuid(_ last: UInt8) -> UUID {
        UUID(
            bytes: [
                0x01, 0x90, 0x16, 0x3D, 0x86, 0x94, 0x73, 0x9B, 0xAE, 0xA5, 0x96, 0x6C, 0x26, 0xF8, 0xAD, last,
            ])
    }
}
