package import Foundation
package import Logging
package import Postgres

/// Why a test that needs PostgreSQL cannot run here.
package struct NoTestPostgres: Error, CustomStringConvertible {
    /// What to do about it.
    package let description: String
}

/// The private PostgreSQL of this test run, named by `SOLEUS_TEST_POSTGRES`.
package enum TestCluster {
    /// The top folder of the package.
    package static let packageDirectory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of the schema's migrations.
    package static let migrationsDirectory = packageDirectory.appending(components: "db", "migrations")

    /// A logger that keeps quiet, unless `SOLEUS_TEST_LOG` names a level.
    package static let logger: Logger = {
        var logger = Logger(label: "soleus.test")
        logger.logLevel =
            ProcessInfo.processInfo.environment["SOLEUS_TEST_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .critical
        return logger
    }()

    /// The connection string to a database of the cluster, as a role of it.
    package static func conninfo(database: String, user: String? = nil) throws -> String {
        guard let cluster = ProcessInfo.processInfo.environment["SOLEUS_TEST_POSTGRES"], !cluster.isEmpty else {
            throw NoTestPostgres(
                description: """
                    SOLEUS_TEST_POSTGRES is not set. Run the tests with deploy/test, or start a private PostgreSQL:
                        export SOLEUS_TEST_POSTGRES=$(deploy/postgres start .soleus/test --fast)
                    """)
        }
        // Later settings win, and the guard below reads them as libpq will.
        let settings = cluster.split(separator: " ").filter { !$0.hasPrefix("dbname=") }
        let host = settings.first { $0.hasPrefix("host=") }?.dropFirst("host=".count) ?? ""
        // Tests create and drop databases: never on a server that others use over a network.
        guard host.hasPrefix("/") || host == "127.0.0.1" || host == "::1" || host == "localhost" else {
            throw NoTestPostgres(
                description: "SOLEUS_TEST_POSTGRES must name a unix socket's folder or loopback, as host=/some/folder")
        }
        let kept = user == nil ? settings : settings.filter { !$0.hasPrefix("user=") && !$0.hasPrefix("password=") }
        return (kept + ["dbname=\(database)"[...]] + (user.map { ["user=\($0)"[...]] } ?? [])).joined(separator: " ")
    }

    /// A small pool on a database of the cluster.
    package static func open(
        database: String, user: String? = nil, maximumSessions: Int = 8
    ) throws -> Database {
        var configuration = DatabaseConfiguration(
            conninfo: try conninfo(database: database, user: user), maximumSessions: maximumSessions)
        configuration.applicationName = "soleus-tests"
        // Many suites run at once on few cores: a slow machine is not what they test.
        configuration.acquireTimeout = .seconds(60)
        configuration.transactionTimeout = .seconds(120)
        return try Database(configuration, logger: logger)
    }
}
