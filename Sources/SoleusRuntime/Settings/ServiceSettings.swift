import CareServices
import HTTPServer
import Postgres

/// What `soleusd serve` needs to know, read and checked.
package struct ServiceSettings: Sendable {
    /// Connections as the role that reads and writes charts.
    var database: DatabaseConfiguration
    /// Connections as the role that has rosters, and no chart.
    var eligibilityDatabase: DatabaseConfiguration
    var listen: HTTPServerConfiguration.Address
    var healthListen: HTTPServerConfiguration.Address
    var tls: TLSFiles?
    /// 32 bytes or more, with which cursors are sealed; all processes of one service share them.
    var cursorKey: [UInt8]
    /// What counts as a second place for what devices have sent, so that they need not keep it any longer.
    var secondPlace: SecondPlace.Kind
    /// The folder of this user alone that rosters are written to while they come; made where it is missing.
    var spoolFolder: String
    /// The folder of migrations, to know the schema that is expected.
    var migrations: String
    /// How long `/readyz` says no before connections are turned away, so that a proxy has looked.
    var drainNoticeSeconds: Double
    /// How long requests under way may take once the service stops.
    var drainSeconds: Double
}

/// What the commands that change the schema, the catalog or the operators need to know.
package struct OwnerSettings: Sendable {
    var database: DatabaseConfiguration
    var migrations: String
}
