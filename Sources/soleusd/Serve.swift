import ArgumentParser
import SoleusRuntime

/// Serves until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve until SIGTERM or SIGINT; a second signal exits at once.",
        discussion: """
            Example:
              SOLEUS_CURSOR_KEY_FILE=/etc/soleus/cursor-key soleusd serve --config /etc/soleus/soleusd.json
            """)

    @OptionGroup var settings: SettingsOption

    func run() async throws {
        var program = try await settings.program()
        try await program.serve()
    }
}

/// Brings the schema up to date.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema up to date.",
        discussion: """
            Example:
              SOLEUS_OWNER_DATABASE="host=/run/postgresql dbname=soleus user=soleus_owner" soleusd migrate
            """)

    @OptionGroup var settings: SettingsOption

    func run() async throws {
        var program = try await settings.program()
        for line in try await program.migrate() { print(line) }
    }
}

/// Looks at everything that serving needs.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at settings, databases, roles and schema, and say what is wrong.",
        discussion: """
            Example:
              soleusd check --config /etc/soleus/soleusd.json
            """)

    @OptionGroup var settings: SettingsOption

    func run() async throws {
        var program = try await settings.program()
        let (lines, isWell) = try await program.check()
        for line in lines { print(line) }
        if !isWell { throw ExitCode.failure }
    }
}
