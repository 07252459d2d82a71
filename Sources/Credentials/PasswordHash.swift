/// What is stored of a password: the argon2id text with cost, salt and hash.
package struct PasswordHash: Hashable, Sendable {
    /// The text to store, such as `$argon2id$v=19$m=19456,t=2,p=1$…$…`.
    package let encoded: String

    /// The work that this hash takes.
    package let cost: Argon2id.Cost

    /// Whether new hashes cost something else by now.
    ///
    /// The moment to hash again is right after a log-in, when the password is at hand.
    package var needsRehash: Bool { cost != .current }

    /// Nil unless the text is an argon2id hash of version 19 within bounds.
    ///
    /// The bounds (64 MiB, 8 passes, 4 lanes) keep a wrong row from taking the machine down.
    package init?(encoded: String) {
        let fields = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard encoded.utf8.count <= 256, fields.count == 6, fields[0].isEmpty, fields[1] == "argon2id",
            fields[2] == "v=19", let cost = Self.cost(fields[3]),
            Self.isBase64(fields[4], (11...86)), Self.isBase64(fields[5], (22...86))
        else { return nil }
        self.encoded = encoded
        self.cost = cost
    }

    /// A hash that no password leads to as far as anyone knows.
    ///
    /// Unknown accounts are checked against it, so that they take as long as known ones.
    static let nobodys = PasswordHash(
        encoded: "$argon2id$v=19$m=19456,t=2,p=1$U29sZXVzIG5vYm9keS4uLg$"
            + "bm8gcGFzc3dvcmQgbGVhZHMgdG8gdGhpcyBoYXNoLiE", cost: .current)

    private init(encoded: String, cost: Argon2id.Cost) {
        self.encoded = encoded
        self.cost = cost
    }

    private static func cost(_ text: Substring) -> Argon2id.Cost? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let memory = number("m=", parts[0]), let passes = number("t=", parts[1]),
            let lanes = number("p=", parts[2]), (8...65_536).contains(memory), (1...8).contains(passes),
            (1...4).contains(lanes), memory >= 8 * lanes
        else { return nil }
        return Argon2id.Cost(memoryKiB: memory, passCount: passes, laneCount: lanes)
    }

    private static func number(_ name: String, _ text: Substring) -> UInt32? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard digits.first != "0", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt32(digits)
    }

    private static func isBase64(_ text: Substring, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
                default: false
                }
            }
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    package var description: String { "PasswordHash(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
