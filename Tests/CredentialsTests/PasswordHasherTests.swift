import Credentials
import Dispatch
import Synchronization
import Testing

@Suite struct `Hashing passwords` {
    @Test func `gives an argon2id hash that opens with its password only`() async throws {
        let hasher = PasswordHasher()

        let hash = try await hasher.hash(Password("correct horse battery"))

        #expect(hash.encoded.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(!hash.needsRehash)
        #expect(try await hasher.verify("correct horse battery", against: hash))
        #expect(try await hasher.verify("correct horse batterz", against: hash) == false)
        #expect(try await hasher.verify("", against: hash) == false)
    }

    @Test func `salts each hash anew`() async throws {
        let hasher = PasswordHasher()
        let password = try Password("correct horse battery")

        #expect(try await hasher.hash(password) != hasher.hash(password))
    }

    @Test func `takes two spellings of é for one`() async throws {
        let hasher = PasswordHasher()

        let hash = try await hasher.hash(Password("caf\u{E9} caf\u{E9} caf\u{E9}"))

        #expect(try await hasher.verify("cafe\u{301} cafe\u{301} cafe\u{301}", against: hash))
    }

    @Test func `agrees with the reference implementation's own example`() throws {
        let encoded = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let hash = try #require(PasswordHash(encoded: encoded))

        #expect(try Argon2id.library.verify(Array("password".utf8), hash).get())
        #expect(try Argon2id.library.verify(Array("passwore".utf8), hash).get() == false)
    }

    @Test(arguments: ["correct horse battery", "", "short", String(repeating: "x", count: 100_000)])
    func `does one whole hash for an unknown account, whatever the text`(text: String) async throws {
        let watch = Watch()
        let hasher = PasswordHasher(argon2id: watch.argon2id)

        let isRight = try await hasher.verify(text, against: nil)

        #expect(!isRight)
        // The library answered "no match" at the full cost, rather than failing early.
        #expect(watch.costs == [.current])
    }
}

@Suite struct `A busy password hasher` {
    @Test func `runs two hashes at once, never three`() async throws {
        let watch = Watch(isGated: true)
        let hasher = PasswordHasher(argon2id: watch.argon2id)

        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 {
                group.addTask { try await hasher.verify("correct horse battery", against: nil) }
            }
            await watch.twoAreRunning()
            watch.openGate()
            for try await isRight in group { #expect(!isRight) }
        }

        #expect(watch.mostRunning == 2)
        #expect(watch.costs.count == 6)
    }

    @Test func `turns calls away when its queue is full, and takes them again later`() async throws {
        let watch = Watch(isGated: true)
        let hasher = PasswordHasher(queueLimit: 0, argon2id: watch.argon2id)

        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 {
                group.addTask { try await hasher.verify("correct horse battery", against: nil) }
            }
            await watch.twoAreRunning()

            await #expect(throws: PasswordHasher.Problem.queueFull) {
                try await hasher.verify("correct horse battery", against: nil)
            }
            await #expect(throws: PasswordHasher.Problem.queueFull) {
                try await hasher.hash(Password("correct horse battery"))
            }

            watch.openGate()
            try await group.waitForAll()
        }

        #expect(try await hasher.verify("correct horse battery", against: nil) == false)
        #expect(watch.costs.count == 3)
    }

    @Test func `spends nothing on a call whose task was cancelled`() async throws {
        let watch = Watch()
        let hasher = PasswordHasher(argon2id: watch.argon2id)

        await #expect(throws: PasswordHasher.Problem.cancelled) {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                // A task added to a cancelled group is cancelled from its start.
                group.cancelAll()
                group.addTask { try await hasher.verify("correct horse battery", against: nil) }
                try await group.waitForAll()
            }
        }
        #expect(watch.costs.isEmpty)
        #expect(try await hasher.verify("correct horse battery", against: nil) == false)
    }

    @Test func `passes on that a hash failed, and goes on`() async throws {
        let failing = Argon2id(
            hash: { _, _ in .failure(Argon2id.Failure(code: -22)) },
            verify: { _, _ in .failure(Argon2id.Failure(code: -22)) })
        let hasher = PasswordHasher(queueLimit: 0, argon2id: failing)

        for _ in 0..<4 {
            await #expect(throws: PasswordHasher.Problem.failed(code: -22)) {
                try await hasher.verify("correct horse battery", against: nil)
            }
        }
    }
}

/// The real hash function, with a count of who is inside and a gate that holds them there.
private final class Watch: Sendable {
    private struct Counts {
        var running = 0
        var mostRunning = 0
        var costs: [Argon2id.Cost] = []
    }

    private let counts = Mutex(Counts())
    private let gate: DispatchSemaphore?
    private let twoRunning = AsyncStream.makeStream(of: Void.self)

    init(isGated: Bool = false) {
        gate = isGated ? DispatchSemaphore(value: 0) : nil
    }

    var mostRunning: Int { counts.withLock { $0.mostRunning } }

    /// The cost of each hash that was computed to its end.
    var costs: [Argon2id.Cost] { counts.withLock { $0.costs } }

    var argon2id: Argon2id {
        Argon2id(
            hash: { password, salt in
                self.watched {
                    Argon2id.library.hash(password, salt)
                } cost: {
                    .current
                }
            },
            verify: { password, hash in
                self.watched {
                    Argon2id.library.verify(password, hash)
                } cost: {
                    hash.cost
                }
            })
    }

    func twoAreRunning() async {
        for await _ in twoRunning.stream { return }
    }

    /// Lets everyone through from now on.
    func openGate() {
        gate?.signal()
    }

    private func watched<Answer>(
        _ work: () -> Result<Answer, Argon2id.Failure>, cost: () -> Argon2id.Cost
    ) -> Result<Answer, Argon2id.Failure> {
        let running = counts.withLock { counts in
            counts.running += 1
            counts.mostRunning = max(counts.mostRunning, counts.running)
            return counts.running
        }
        if running == 2 { twoRunning.continuation.yield() }
        gate?.wait()
        gate?.signal()
        let answer = work()
        counts.withLock { counts in
            counts.running -= 1
            if case .success = answer { counts.costs.append(cost()) }
        }
        return answer
    }
}
