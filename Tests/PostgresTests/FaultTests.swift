import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `When the connection breaks` {
    private static let terminate = Statement(
        "SELECT pg_terminate_backend($1, 5000)", takes: Types(Int32.self), gives: Types(Bool.self))
    private static let process = Statement("SELECT pg_backend_pid()", gives: Types(Int32.self))
    private static let terminateMyself = Statement(
        "SELECT pg_terminate_backend(pg_backend_pid())", gives: Types(Bool.self))

    @Test func `within a transaction, it is lost and nothing was kept, and the pool heals`() async throws {
        try await withNotes { test in
            await #expect(throws: PostgresError.connectionLost) {
                try await test.database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "one")
                    _ = try transaction.only(Self.terminateMyself)
                    try transaction.run(Notes.insert, 2, "two")
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `before COMMIT is sent and the body swallowed it, the transaction is not reported as kept`() async throws
    {
        try await withNotes { test in
            await #expect(throws: PostgresError.connectionLost) {
                try await test.database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "one")
                    _ = try? transaction.only(Self.terminateMyself)
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `while the session was idle, the next caller does not notice`() async throws {
        try await withEmptyDatabase { test in
            let idle = try test.open(maximumSessions: 1)
            try await withClosing(idle) {
                let first = try await idle.perform(.readOnly, Self.process.only())
                let ended = try await test.database.perform(.readWrite, Self.terminate.only(first))
                #expect(ended)
                let second = try await idle.perform(.readOnly, Self.process.only())
                #expect(second != first)
            }
        }
    }

    /// Runs the body with a pool whose connections pass through a proxy.
    private func withProxy(_ body: (TestDatabase, Database, CuttingProxy) async throws -> Void) async throws {
        try await withNotes { test in
            var settings: [String: String] = [:]
            for setting in try test.conninfo().split(separator: " ") {
                let parts = setting.split(separator: "=", maxSplits: 1)
                settings[String(parts[0])] = String(parts[1])
            }
            let folder = try #require(settings["host"])
            let proxy = try CuttingProxy(to: "\(folder)/.s.PGSQL.\(settings["port"] ?? "5432")")
            let database = try Database(
                DatabaseConfiguration(
                    conninfo: "host=127.0.0.1 port=\(proxy.port) dbname=\(test.name) user=\(settings["user"] ?? "") "
                        + "sslmode=disable gssencmode=disable",
                    maximumSessions: 1),
                logger: TestCluster.logger)
            try await withClosing(database) { try await body(test, database, proxy) }
        }
    }

    @Test func `before the server sees COMMIT, the outcome is unknown, and it was not kept`() async throws {
        try await withProxy { test, database, proxy in
            proxy.set(.beforeCommit)
            await #expect(throws: PostgresError.commitOutcomeUnknown) {
                try await database.transaction { try $0.run(Notes.insert, 1, "one") }
            }
            proxy.set(.nothing)
            let kept = try await test.noteIDs()
            #expect(kept == [])
            try await database.ping(timeout: .seconds(60))
        }
    }

    @Test func `after the server saw COMMIT, the outcome is unknown, and it was kept`() async throws {
        try await withProxy { test, database, proxy in
            proxy.set(.afterCommit)
            await #expect(throws: PostgresError.commitOutcomeUnknown) {
                try await database.perform(.readWrite, Notes.insert.run(1, "one"))
            }
            proxy.set(.nothing)
            let kept = try await test.noteIDs()
            #expect(kept == [1])
        }
    }

    @Test func `to a server that is away, the reason is told within the time for a session`() async throws {
        var configuration = DatabaseConfiguration(conninfo: "host=/nowhere/at-all dbname=none user=nobody")
        configuration.acquireTimeout = .milliseconds(200)
        let database = try Database(configuration, logger: TestCluster.logger)
        let error = try await #require(throws: PostgresError.self) { try await database.ping() }
        guard case .connectionFailed(let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("/nowhere/at-all"))
        #expect(error.isUnavailable)
        await database.close()
    }

    @Test func `a connection string that cannot be read is refused at once, without its password`() throws {
        let error = #expect(throws: PostgresError.self) {
            try Database(DatabaseConfiguration(conninfo: "host=a password='secret"), logger: TestCluster.logger)
        }
        let text = "\(String(describing: error))"
        #expect(!text.contains("secret"))
    }
}

@Suite struct `Time and cancellation` {
    private static let sleep = Statement("SELECT pg_sleep(600)::text", gives: Types(String.self))
    private static let sleepers = Statement(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active' "
            + "AND datname = current_database()",
        gives: Types(Int.self))

    /// Waits until so many statements sleep in the database.
    private func waitForSleepers(_ count: Int, in database: Database) async throws {
        for _ in 0..<6_000 {
            if try await database.perform(.readOnly, Self.sleepers.only()) == count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("there were never \(count) sleeping statements")
    }

    @Test func `a deadline ends a statement here and at the server`() async throws {
        try await withEmptyDatabase { test in
            await #expect(throws: PostgresError.deadlineExceeded) {
                try await test.database.transaction(TransactionOptions(timeout: .milliseconds(300))) { transaction in
                    try transaction.only(Self.sleep)
                }
            }
            try await waitForSleepers(0, in: test.database)
        }
    }

    @Test func `cancelling a task ends its statement here and at the server`() async throws {
        try await withEmptyDatabase { test in
            let database = test.database
            let task = Task { try await database.transaction { try $0.only(Self.sleep) } }
            try await waitForSleepers(1, in: database)
            task.cancel()
            await #expect(throws: PostgresError.cancelled) { try await task.value }
            try await waitForSleepers(0, in: database)
        }
    }

    @Test func `a cancelled transaction is not committed, though its body returns`() async throws {
        try await withNotes { test in
            let database = test.database
            let task = Task {
                try await database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "one")
                    // Returns as soon as the task is cancelled, with that error swallowed.
                    _ = try? transaction.only(Self.sleep)
                }
            }
            try await waitForSleepers(1, in: database)
            task.cancel()
            await #expect(throws: PostgresError.cancelled) { try await task.value }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `a statement timeout of the server is a refusal, and the session stays`() async throws {
        try await withEmptyDatabase { test in
            let options = TransactionOptions(settings: ["statement_timeout": "50ms"])
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.transaction(options) { try $0.only(Self.sleep) }
            }
            #expect(error.sqlState == .queryCanceled)
            #expect(error.isUnavailable)
        }
    }
}
