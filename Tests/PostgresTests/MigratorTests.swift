import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Migrating a schema` {
    /// A folder of migrations that is removed with its test.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(component: "soleus-migrations-\(UUID())")

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for (name, text) in files { try write(text, to: name) }
        }

        deinit {
            // Nothing depends on whether the temporary folder goes now or when the machine cleans up.
            try? FileManager.default.removeItem(at: url)
        }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: url.appending(component: name))
        }

        func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(component: name)) }

        func migrator() throws -> Migrator { try Migrator(directory: url, logger: TestCluster.logger) }
    }

    private static let two = [
        "0001_first.sql": "CREATE TABLE first (id integer); CREATE TABLE second (id integer);",
        "0002_more.sql": "ALTER TABLE first ADD COLUMN note text;",
        "README.md": "not a migration",
    ]

    private static let tables = Statement(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
        gives: Types(String.self))

    @Test func `applies what is pending, in order, once`() async throws {
        let folder = try Folder(Self.two)
        try await withEmptyDatabase { test in
            let migrator = try folder.migrator()
            let before = try await migrator.status(test.database)
            #expect(before.applied.isEmpty)
            #expect(before.pending.map(\.number) == [1, 2])
            let applied = try await migrator.migrate(test.database)
            #expect(applied.map(\.fileName) == ["0001_first.sql", "0002_more.sql"])
            let again = try await migrator.migrate(test.database)
            #expect(again.isEmpty)
            try await migrator.verify(test.database)
            let tables = try await test.database.perform(.readOnly, Self.tables.all())
            #expect(tables == ["first", "schema_migration", "second"])
        }
    }

    @Test func `by several at once applies each migration once`() async throws {
        let folder = try Folder(Self.two)
        try await withEmptyDatabase { test in
            let migrator = try folder.migrator()
            let database = test.database
            let counts = try await withThrowingTaskGroup(of: Int.self, returning: [Int].self) { group in
                for _ in 0..<4 { group.addTask { try await migrator.migrate(database).count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 2])
        }
    }

    @Test func `leaves nothing of a migration that fails, and keeps those before it`() async throws {
        let folder = try Folder([
            "0001_first.sql": "CREATE TABLE first (id integer);",
            "0002_broken.sql": "CREATE TABLE second (id integer);\n\nSELECT missing FROM second;",
        ])
        try await withEmptyDatabase { test in
            let error = try await #require(throws: MigrationError.self) {
                try await folder.migrator().migrate(test.database)
            }
            guard case .failed("0002_broken.sql", line: 3, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect("\(error)".contains("missing"), "the operator must see what is wrong")
            let tables = try await test.database.perform(.readOnly, Self.tables.all())
            #expect(tables == ["first", "schema_migration"])
            try folder.write("CREATE TABLE second (id integer);", to: "0002_broken.sql")
            let applied = try await folder.migrator().migrate(test.database)
            #expect(applied.map(\.number) == [2])
        }
    }

    @Test func `is refused when an applied migration has changed`() async throws {
        let folder = try Folder(Self.two)
        try await withEmptyDatabase { test in
            try await folder.migrator().migrate(test.database)
            try folder.write("CREATE TABLE other (id integer);", to: "0001_first.sql")
            let changed = try folder.migrator()
            await #expect(throws: MigrationError.changed("0001_first.sql")) { try await changed.migrate(test.database) }
            await #expect(throws: MigrationError.changed("0001_first.sql")) { try await changed.verify(test.database) }
        }
    }

    @Test func `is refused when an applied migration is missing here, as in an older program`() async throws {
        let folder = try Folder(Self.two)
        try await withEmptyDatabase { test in
            try await folder.migrator().migrate(test.database)
            try folder.remove("0002_more.sql")
            let older = try folder.migrator()
            let expected = MigrationError.unknown(number: 2, name: "more")
            await #expect(throws: expected) { try await older.migrate(test.database) }
            await #expect(throws: expected) { try await older.verify(test.database) }
        }
    }

    @Test func `is asked for by a program newer than the schema`() async throws {
        let folder = try Folder(Self.two)
        try await withEmptyDatabase { test in
            try await folder.migrator().migrate(test.database)
            try folder.write("CREATE TABLE third (id integer);", to: "0003_third.sql")
            let newer = try folder.migrator()
            await #expect(throws: MigrationError.pending(["0003_third.sql"])) { try await newer.verify(test.database) }
        }
    }

    @Test(arguments: [
        (["0001_a.sql", "0003_c.sql"], MigrationError.missingNumber(2)),
        (["0002_a.sql"], .missingNumber(1)),
        (["0001_a.sql", "0001_b.sql"], .duplicateNumber(1)),
        (["1_a.sql"], .badFileName("1_a.sql")),
        (["0001.sql"], .badFileName("0001.sql")),
        (["0001_Upper.sql"], .badFileName("0001_Upper.sql")),
    ])
    func `is refused for a folder that is out of order`(names: [String], expected: MigrationError) throws {
        let folder = try Folder(Dictionary(uniqueKeysWithValues: names.map { ($0, "SELECT 1;") }))
        #expect(throws: expected) { try folder.migrator() }
    }

    @Test func `is refused for a folder that is not there, or a file that is not text`() throws {
        let nowhere = FileManager.default.temporaryDirectory.appending(component: "soleus-nowhere-\(UUID())")
        #expect(throws: MigrationError.directoryUnreadable(path: nowhere.path)) {
            try Migrator(directory: nowhere, logger: TestCluster.logger)
        }
        let folder = try Folder(["0001_nul.sql": "SELECT 1;\u{0}"])
        #expect(throws: MigrationError.notText("0001_nul.sql")) { try folder.migrator() }
    }

    @Test func `gives a digest that changes with any file`() throws {
        let folder = try Folder(Self.two)
        let before = try folder.migrator().digest
        let same = try folder.migrator().digest
        try folder.write("ALTER TABLE first ADD COLUMN note varchar;", to: "0002_more.sql")
        let after = try folder.migrator().digest
        #expect(before == same)
        #expect(before != after)
    }
}

@Suite struct `Checking statements against the schema` {
    private func mismatches(_ statement: any AnyStatement) async throws -> [String] {
        try await withNotes { test in try await SchemaCheck.mismatches(of: [statement], on: test.database) }
    }

    @Test func `finds nothing wrong with statements that fit`() async throws {
        let bulk = Statement(
            "INSERT INTO note SELECT * FROM unnest($1::integer[], $2::text[])",
            takes: Types([Int32].self, [String].self))
        let statements: [any AnyStatement] = [Notes.insert, Notes.all, Notes.body, Notes.delete, bulk]
        let found = try await withNotes { test in
            try await SchemaCheck.mismatches(of: statements, on: test.database)
        }
        #expect(found == [])
    }

    @Test func `finds a misspelt column`() async throws {
        let found = try await mismatches(Statement("SELECT bodi FROM note", gives: Types(String.self)))
        #expect(found.count == 1)
        #expect(found.first?.contains("42703") == true)
    }

    @Test func `finds a column of another type`() async throws {
        let found = try await mismatches(Statement("SELECT id FROM note", gives: Types(Int64.self)))
        #expect(found.count == 1)
    }

    @Test func `finds too few columns and too few parameters`() async throws {
        let few = try await mismatches(Statement("SELECT id, body FROM note", gives: Types(Int32.self)))
        #expect(few.count == 1)
        let none = try await mismatches(Statement("DELETE FROM note WHERE id = $1"))
        #expect(none.count == 1)
    }

    @Test func `finds a parameter that only happens to work`() async throws {
        let found = try await mismatches(Statement("DELETE FROM note WHERE id = $1", takes: Types(Int64.self)))
        #expect(found.count == 1)
    }

    @Test func `finds an array of another type`() async throws {
        let found = try await mismatches(
            Statement("DELETE FROM note WHERE id = ANY ($1::integer[])", takes: Types([Int64].self)))
        #expect(found.count == 1)
    }
}
