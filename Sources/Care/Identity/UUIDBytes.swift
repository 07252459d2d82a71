package import Foundation

extension UUID {
    /// The 16 bytes in the order in which the text form shows them.
    package var bytes: [UInt8] {
        let u = uuid
        return [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15]
    }

    /// The UUID of the first 16 of `b`, which must hold as many.
    package init(bytes b: [UInt8]) {
        self.init(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }

    /// The version in the UUID's own words (RFC 9562 §4.2): 7 for those that a client makes.
    package var versionNumber: Int { Int(uuid.6 >> 4) }
}
