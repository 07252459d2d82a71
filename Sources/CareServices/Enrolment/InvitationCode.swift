import Credentials

/// A code that brings another device of a member in: 60 random bits, for 15 minutes and one use.
///
/// Written with Crockford's 32 letters and digits, which leave out those that are mistaken for others, so that it can be read
/// out over a telephone.
struct InvitationCode: Sendable {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let length = 12
    static let lifetimeSeconds: Int64 = 900

    /// The letters and digits alone.
    private let letters: [UInt8]

    /// A new one.
    init() {
        var generator = SystemRandomNumberGenerator()
        letters = (0..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<32, using: &generator)] }
    }

    /// What somebody typed; nil when that is no code.
    init?(_ text: String) {
        guard text.utf8.count <= 40 else { return nil }
        var letters: [UInt8] = []
        for byte in text.uppercased().utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            case UInt8(ascii: "O"): letters.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): letters.append(UInt8(ascii: "1"))
            case _ where Self.alphabet.contains(byte): letters.append(byte)
            default: return nil
            }
        }
        guard letters.count == Self.length else { return nil }
        self.letters = letters
    }

    /// As it is shown, in groups of four.
    var text: String {
        stride(from: 0, to: letters.count, by: 4)
            .map { String(decoding: letters[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
    }

    /// What is kept of it: nobody guesses 60 bits in 15 minutes, ten tries at a time.
    var digest: [UInt8] { SHA256Digest(of: letters).bytes }
}
