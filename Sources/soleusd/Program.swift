import ArgumentParser
import Foundation
import SoleusRuntime

/// The service and what its operators do with it.
@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soleusd",
        abstract: "The Soleus service: serves, migrates its database, loads the catalog, makes operators.",
        discussion: """
            Settings come from the environment, and from a JSON file where the environment has none: SOLEUS_LISTEN is \
            "listen" there, SOLEUS_CURSOR_KEY_FILE is "cursorKeyFile".

              SOLEUS_DATABASE              connection as soleus_care
              SOLEUS_ELIGIBILITY_DATABASE  connection as soleus_eligibility
              SOLEUS_OWNER_DATABASE        connection as soleus_owner: migrate, content load, operator add,
                                           restored, tombstones drop, reports freeze
              SOLEUS_CURSOR_KEY_FILE       32 random bytes in hexadecimal: openssl rand -hex 32
              SOLEUS_LISTEN                127.0.0.1:8080, [::1]:8080 or unix:/path
              SOLEUS_HEALTH_LISTEN         127.0.0.1:8081, for /livez, /readyz and /metrics
              SOLEUS_SECOND_PLACE          where what devices sent is kept as well: none, standby, archive; none
              SOLEUS_MIGRATIONS            folder of migrations; db/migrations
              SOLEUS_POOL_CONNECTIONS      database connections at most; 16
              SOLEUS_TLS_CERTIFICATE       PEM files, to speak TLS without a proxy
              SOLEUS_TLS_KEY
              SOLEUS_LOG_LEVEL             trace, debug, info, notice, warning, error, critical; info
              SOLEUS_SLOW_STATEMENT_MILLISECONDS
                                           from how long on the log names a statement; 500, 0 for never
              SOLEUS_DRAIN_NOTICE_SECONDS  how long /readyz says no before the service stops; 1
              SOLEUS_DRAIN_SECONDS         how long requests under way may take then; 5

            Exit codes: 0 done, 1 not done (the reason is on standard error), 64 the command line is not understood.
            """,
        subcommands: [
            Serve.self, Migrate.self, Check.self, Content.self, Operator.self, Restored.self, Tombstones.self,
            Reports.self,
        ])
}

/// Where every command finds its settings.
struct SettingsOption: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var file: String?

    func program() async throws -> ServiceProgram { try await ServiceProgram(settingsFile: file) }
}
