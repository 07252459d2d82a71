import Care
import Dispatch
import Postgres
import Synchronization
import TestPostgres

extension Practice {
    /// Runs the body while nobody else can use a table, so that whatever needs it stands still.
    func locking<Value>(_ table: String, while body: () async throws -> Value) async throws -> Value {
        try await withDatabase { database in
            let isHeld = Mutex(false)
            let release = DispatchSemaphore(value: 0)
            async let holding: Void = database.transaction { transaction in
                // The table's name is a constant of a test.
                try transaction.run(Statement("LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE"))
                isHeld.withLock { $0 = true }
                // This is the session's own thread, which nobody else needs.
                release.wait()
            }
            let outcome: Result<Value, any Error>
            do {
                try await eventually("\(table) is locked") { isHeld.withLock(\.self) }
                outcome = .success(try await body())
            } catch {
                outcome = .failure(error)
            }
            release.signal()
            try await holding
            return try outcome.get()
        }
    }

    static let delayTable = "commits_of_one_chart"

    /// From here on a commit to the chart waits, with its time taken, while somebody locks `delayTable`.
    func delayCommits(of member: MemberID) async throws {
        try await execute(
            """
            CREATE TABLE \(Self.delayTable) ();
            GRANT SELECT ON \(Self.delayTable) TO PUBLIC;
            CREATE FUNCTION wait_for_\(Self.delayTable)() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM FROM \(Self.delayTable); RETURN NEW; END';
            CREATE TRIGGER wait_for_\(Self.delayTable) BEFORE INSERT ON commit_entry FOR EACH ROW
            WHEN (NEW.member_id = '\(member)') EXECUTE FUNCTION wait_for_\(Self.delayTable)();
            """)
    }

    /// Waits until a session of the practice's database waits for a lock.
    func somebodyWaits() async throws {
        try await withDatabase { database in
            try await eventually("somebody waits for the lock") {
                try await database.transaction(.readOnly) { try $0.only(PracticeStatements.isWaiting) }
            }
        }
    }

    /// One number that a query of a test gives.
    func count(_ query: String) async throws -> Int {
        try await withDatabase { database in
            try await database.transaction(.readOnly) { try $0.only(Statement(query, gives: Types(Int.self))) }
        }
    }

    /// Runs a command of a test, as the owner.
    func execute(_ command: String) async throws {
        try await withDatabase { database in
            try await database.transaction { try $0.runScript(command) }
        }
    }

    /// Everything that the migrations have made, as text that is equal when it is.
    func schema() async throws -> [String] {
        try await withDatabase { database in
            try await database.transaction(.readOnly) { try $0.all(PracticeStatements.schema) }
        }
    }
}

enum PracticeStatements {
    static let isWaiting = Statement(
        """
        SELECT EXISTS (
            SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE datname = current_database() AND NOT granted
        )
        """, gives: Types(Bool.self))

    static let schema = Statement(
        """
        SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('%s %s %s', tablename, policyname, qual) FROM pg_policies
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT format('%s %s', oid::regclass, relacl) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('%s %s %s', number, name, sha256) FROM schema_migration
        ORDER BY 1
        """, gives: Types(String.self))
}
