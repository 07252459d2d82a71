import Foundation
import Postgres
import TestPostgres
import Testing

/// A table to write to, and statements on it.
enum Notes {
    static let create = Statement("CREATE TABLE note (id integer PRIMARY KEY, body text NOT NULL)")
    static let insert = Statement(
        "INSERT INTO note (id, body) VALUES ($1, $2)", takes: Types(Int32.self, String.self))
    static let all = Statement("SELECT id, body FROM note ORDER BY id", gives: Types(Int32.self, String.self))
    static let ids = Statement("SELECT id FROM note ORDER BY id", gives: Types(Int32.self))
    static let body = Statement(
        "SELECT body FROM note WHERE id = $1", takes: Types(Int32.self), gives: Types(String.self))
    static let delete = Statement("DELETE FROM note")
}

@discardableResult
func withNotes<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    try await withEmptyDatabase { test in
        try await test.database.transaction { transaction in _ = try transaction.run(Notes.create) }
        return try await body(test)
    }
}

extension TestDatabase {
    func noteIDs() async throws -> [Int32] { try await database.perform(.readOnly, Notes.ids.all()) }
}

@Suite struct `A transaction` {
    private struct Refused: Error, Equatable {}

    @Test func `is kept when its body returns`() async throws {
        try await withNotes { test in
            let count = try await test.database.transaction { transaction in
                try transaction.run(Notes.insert, 1, "one") + transaction.run(Notes.insert, 2, "two")
            }
            #expect(count == 2)
            let kept = try await test.noteIDs()
            #expect(kept == [1, 2])
        }
    }

    @Test func `is undone when its body throws, and the error comes out as it is`() async throws {
        try await withNotes { test in
            await #expect(throws: Refused()) {
                try await test.database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "one")
                    throw Refused()
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `that swallowed a refusal is not reported as kept`() async throws {
        try await withNotes { test in
            await #expect(throws: PostgresError.commitRolledBack) {
                try await test.database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "one")
                    _ = try? transaction.run(Notes.insert, 1, "again")
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `takes a refusal at COMMIT as definite`() async throws {
        try await withNotes { test in
            let deferred = Statement("ALTER TABLE note ADD CONSTRAINT note_body_once UNIQUE (body) INITIALLY DEFERRED")
            _ = try await test.database.perform(.readWrite, deferred.run())
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.transaction { transaction in
                    try transaction.run(Notes.insert, 1, "same")
                    try transaction.run(Notes.insert, 2, "same")
                }
            }
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.constraint == "note_body_once")
            let kept = try await test.noteIDs()
            #expect(kept == [])
        }
    }

    @Test func `commits with its last statements in one go, and takes nothing after that`() async throws {
        try await withNotes { test in
            await #expect(throws: PostgresError.transactionEnded) {
                try await test.database.transaction { transaction in
                    let (inserted, ids) = try transaction.commit(after: Notes.insert.run(1, "one"), Notes.ids.all())
                    #expect(inserted == 1)
                    #expect(ids == [1])
                    try transaction.run(Notes.delete)
                }
            }
            let kept = try await test.noteIDs()
            #expect(kept == [1])
        }
    }

    @Test func `that only reads cannot write`() async throws {
        try await withNotes { test in
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.transaction(.readOnly) { try $0.run(Notes.insert, 1, "one") }
            }
            #expect(error.sqlState == SQLState("25006"))
        }
    }

    @Test func `sees one snapshot under repeatable read`() async throws {
        try await withNotes { test in
            let level = Statement("SHOW transaction_isolation", gives: Types(String.self))
            let options = TransactionOptions(isolation: .repeatableRead)
            let found1 = try await test.database.perform(options, level.only())
            #expect(found1 == "repeatable read")
            let found2 = try await test.database.perform(.readWrite, level.only())
            #expect(found2 == "read committed")
        }
    }

    @Test func `has its settings, which nobody after it sees`() async throws {
        try await withEmptyDatabase { test in
            let actor = Statement("SELECT current_setting('soleus.actor', true)", gives: Types(String?.self))
            let process = Statement("SELECT pg_backend_pid()", gives: Types(Int32.self))
            let options = TransactionOptions(settings: ["soleus.actor": "ana", "soleus.device": "phone"])
            let (seen, first) = try await test.database.perform(options, actor.only(), process.only())
            let (after, second) = try await test.database.perform(.readOnly, actor.only(), process.only())
            #expect(seen == "ana")
            #expect(first == second, "the point is that one session serves both")
            #expect(after == nil || after == "")
        }
    }

    @Test func `runs again after a serialization failure`() async throws {
        try await withNotes { test in
            _ = try await test.database.perform(.readWrite, Notes.insert.run(1, "one"))
            let count = Statement("SELECT count(*) FROM note", gives: Types(Int.self))
            let add = Statement(
                "INSERT INTO note SELECT max(id) + 1, 'next' FROM note", takes: Types())
            let database = test.database
            // Each reads the count and adds a row: under SERIALIZABLE only an order of one after another is allowed.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        _ = try await database.retrying(TransactionOptions(isolation: .serializable)) { transaction in
                            _ = try transaction.only(count)
                            return try transaction.run(add)
                        }
                    }
                }
                // Both may also meet on the new key, which is a refusal of another kind.
                do {
                    try await group.waitForAll()
                } catch let error as PostgresError {
                    #expect(error.sqlState == .uniqueViolation)
                }
            }
        }
    }
}

@Suite struct `Rows that a statement finds` {
    @Test func `are all, the first, or the only one`() async throws {
        try await withNotes { test in
            try await test.database.transaction { transaction in
                let found3 = try transaction.first(Notes.body, 1)
                #expect(found3 == nil)
                #expect(throws: PostgresError.noRow(statement: Notes.body.text)) { try transaction.only(Notes.body, 1) }
                try transaction.run(Notes.insert, 1, "one")
                try transaction.run(Notes.insert, 2, "two")
                let found4 = try transaction.only(Notes.body, 1)
                #expect(found4 == "one")
                let found5 = try transaction.first(Notes.ids)
                #expect(found5 == 1)
                let found6 = try transaction.all(Notes.all).map(\.1)
                #expect(found6 == ["one", "two"])
                #expect(throws: PostgresError.tooManyRows(statement: Notes.ids.text, count: 2)) {
                    try transaction.only(Notes.ids)
                }
                let found7 = try transaction.run(Notes.delete)
                #expect(found7 == 2)
            }
        }
    }

    @Test func `become values of the domain by a map`() async throws {
        struct Note: Equatable, Sendable {
            let id: Int32
            let body: String
        }
        let notes = Notes.all.map { (id, body) in Note(id: id, body: body) }
        try await withNotes { test in
            try await test.database.transaction { transaction in
                try transaction.run(Notes.insert, 1, "one")
                let found8 = try transaction.all(notes)
                #expect(found8 == [Note(id: 1, body: "one")])
            }
        }
    }
}

@Suite struct `An error of the server` {
    @Test func `names the constraint and quotes nothing of the row`() async throws {
        try await withNotes { test in
            let canary = "sharp pain since Monday"
            _ = try await test.database.perform(
                .readWrite, Statement("ALTER TABLE note ADD CONSTRAINT note_body_short CHECK (length(body) < 5)").run())
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.perform(.readWrite, Notes.insert.run(1, canary))
            }
            #expect(error.constraint == "note_body_short")
            #expect(error.sqlState == .checkViolation)
            var dumped = ""
            dump(error, to: &dumped)
            for text in ["\(error)", String(reflecting: error), dumped] {
                #expect(!text.contains(canary))
                #expect(text.contains("23514"))
            }
        }
    }

    @Test func `that quotes a value in its message keeps it out of sight`() async throws {
        try await withEmptyDatabase { test in
            let cast = Statement("SELECT $1::text::integer", takes: Types(String.self), gives: Types(Int32.self))
            let error = try await #require(throws: PostgresError.self) {
                try await test.database.perform(.readOnly, cast.only("migraine"))
            }
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!"\(error) \(String(reflecting: error)) \(dumped)".contains("migraine"))
            guard case .server(let refusal) = error else {
                Issue.record("not a server error")
                return
            }
            #expect(refusal.unredactedMessage.contains("migraine"), "otherwise this test shows nothing")
        }
    }
}
