import ArgumentParser
import Foundation

/// The options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the service (or SOLEUS_SERVER).", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("Whose credential to use (or SOLEUS_PROFILE).", valueName: "name"))
    var profile: String?

    @Flag(help: "Print the service's answer as JSON.")
    var json = false

    @Flag(help: "Print rows with tabs between cells and without headings.")
    var plain = false

    @Flag(help: "Never ask; fail where an answer would be needed.")
    var noInput = false

    mutating func validate() throws {
        if json, plain { throw ValidationError("--json and --plain exclude each other.") }
    }
}

/// What a command takes from around it: environment and clock, in one place.
struct Surroundings {
    var environment: [String: String]

    /// This process's own.
    static var current: Surroundings { Surroundings(environment: ProcessInfo.processInfo.environment) }

    /// A variable's value; empty counts as absent.
    subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Where profiles and device stores are: `SOLEUS_HOME`, by default `~/.config/soleus`.
    var home: URL {
        if let path = self["SOLEUS_HOME"] { return URL(fileURLWithPath: path, isDirectory: true) }
        let configuration =
            self["XDG_CONFIG_HOME"].map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".config", isDirectory: true)
        return configuration.appendingPathComponent("soleus", isDirectory: true)
    }
}
