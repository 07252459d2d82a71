import ArgumentParser
import SoleusRuntime

/// Says that a backup was restored.
struct Restored: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that a backup was restored, so that every device replaces its copies.",
        discussion: """
            The service notices by itself when PostgreSQL is another server or on another timeline. A dump that was loaded into \
            the same server it cannot tell: say so before it serves again. What devices have not sent, they keep and send.

            Example:
              soleusd restored
            """)

    @OptionGroup var settings: SettingsOption

    func run() async throws {
        var program = try await settings.program()
        print(try await program.declareRestored())
    }
}
