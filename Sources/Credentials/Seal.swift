import Crypto

/// Marks bytes so that only we can have made them, for what clients carry for us, such as cursors.
///
/// The payload can be read by whoever holds it; it cannot be changed. The mark is HMAC-SHA256 cut to 128 bits.
package struct Seal: Sendable {
    /// How many bytes a key must have at least.
    package static let keyByteCountMinimum = 32

    /// Why there is no seal.
    package enum Problem: Error, Hashable, Sendable {
        case keyTooShort(minimumByteCount: Int)
    }

    private static let markByteCount = 16

    private let key: SymmetricKey

    /// A seal for one purpose: what is sealed for another purpose, even with the same key, does not open here.
    ///
    /// Fails if the key has fewer than 32 bytes.
    package init(key: [UInt8], purpose: String) throws(Problem) {
        guard key.count >= Self.keyByteCountMinimum else {
            throw .keyTooShort(minimumByteCount: Self.keyByteCountMinimum)
        }
        let derived = HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: SymmetricKey(data: key))
        self.key = SymmetricKey(data: Array(derived))
    }

    /// The mark and the payload as one base64url text.
    package func seal(_ payload: [UInt8]) -> String {
        Base64URL.text(mark(payload) + payload)
    }

    /// The payload, or nil if the text is not exactly what ``seal(_:)`` made.
    package func open(_ text: String) -> [UInt8]? {
        guard let bytes = Base64URL.bytes(text), bytes.count >= Self.markByteCount else { return nil }
        let payload = Array(bytes[Self.markByteCount...])
        // Every byte is compared, so the time does not tell how much of a forged mark was right.
        let difference = zip(mark(payload), bytes).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? payload : nil
    }

    private func mark(_ payload: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: payload, using: key).prefix(Self.markByteCount))
    }
}

extension Seal: CustomStringConvertible, CustomReflectable {
    package var description: String { "Seal(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Seal.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .keyTooShort(let minimum): "The key for seals must have at least \(minimum) bytes."
        }
    }
}
