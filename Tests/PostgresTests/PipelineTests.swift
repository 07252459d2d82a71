import Postgres
import TestPostgres
import Testing

@Suite struct `A pipeline` {
    @Test func `answers its calls in order, each with its own type`() async throws {
        try await withNotes { test in
            let (inserted, body, ids) = try await test.database.transaction { transaction in
                try transaction.pipeline(Notes.insert.run(1, "one"), Notes.body.only(1), Notes.ids.all())
            }
            #expect(inserted == 1)
            #expect(body == "one")
            #expect(ids == [1])
        }
    }

    @Test func `takes any number of calls, and the same statement many times`() async throws {
        try await withNotes { test in
            let bodies = try await test.database.transaction { transaction in
                _ = try transaction.pipeline { pipeline in
                    for id in 0..<500 { _ = pipeline.add(Notes.insert.run(Int32(id), "note \(id)")) }
                }
                let pending = try transaction.pipeline { pipeline in
                    (0..<500).map { pipeline.add(Notes.body.only(Int32($0))) }
                }
                return try pending.map { try $0.value }
            }
            #expect(bodies == (0..<500).map { "note \($0)" })
        }
    }

    @Test func `of megabytes in both directions does not stop`() async throws {
        let echo = Statement("SELECT $1", takes: Types(String.self), gives: Types(String.self))
        let large = String(repeating: "0123456789abcdef", count: 40_000)
        try await withEmptyDatabase { test in
            let lengths = try await test.database.transaction { transaction in
                let pending = try transaction.pipeline { pipeline in
                    (0..<12).map { _ in pipeline.add(echo.only(large)) }
                }
                return try pending.map { try $0.value.utf8.count }
            }
            #expect(lengths == Array(repeating: 640_000, count: 12))
        }
    }

    @Test func `does nothing from its first failure on, and leaves the session usable`() async throws {
        try await withNotes { test in
            let process = Statement("SELECT pg_backend_pid()", gives: Types(Int32.self))
            try await test.database.session { session in
                let before = try session.transaction { try $0.only(process) }
                let error = #expect(throws: PostgresError.self) {
                    try session.transaction { transaction in
                        _ = try transaction.pipeline(
                            Notes.insert.run(1, "one"), Notes.insert.run(1, "again"), Notes.insert.run(2, "two"))
                    }
                }
                #expect(error?.sqlState == .uniqueViolation)
                let (ids, after) = try session.transaction { try $0.pipeline(Notes.ids.all(), process.only()) }
                #expect(ids == [])
                #expect(after == before)
            }
        }
    }

    @Test func `that ends with COMMIT and fails keeps nothing`() async throws {
        try await withNotes { test in
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.perform(
                    .readWrite, Notes.insert.run(1, "one"), Notes.insert.run(1, "again"))
            }
            #expect(error.sqlState == .uniqueViolation)
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `with a statement that cannot be prepared tells the server's reason`() async throws {
        try await withNotes { test in
            let misspelt = Statement("SELECT bodi FROM note", gives: Types(String.self))
            for _ in 0..<2 {
                let error = try await #require(throws: PostgresError.self) {
                    try await test.database.perform(.readOnly, Notes.ids.all(), misspelt.all())
                }
                #expect(error.sqlState == SQLState("42703"))
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `whose answer cannot be read fails, and the transaction with it`() async throws {
        try await withNotes { test in
            let wrong = Statement("SELECT id FROM note", gives: Types(String.self))
            await #expect(throws: PostgresError.self) {
                try await test.database.transaction { transaction in
                    _ = try transaction.pipeline(Notes.insert.run(1, "one"), wrong.all())
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `gives no answer before it has run`() async throws {
        try await withNotes { test in
            await #expect(throws: PostgresError.self) {
                try await test.database.transaction { transaction in
                    try transaction.pipeline { pipeline in _ = try pipeline.add(Notes.ids.all()).value }
                }
            }
        }
    }
}

@Suite struct `Loading rows by COPY` {
    private struct SourceEnded: Error {}

    private static let load = CopyStatement(
        "COPY note (id, body) FROM STDIN (FORMAT binary)", Types(Int32.self, String?.self))

    @Test func `keeps every row, also more than fit into one chunk`() async throws {
        try await withNotes { test in
            let count = try await test.database.transaction { transaction in
                try transaction.copyIn(Self.load) { writer in
                    for id in 0..<20_000 { try writer.row(Int32(id), "body of \(id)") }
                }
            }
            #expect(count == 20_000)
            let rows = try await test.database.perform(.readOnly, Notes.all.all())
            #expect(rows.count == 20_000)
            #expect(rows.last?.1 == "body of 19999")
        }
    }

    @Test func `of nothing is zero rows`() async throws {
        try await withNotes { test in
            let count = try await test.database.transaction { try $0.copyIn(Self.load) { _ in } }
            #expect(count == 0)
        }
    }

    @Test func `keeps nothing when the source fails, and the error is the source's`() async throws {
        try await withNotes { test in
            await #expect(throws: SourceEnded.self) {
                try await test.database.transaction { transaction in
                    try transaction.copyIn(Self.load) { writer in
                        for id in 0..<10_000 { try writer.row(Int32(id), "body") }
                        throw SourceEnded()
                    }
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `keeps nothing when the server refuses a row, and the session stays usable`() async throws {
        try await withNotes { test in
            try await test.database.session { session in
                let error = #expect(throws: PostgresError.self) {
                    try session.transaction { transaction in
                        try transaction.copyIn(Self.load) { writer in
                            try writer.row(1, "one")
                            try writer.row(2, nil)
                        }
                    }
                }
                #expect(error?.sqlState == .notNullViolation)
                let ids = try session.transaction { transaction in try transaction.all(Notes.ids) }
                #expect(ids == [])
            }
        }
    }

    @Test func `into a table that does not exist is the server's refusal`() async throws {
        let wrong = CopyStatement("COPY nothing FROM STDIN (FORMAT binary)", Types(Int32.self))
        try await withEmptyDatabase { test in
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.transaction { try $0.copyIn(wrong) { try $0.row(1) } }
            }
            #expect(error.sqlState == SQLState("42P01"))
            try await test.database.ping()
        }
    }

    @Test func `leaves out a row that cannot be sent, whole`() async throws {
        try await withNotes { test in
            try await test.database.transaction { transaction in
                try transaction.copyIn(Self.load) { writer in
                    try writer.row(1, "one")
                    do throws(PostgresError) {
                        try writer.row(2, "two\u{0}")
                    } catch {
                        #expect(error == .textContainsNUL)
                    }
                    try writer.row(3, "three")
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [1, 3])
        }
    }
}
