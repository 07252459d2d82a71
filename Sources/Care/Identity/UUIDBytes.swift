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

// Each mutation is read and written with several ids, and Foundation takes about a microsecond for each of them. Bytes are
// walked by index: an iterator costs ten times as much in a debug build, which is what the tests wait for.
extension UUID {
    /// Before which of the 16 bytes the text has a hyphen.
    private static func followsHyphen(_ index: Int) -> Bool { index == 4 || index == 6 || index == 8 || index == 10 }

    /// The usual form of 36 characters, in lower case, as it is written everywhere here.
    package var text: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        let bytes = bytes
        var index = 0
        while index < 16 {
            if Self.followsHyphen(index) { text.append(UInt8(ascii: "-")) }
            text.append(Self.digits[Int(bytes[index] >> 4)])
            text.append(Self.digits[Int(bytes[index] & 0x0F)])
            index += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Nil unless the text is a UUID in its usual form of 36 characters, in either case.
    package init?(text: some StringProtocol) {
        let characters = Array(String(text).utf8)
        guard characters.count == 36 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        var place = 0
        while bytes.count < 16 {
            if Self.followsHyphen(bytes.count) {
                guard characters[place] == UInt8(ascii: "-") else { return nil }
                place += 1
            }
            guard let high = Self.value(characters[place]), let low = Self.value(characters[place + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            place += 2
        }
        self.init(bytes: bytes)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
