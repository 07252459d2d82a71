import Foundation
import GRDB

/// A device's copies of charts, of the catalog and of its panel, and what was done here that the service has not answered yet.
///
/// One SQLite file. Every change is one transaction that is on the disk when the call returns, so that the store survives a
/// kill or a loss of power at any moment. Several processes may have it open.
package struct OfflineStore: Sendable {
    let pool: DatabasePool
    let watch: StoreWatch

    /// How long a change waits for another process that is changing the same file.
    private static let busySeconds: TimeInterval = 10

    /// Opens the store, or makes an empty one, that only the file's owner can read.
    package static func open(_ path: String) throws(StoreError) -> OfflineStore {
        try makePrivateFile(at: path)
        var configuration = Configuration()
        configuration.label = "offline store"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            // What a member deletes is overwritten in the file, not just unlinked.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL with the write-ahead log, under which a loss of power may take the last records with it.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let migrator = StoreMigrations.migrator
            if try pool.read(migrator.hasBeenSuperseded) { throw StoreError.newerStore }
            try migrator.migrate(pool)
            return OfflineStore(pool: pool, watch: StoreWatch(pool))
        } catch let error as StoreError {
            throw error
        } catch {
            throw .cannotOpen(StoreError(error).description)
        }
    }

    /// Closes the file; using the store afterwards is an error.
    package func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError(error) }
    }

    /// Takes what was deleted out of the write-ahead log, too.
    ///
    /// The log is emptied once nobody reads; until then, and after a failure, it is emptied by SQLite's own next checkpoint.
    func scrub() {
        // try?: what was deleted stays deleted, and a log that is busy is emptied later.
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    /// Reads from one snapshot.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error) }
    }

    /// Changes everything that `body` changes, or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.write(body) } catch { throw StoreError(error) }
    }
}
