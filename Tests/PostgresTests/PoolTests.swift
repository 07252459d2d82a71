import Foundation
import Postgres
import Synchronization
import TestPostgres
import Testing

/// Something that bodies on a session's thread wait for, and that a test opens.
private final class Gate: Sendable {
    private let condition = NSCondition()
    private let isOpen = Mutex(false)

    func open() {
        isOpen.withLock { $0 = true }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    func pass() {
        condition.lock()
        while !isOpen.withLock({ $0 }) { condition.wait() }
        condition.unlock()
    }
}

/// Who was served, in order.
private final class Order: Sendable {
    let served = Mutex<[Int]>([])
}

@Suite struct `The pool of sessions` {
    private func withPool(
        sessions: Int, waiters: Int = 256, acquireTimeout: Duration = .seconds(60),
        _ body: (Database) async throws -> Void
    ) async throws {
        try await withEmptyDatabase { test in
            var configuration = DatabaseConfiguration(conninfo: try test.conninfo(), maximumSessions: sessions)
            configuration.maximumWaiters = waiters
            configuration.acquireTimeout = acquireTimeout
            let database = try Database(configuration, logger: TestCluster.logger)
            try await withClosing(database) { try await body(database) }
        }
    }

    /// Waits until the pool is as it must be; the bound is far beyond what a slow machine takes.
    private func wait(until condition: () -> Bool) async throws {
        for _ in 0..<6_000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the pool never came to that state")
    }

    @Test func `never opens more than it may`() async throws {
        try await withPool(sessions: 3) { database in
            let process = Statement("SELECT pg_backend_pid()", gives: Types(Int32.self))
            let processes = try await withThrowingTaskGroup(of: Int32.self, returning: Set<Int32>.self) { group in
                for _ in 0..<60 { group.addTask { try await database.perform(.readOnly, process.only()) } }
                return try await group.reduce(into: []) { $0.insert($1) }
            }
            #expect((1...3).contains(processes.count))
            #expect(database.sessionsInUse == 0)
        }
    }

    @Test func `refuses at once when its queue is full`() async throws {
        try await withPool(sessions: 1, waiters: 1) { database in
            let gate = Gate()
            async let holder: Void = database.transaction { _ in gate.pass() }
            try await wait { database.sessionsInUse == 1 }
            async let waiter: Void = database.ping(timeout: .seconds(60))
            try await wait { database.waiterCount == 1 }
            await #expect(throws: PostgresError.poolExhausted) { try await database.ping() }
            gate.open()
            try await holder
            try await waiter
        }
    }

    @Test func `lets nobody wait beyond the deadline`() async throws {
        try await withPool(sessions: 1, acquireTimeout: .milliseconds(100)) { database in
            let gate = Gate()
            async let holder: Void = database.transaction { _ in gate.pass() }
            try await wait { database.sessionsInUse == 1 }
            await #expect(throws: PostgresError.deadlineExceeded) { try await database.ping() }
            #expect(database.waiterCount == 0)
            gate.open()
            try await holder
        }
    }

    @Test func `forgets a waiter who was cancelled`() async throws {
        try await withPool(sessions: 1) { database in
            let gate = Gate()
            async let holder: Void = database.transaction { _ in gate.pass() }
            try await wait { database.sessionsInUse == 1 }
            let waiter = Task { try await database.ping(timeout: .seconds(60)) }
            try await wait { database.waiterCount == 1 }
            waiter.cancel()
            await #expect(throws: PostgresError.cancelled) { try await waiter.value }
            #expect(database.waiterCount == 0)
            gate.open()
            try await holder
            try await database.ping()
        }
    }

    @Test func `serves whoever came first`() async throws {
        try await withPool(sessions: 1) { database in
            let gate = Gate()
            let order = Order()
            async let holder: Void = database.transaction { _ in gate.pass() }
            try await wait { database.sessionsInUse == 1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await database.transaction { _ in order.served.withLock { $0.append(number) } }
                    }
                    try await wait { database.waiterCount == number + 1 }
                }
                gate.open()
                try await group.waitForAll()
            }
            try await holder
            #expect(order.served.withLock { $0 } == Array(0..<8))
        }
    }

    @Test func `plans once for any values where it is told to, and otherwise as the server likes`() async throws {
        try await withEmptyDatabase { test in
            for (plansForAnyValues, mode) in [(true, "force_generic_plan"), (false, "auto")] {
                var configuration = DatabaseConfiguration(conninfo: try test.conninfo(), maximumSessions: 1)
                configuration.plansForAnyValues = plansForAnyValues
                let database = try Database(configuration, logger: TestCluster.logger)
                try await withClosing(database) {
                    let setting = Statement("SELECT current_setting('plan_cache_mode')", gives: Types(String.self))
                    let found = try await database.perform(.readOnly, setting.only())
                    #expect(found == mode)
                }
            }
        }
    }

    @Test func `replaces sessions that have lived long enough`() async throws {
        try await withEmptyDatabase { test in
            var configuration = DatabaseConfiguration(conninfo: try test.conninfo(), maximumSessions: 1)
            configuration.sessionLifetime = .zero
            let database = try Database(configuration, logger: TestCluster.logger)
            try await withClosing(database) {
                let process = Statement("SELECT pg_backend_pid()", gives: Types(Int32.self))
                let first = try await database.perform(.readOnly, process.only())
                let second = try await database.perform(.readOnly, process.only())
                #expect(first != second)
            }
        }
    }

    @Test func `once closed, waits for work in hand and refuses more, and may be closed again`() async throws {
        try await withPool(sessions: 1) { database in
            let gate = Gate()
            async let holder: Int = database.transaction { _ in
                gate.pass()
                return 7
            }
            try await wait { database.sessionsInUse == 1 }
            let waiter = Task { try await database.ping(timeout: .seconds(60)) }
            try await wait { database.waiterCount == 1 }
            let closing = Task { await database.close() }
            await #expect(throws: PostgresError.closed) { try await waiter.value }
            gate.open()
            let value = try await holder
            #expect(value == 7)
            await closing.value
            #expect(database.sessionsInUse == 0)
            await #expect(throws: PostgresError.closed) { try await database.ping() }
            await database.close()
        }
    }
}
