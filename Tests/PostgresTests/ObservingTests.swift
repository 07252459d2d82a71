import Logging
import Synchronization
import TestPostgres
import Testing

@testable import Postgres

@Suite struct `Whoever watches the database` {
    /// What a database tells, and what it logs.
    private final class Book: Sendable {
        let codes = Mutex<[String]>([])
        let lent = Mutex(0)
        let lines = Mutex<[(message: String, metadata: [String: String])]>([])

        func note(_ event: DatabaseEvent) {
            switch event {
            case .lent: lent.withLock { $0 += 1 }
            case .ranAgain: codes.withLock { $0.append("again") }
            case .failed(let error): codes.withLock { $0.append(error.code) }
            }
        }

        var logger: Logger { Logger(label: "test") { _ in Handler(book: self) } }

        struct Handler: LogHandler {
            let book: Book
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                book.lines.withLock {
                    $0.append(
                        (event.message.description, (event.metadata ?? [:]).mapValues(\.description)))
                }
            }
        }
    }

    private func withWatchedDatabase(
        slow: Duration? = nil, _ body: (Database, Book) async throws -> Void
    ) async throws {
        try await withEmptyDatabase { test in
            let book = Book()
            var configuration = DatabaseConfiguration(conninfo: try test.conninfo(), maximumSessions: 2)
            configuration.acquireTimeout = .seconds(60)
            configuration.applicationName = "soleus-watched"
            configuration.slowStatement = slow
            configuration.observe = { book.note($0) }
            let database = try Database(configuration, logger: book.logger)
            try await withClosing(database) { try await body(database, book) }
        }
    }

    @Test func `hears of each use, each failure and each repetition`() async throws {
        try await withWatchedDatabase { database, book in
            try await database.ping(timeout: .seconds(60))
            await #expect(throws: PostgresError.self) {
                try await database.retrying { transaction in
                    try transaction.runScript("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")
                }
            }
            await #expect(throws: PostgresError.self) {
                try await database.transaction { transaction in try transaction.runScript("SELECT 1 / 0") }
            }
            #expect(book.codes.withLock(\.self) == ["40P01", "again", "40P01", "again", "40P01", "22012"])
            #expect(book.lent.withLock(\.self) == 5)
            #expect(database.idleSessions == 1 && database.sessionsInUse == 0)
        }
    }

    private static let name = Statement("SELECT current_setting('application_name')", gives: Types(String.self))
    private static let echo = Statement("SELECT $1", takes: Types(String.self), gives: Types(String.self))

    @Test func `finds a request's trace in what the server calls the transaction, and in no other`() async throws {
        try await withWatchedDatabase { database, _ in
            let trace = "0af7651916cd43dd8448eb211c80319c"
            let names = try await StatementTrace.$id.withValue(trace) {
                let bare = try await database.perform(.readOnly, Self.name.only())
                let settings = TransactionOptions(settings: ["soleus.actor": "x"])
                return [bare, try await database.perform(settings, Self.name.only())]
            }
            #expect(names == Array(repeating: "soleus-watched \(trace)", count: 2))
            #expect(try await database.perform(.readOnly, Self.name.only()) == "soleus-watched")
        }
    }

    @Test func `finds slow statements in the log, with their trace and without their values`() async throws {
        // Everything is slow from no time at all on.
        try await withWatchedDatabase(slow: .zero) { database, book in
            try await StatementTrace.$id.withValue("0af7651916cd43dd8448eb211c80319c") {
                _ = try await database.perform(.readOnly, Self.echo.only("Kanariella"))
            }
            let lines = book.lines.withLock(\.self).filter { $0.message == "slow statement" }
            let line = try #require(lines.first { $0.metadata["statement"] == "SELECT $1" })
            #expect(line.metadata["trace_id"] == "0af7651916cd43dd8448eb211c80319c")
            #expect(line.metadata["duration_ms"].flatMap { Int($0) } != nil)
            #expect(lines.contains { $0.metadata["statement"] == "COMMIT" })
            #expect(!lines.contains { $0.metadata.values.contains { $0.contains("Kanariella") } })
        }
    }

    @Test func `finds nothing in the log where nothing counts as slow`() async throws {
        try await withWatchedDatabase { database, book in
            _ = try await database.perform(.readOnly, Self.echo.only("x"))
            #expect(!book.lines.withLock(\.self).contains { $0.message == "slow statement" })
        }
    }
}
