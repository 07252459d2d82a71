import ArgumentParser
import SoleusRuntime

/// The catalog's files.
struct Content: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check and publish the catalog's files.", subcommands: [Load.self, Check.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish what is new or changed in a folder; a second time there is nothing to do.",
            discussion: """
                Example:
                  soleusd content load db/content --dry-run
                """)

        @Argument(help: "The folder, such as db/content.") var directory: String
        @Flag(help: "Say what would change, and change nothing.") var dryRun = false
        @Flag(help: "Publish nothing: let the practice's own reviewers look first (soleus content list).")
        var asDrafts = false
        @OptionGroup var settings: SettingsOption

        func run() async throws {
            var program = try await settings.program()
            for line in try await program.loadContent(from: directory, dryRun: dryRun, asDrafts: asDrafts) {
                print(line)
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge the files of a folder; needs no database.",
            discussion: """
                Example:
                  soleusd content check db/content
                """)

        @Argument(help: "The folder, such as db/content.") var directory: String

        func run() throws { print(try ContentCheck.run(directory)) }
    }
}
