import Foundation
package import Postgres

/// A database of one test, which nobody else sees and which is dropped when the test ends.
package struct TestDatabase: Sendable {
    /// Its name in the cluster.
    package let name: String
    /// A pool as the owner of everything in it.
    package let database: Database

    /// How to connect to it, as the cluster's owner or as another role.
    package func conninfo(user: String? = nil) throws -> String {
        try TestCluster.conninfo(database: name, user: user)
    }

    /// Opens another pool, for example as `soleus_care`; whoever opens it closes it.
    package func open(user: String? = nil, maximumSessions: Int = 8) throws -> Database {
        try TestCluster.open(database: name, user: user, maximumSessions: maximumSessions)
    }
}

/// Runs the body with a database that has the schema of `db/migrations`, and drops it.
@discardableResult
package func withTestDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    try await withClone(of: try await TemplateDatabase.shared.name(), body)
}

/// Runs the body with a pool on a database that has the schema of `db/migrations`, and drops it.
@discardableResult
package func withDatabase<R>(_ body: (Database) async throws -> R) async throws -> R {
    try await withTestDatabase { test in try await body(test.database) }
}

/// Runs the body with a database in which there is nothing, and drops it.
@discardableResult
package func withEmptyDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    try await withClone(of: "template0", body)
}

func withClone<R>(of template: String, _ body: (TestDatabase) async throws -> R) async throws -> R {
    await TestTurnstile.shared.enter()
    let outcome: Result<R, any Error>
    do { outcome = .success(try await withOwnClone(of: template, body)) } catch { outcome = .failure(error) }
    await TestTurnstile.shared.leave()
    return try outcome.get()
}

/// Lets so many tests have a database at once; the rest wait their turn.
///
/// Every test of the suite starts at once, each with several sessions: together they would take more than a server has.
actor TestTurnstile {
    static let shared = TestTurnstile(places: 12)

    private var freePlaces: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { freePlaces = places }

    func enter() async {
        guard freePlaces == 0 else {
            freePlaces -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the place to whoever has waited longest.
    func leave() {
        if waiting.isEmpty {
            freePlaces += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

private func withOwnClone<R>(of template: String, _ body: (TestDatabase) async throws -> R) async throws -> R {
    let test = try await makeClone(of: template)
    let outcome: Result<R, any Error>
    do { outcome = .success(try await body(test)) } catch { outcome = .failure(error) }
    await test.database.close()
    try await TemplateDatabase.withAdministration { session in
        // FORCE ends what the test left behind, such as a pool that it did not close.
        try session.run("DROP DATABASE \(test.name) WITH (FORCE)")
    }
    return try outcome.get()
}

func makeClone(of template: String) async throws -> TestDatabase {
    let name = "soleus_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await TemplateDatabase.withAdministration { session in
        // Names are ours, letters and digits only. For a small template, copying files beats writing each page to the
        // WAL only with fsync on; with a --fast cluster the log is quicker, since it forces no checkpoint.
        try session.run("CREATE DATABASE \(name) TEMPLATE \(template) STRATEGY wal_log")
    }
    return TestDatabase(name: name, database: try TestCluster.open(database: name))
}

/// The migrated database from which each test's is cloned.
///
/// It is named for the digest of the migrations, so that it is built once for each schema, whichever process is first.
actor TemplateDatabase {
    static let shared = TemplateDatabase()

    private var building: Task<String, any Error>?

    func name() async throws -> String {
        if let building { return try await building.value }
        let task = Task { try await Self.build() }
        building = task
        return try await task.value
    }

    private static func build() async throws -> String {
        let migrator = try Migrator(directory: TestCluster.migrationsDirectory, logger: TestCluster.logger)
        let name = "soleus_template_" + migrator.digest
        let unfinished = name + "_new"
        // Only one process builds; the rest wait for it and find the template there.
        let lockKey: Int64 = 0x7465_6D70_6C61
        let administration = try TestCluster.open(database: "postgres", maximumSessions: 2)
        try await withClosing(administration) {
            let lease = try TestCluster.open(database: "postgres", maximumSessions: 1)
            try await withClosing(lease) {
                // The lock belongs to a session of its own, and ends with it.
                try await lease.session { session in
                    _ = try session.perform(AdministrationStatements.lock.only(lockKey))
                }
                let exists = try await administration.session { session in
                    try session.perform(AdministrationStatements.databaseExists.only(name))
                }
                if exists { return }
                try await administration.session { session in
                    try session.run("DROP DATABASE IF EXISTS \(unfinished) WITH (FORCE)")
                    try session.run("CREATE DATABASE \(unfinished) TEMPLATE template0")
                }
                let target = try TestCluster.open(database: unfinished, maximumSessions: 1)
                try await withClosing(target) { _ = try await migrator.migrate(target) }
                try await administration.session { session in
                    // A template with a session in it cannot be copied.
                    _ = try session.perform(AdministrationStatements.endSessions.all(unfinished))
                    try session.run("ALTER DATABASE \(unfinished) RENAME TO \(name)")
                }
            }
        }
        return name
    }

    /// One pool for creating and dropping databases, kept for the whole run.
    private static let administration = Result { try TestCluster.open(database: "postgres", maximumSessions: 4) }

    static func withAdministration<R: Sendable>(_ body: @Sendable (inout Session) throws -> R) async throws -> R {
        try await administration.get().session(timeout: .seconds(120), body)
    }
}

enum AdministrationStatements {
    static let lock = Statement(
        "SELECT pg_advisory_lock($1)::text", takes: Types(Int64.self), gives: Types(String.self))
    static let databaseExists = Statement(
        "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", takes: Types(String.self),
        gives: Types(Bool.self))
    static let endSessions = Statement(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", takes: Types(String.self),
        gives: Types(Bool.self))
}

extension Session {
    /// Runs a command whose text is made of names of ours.
    fileprivate func run(_ text: String) throws { _ = try perform(Statement(text).run()) }
}

/// Closes the database when the body has ended, whichever way.
@discardableResult
package func withClosing<R>(_ database: Database, _ body: () async throws -> R) async throws -> R {
    let outcome: Result<R, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    await database.close()
    return try outcome.get()
}
