/// The name by which somebody signs in: 1 to 80 of `a-z 0-9 . _ @ -`, the first a letter or digit.
struct Login: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// Takes capitals as small letters; nil for anything else that no account can have.
    init?(_ text: String) {
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard (1...80).contains(bytes.count), isPlain(bytes[0]),
            bytes.allSatisfy({ isPlain($0) || "._@-".utf8.contains($0) })
        else { return nil }
        description = String(decoding: bytes, as: UTF8.self)
    }
}
