import Dispatch

/// Hashes and checks passwords, at most two at once, and turns work away before the queue grows long.
///
/// A hash takes a core for tens of milliseconds and 19 MiB, so guessing is kept from starving the rest of the service.
package actor PasswordHasher {
    /// Why there is no answer.
    package enum Problem: Error, Hashable, Sendable {
        /// As many as may wait are waiting: answer 503 and let the client try again.
        case queueFull
        /// The task was cancelled before its turn came.
        case cancelled
        /// The hash could not be computed; the code is libargon2's.
        case failed(code: Int32)
    }

    /// How many hashes run at once.
    package static let laneCount = 2

    private let argon2id: Argon2id
    private let queueLimit: Int
    private var freeLanes: [DispatchQueue]
    private var waiting: [CheckedContinuation<DispatchQueue, Never>] = []

    /// A hasher on which `queueLimit` calls may wait for their turn, besides those that run.
    ///
    /// 32 waiting calls at 86 ms on two lanes are a wait of 1.4 s, about as long as a person at a log-in accepts.
    package init(queueLimit: Int = 32, argon2id: Argon2id = .library) {
        self.queueLimit = queueLimit
        self.argon2id = argon2id
        // A serial queue gets a thread of its own. A concurrent one would borrow from the pool that runs Swift's tasks.
        freeLanes = (1...Self.laneCount).map { DispatchQueue(label: "soleus.password-hash.\($0)") }
    }

    /// The hash to store for a new password, with a fresh salt.
    package func hash(_ password: Password) async throws(Problem) -> PasswordHash {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let argon2id = argon2id
        return try await onLane { argon2id.hash(password.bytes, salt) }
    }

    /// Whether the text is the password of the account with this hash.
    ///
    /// Pass nil for an account that does not exist: the answer is false and takes as long, so that nobody learns which
    /// accounts exist. The same holds for a text that no password can be.
    package func verify(_ text: String, against hash: PasswordHash?) async throws(Problem) -> Bool {
        // Why the text cannot be a password is of no use here: whoever logs in only learns yes or no.
        let password = try? Password(text)
        let bytes = password?.bytes ?? []
        let stored = hash ?? .nobodys
        let argon2id = argon2id
        let matches = try await onLane { argon2id.verify(bytes, stored) }
        return matches && password != nil && hash != nil
    }

    private func onLane<Answer: Sendable>(
        _ work: @escaping @Sendable () -> Result<Answer, Argon2id.Failure>
    ) async throws(Problem) -> Answer {
        let lane = try await takeLane()
        defer { giveBack(lane) }
        guard !Task.isCancelled else { throw .cancelled }
        let result = await withCheckedContinuation { continuation in
            lane.async { continuation.resume(returning: work()) }
        }
        switch result {
        case .success(let answer): return answer
        case .failure(let failure): throw .failed(code: failure.code)
        }
    }

    private func takeLane() async throws(Problem) -> DispatchQueue {
        if let lane = freeLanes.popLast() { return lane }
        guard waiting.count < queueLimit else { throw .queueFull }
        return await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the lane to whoever waited longest.
    private func giveBack(_ lane: DispatchQueue) {
        if waiting.isEmpty {
            freeLanes.append(lane)
        } else {
            waiting.removeFirst().resume(returning: lane)
        }
    }
}

extension PasswordHasher.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .queueFull: "Too many passwords are being checked: try again in a few seconds."
        case .cancelled: "The request ended before its password was checked."
        case .failed(let code): "The password could not be hashed (libargon2 error \(code))."
        }
    }
}
