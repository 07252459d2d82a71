import CArgon2

/// The password hash function, as values that a test can watch at work.
///
/// The cost is the first recommendation of OWASP for argon2id: 19 MiB, two passes, one lane; about 86 ms on our
/// reference machine.
package struct Argon2id: Sendable {
    /// How much work one hash is.
    package struct Cost: Hashable, Sendable {
        /// Memory in KiB.
        package var memoryKiB: UInt32
        /// Passes over the memory.
        package var passCount: UInt32
        /// Lanes that could be filled in parallel.
        package var laneCount: UInt32

        /// What new hashes cost.
        package static let current = Cost(memoryKiB: 19_456, passCount: 2, laneCount: 1)
    }

    /// Hashes the password's bytes with a salt of 16 bytes.
    package var hash: @Sendable (_ password: [UInt8], _ salt: [UInt8]) -> Result<PasswordHash, Failure>

    /// Whether the password's bytes lead to the hash, compared in constant time.
    package var verify: @Sendable (_ password: [UInt8], _ hash: PasswordHash) -> Result<Bool, Failure>

    /// What libargon2 could not do; for the most part, find memory.
    package struct Failure: Error, Hashable, Sendable {
        /// The library's error code.
        package let code: Int32

        /// A failure with the library's code.
        package init(code: Int32) {
            self.code = code
        }
    }

    /// A hash function made of these two parts.
    package init(
        hash: @escaping @Sendable (_ password: [UInt8], _ salt: [UInt8]) -> Result<PasswordHash, Failure>,
        verify: @escaping @Sendable (_ password: [UInt8], _ hash: PasswordHash) -> Result<Bool, Failure>
    ) {
        self.hash = hash
        self.verify = verify
    }

    /// The function as libargon2 computes it.
    package static let library = Argon2id(hash: hashWithLibrary, verify: verifyWithLibrary)

    @Sendable private static func hashWithLibrary(
        _ password: [UInt8], _ salt: [UInt8]
    ) -> Result<PasswordHash, Failure> {
        let cost = Cost.current
        let hashByteCount = 32
        let length = argon2_encodedlen(
            cost.passCount, cost.memoryKiB, cost.laneCount, UInt32(salt.count), UInt32(hashByteCount), Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        // Each array outlives the call and is passed with its own count.
        let code = unsafe argon2id_hash_encoded(
            cost.passCount, cost.memoryKiB, cost.laneCount, password, password.count, salt, salt.count, hashByteCount,
            &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else { return .failure(Failure(code: code)) }
        let text = String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let hash = PasswordHash(encoded: text) else { return .failure(Failure(code: code)) }
        return .success(hash)
    }

    @Sendable private static func verifyWithLibrary(
        _ password: [UInt8], _ hash: PasswordHash
    ) -> Result<Bool, Failure> {
        // The text ends with a zero byte that Swift adds, and the password is passed with its own count.
        let code = unsafe argon2id_verify(hash.encoded, password, password.count)
        return switch code {
        case ARGON2_OK.rawValue: .success(true)
        case ARGON2_VERIFY_MISMATCH.rawValue: .success(false)
        default: .failure(Failure(code: code))
        }
    }
}
