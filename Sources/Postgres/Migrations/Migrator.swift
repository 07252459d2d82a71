import Crypto
package import Foundation
package import Logging

/// What a database has of the migrations that this program knows.
package struct MigrationStatus: Sendable {
    /// The migrations that have been applied, in order.
    package let applied: [Migration]
    /// Those that have not, in order.
    package let pending: [Migration]
}

/// Brings a database to the schema that this program knows: numbered SQL files, forward only.
///
/// Each migration commits by itself with its line in `schema_migration`; one run holds a lock, so that a second run
/// waits and then finds nothing to do.
package struct Migrator: Sendable {
    /// The migrations that this program knows, in order.
    package let migrations: [Migration]
    private let logger: Logger
    /// How long one run may take: building an index on the largest table takes hours at worst.
    private let timeout = Duration.seconds(12 * 3_600)

    /// Reads the folder; a gap, a duplicate or a bad name is an error here, before any database is asked.
    package init(directory: URL, logger: Logger) throws(MigrationError) {
        migrations = try Migration.read(from: directory)
        self.logger = logger
    }

    /// A digest of all migrations, which changes when any of them does.
    package var digest: String {
        let lines = migrations.map { "\($0.fileName) \($0.sha256)\n" }.joined()
        return SHA256.hash(data: [UInt8](lines.utf8)).prefix(8).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Applies what is pending, and returns it.
    @discardableResult
    package func migrate(_ database: Database) async throws -> [Migration] {
        try await database.session(timeout: timeout) { session in
            _ = try session.perform(MigrationStatements.lock.only(MigrationStatements.lockKey))
            let outcome = Result { try applyPending(on: &session) }
            // A session that failed midway drops the lock by ending.
            if session.breakage == nil {
                _ = try session.perform(MigrationStatements.unlock.only(MigrationStatements.lockKey))
            }
            return try outcome.get()
        }
    }

    private func applyPending(on session: inout Session) throws -> [Migration] {
        let pending = try status(on: session).pending
        if try !session.perform(MigrationStatements.tableExists.only()) {
            try session.transaction { transaction in try transaction.runScript(MigrationStatements.createTable) }
        }
        for migration in pending {
            try apply(migration, on: &session)
            logger.notice("migration applied", metadata: ["migration": "\(migration.fileName)"])
        }
        return pending
    }

    private func apply(_ migration: Migration, on session: inout Session) throws {
        do {
            try session.transaction { transaction in
                try transaction.runScript(migration.script)
                try transaction.run(
                    MigrationStatements.insert, Int32(migration.number), migration.name, migration.sha256)
            }
        } catch let error as PostgresError {
            throw MigrationError.failed(migration.fileName, line: line(of: error, in: migration.script), error)
        }
    }

    private func line(of error: PostgresError, in script: String) -> Int? {
        guard case .server(let refusal) = error, let position = refusal.position else { return nil }
        return script.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" } + 1
    }

    /// What has been applied and what has not; an applied migration that is unknown or changed is an error.
    package func status(_ database: Database) async throws -> MigrationStatus {
        try await database.session { session in try status(on: session) }
    }

    /// Throws unless the database has exactly the migrations that this program knows.
    package func verify(_ database: Database) async throws {
        let pending = try await status(database).pending
        guard pending.isEmpty else { throw MigrationError.pending(pending.map(\.fileName)) }
    }

    private func status(on session: borrowing Session) throws -> MigrationStatus {
        guard try session.perform(MigrationStatements.tableExists.only()) else {
            return MigrationStatus(applied: [], pending: migrations)
        }
        let rows = try session.perform(MigrationStatements.applied.all())
        for (position, (number, name, sha256)) in rows.enumerated() {
            // Each commits before the next begins, so what has been applied is a prefix; anything else was done by hand.
            guard number == position + 1 else { throw MigrationError.missingNumber(position + 1) }
            guard position < migrations.count else {
                throw MigrationError.unknown(number: Int(number), name: name)
            }
            let migration = migrations[position]
            guard migration.name == name, migration.sha256 == sha256 else {
                throw MigrationError.changed(migration.fileName)
            }
        }
        return MigrationStatus(
            applied: Array(migrations.prefix(rows.count)), pending: Array(migrations.dropFirst(rows.count)))
    }
}

/// The statements about migrations; every role may read which were applied, since `soleusd serve` checks it.
enum MigrationStatements {
    /// Any number that nobody else locks; these are the bytes of "soleus".
    static let lockKey: Int64 = 0x736F_6C65_7573

    static let lock = Statement(
        "SELECT pg_advisory_lock($1)::text", takes: Types(Int64.self), gives: Types(String.self))
    static let unlock = Statement("SELECT pg_advisory_unlock($1)", takes: Types(Int64.self), gives: Types(Bool.self))

    static let tableExists = Statement(
        "SELECT to_regclass('public.schema_migration') IS NOT NULL", gives: Types(Bool.self))

    static let createTable = """
        CREATE TABLE public.schema_migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT schema_migration_number_from_one CHECK (number >= 1)
        );
        GRANT SELECT ON public.schema_migration TO PUBLIC;
        """

    static let applied = Statement(
        "SELECT number, name, sha256 FROM public.schema_migration ORDER BY number",
        gives: Types(Int32.self, String.self, String.self))

    static let insert = Statement(
        "INSERT INTO public.schema_migration (number, name, sha256) VALUES ($1, $2, $3)",
        takes: Types(Int32.self, String.self, String.self))
}
