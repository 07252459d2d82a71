import CareStore
package import Foundation
package import Logging
package import Postgres

/// Which life of the database this is: after a restore or a fail-over it is another one, and every device begins anew.
package struct DatabaseLife: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// Looks whether PostgreSQL is the one that it was, and begins another life where it is not; the service does so as it
    /// starts and whenever it has connected anew.
    package func confirm() async throws -> UUID { try await incarnation(isNew: false) }

    /// The same, again and again until PostgreSQL has answered or the task is cancelled.
    ///
    /// After a fail-over no pull or push is answered before.
    package func confirmInTheEnd(logger: Logger) async {
        while !Task.isCancelled {
            do {
                let life = try await confirm()
                logger.info("the life of the database is confirmed", metadata: ["incarnation": "\(life)"])
                return
            } catch {
                logger.warning("the life of the database is not confirmed", metadata: ["error": "\(error)"])
                // Cancelled, there is no other attempt.
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Begins another life, on the word of whoever has restored a backup into the same server.
    package func renew() async throws -> UUID { try await incarnation(isNew: true) }

    private func incarnation(isNew: Bool) async throws -> UUID {
        try await database.perform(.readWrite, SnapshotStatements.incarnation.only(isNew))
    }
}
