import Care
import CareStore
import Foundation
import Logging
import Population
import Postgres

/// What is measured: a service that runs, its database, and who lives there.
struct Installation: Sendable {
    /// As the owner, beside the service: to look, and never as a part of what is measured.
    let database: Database
    let port: Int
    var processes: Processes
    let outline: PopulationOutline

    init(conninfo: String, port: Int, servicePID: Int32) async throws {
        database = try Self.database(conninfo)
        self.port = port
        outline = try await Residence.find(in: database)
        let backend = try await database.transaction(.readOnly) { transaction in transaction.processID }
        processes = try Processes(service: servicePID, backend: backend)
    }

    /// A pool as the owner.
    static func database(_ conninfo: String, sessions: Int = 4) throws -> Database {
        var configuration = DatabaseConfiguration(conninfo: conninfo, maximumSessions: sessions)
        configuration.applicationName = "soleus-bench"
        configuration.acquireTimeout = .seconds(60)
        configuration.transactionTimeout = .seconds(3_600)
        var logger = Logger(label: "soleus-bench")
        logger.logLevel = .warning
        return try Database(configuration, logger: logger)
    }

    func person(_ index: Int) -> Person { Person(index, of: outline) }
}
