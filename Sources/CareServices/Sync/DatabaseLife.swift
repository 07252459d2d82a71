import CareStore
package import Foundation
package import Postgres

/// Which life of the database this is: after a restore or a fail-over it is another one, and every device begins anew.
package struct DatabaseLife: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// Looks whether PostgreSQL is the one that it was, and begins another life where it is not; the service does so as it
    /// starts.
    package func confirm() async throws -> UUID { try await incarnation(isNew: false) }

    /// Begins another life, on the word of whoever has restored a backup into the same server.
    package func renew() async throws -> UUID { try await incarnation(isNew: true) }

    private func incarnation(isNew: Bool) async throws -> UUID {
        try await database.perform(.readWrite, SnapshotStatements.incarnation.only(isNew))
    }
}
