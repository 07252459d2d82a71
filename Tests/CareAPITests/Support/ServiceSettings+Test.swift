import CareServices
import Foundation
import HTTPServer
import Postgres
import TestPostgres

@testable import SoleusRuntime

extension ServiceSettings {
    /// A whole service on the database of a test, on ports that the system chooses.
    init(_ test: TestDatabase) throws {
        self.init(
            database: DatabaseConfiguration(conninfo: try test.conninfo(user: "soleus_care"), maximumSessions: 2),
            eligibilityDatabase: DatabaseConfiguration(
                conninfo: try test.conninfo(user: "soleus_eligibility"), maximumSessions: 2),
            listen: .tcp(host: "127.0.0.1", port: 0), healthListen: .tcp(host: "127.0.0.1", port: 0), tls: nil,
            cursorKey: Array(0..<32), secondPlace: .none,
            spoolFolder: "/var/tmp/soleusd-test-\(getuid())", migrations: TestCluster.migrationsDirectory.path,
            drainNoticeSeconds: 0, drainSeconds: 5)
    }
}
