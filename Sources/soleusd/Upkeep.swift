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

/// What is kept of deleted rows.
struct Tombstones: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drop what is kept of rows that were deleted long ago.", subcommands: [Drop.self])

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drop old tombstones; a device that was asleep for longer replaces its copy.",
            discussion: """
                Chart by chart, each in a transaction of its own; it may be ended and begun again. Ids stay taken for ever.

                Example:
                  soleusd tombstones drop --older-than-days 400
                """)

        @Option(help: ArgumentHelp("1 to 36500.", valueName: "days")) var olderThanDays: Int
        @OptionGroup var settings: SettingsOption

        func run() async throws {
            var program = try await settings.program()
            print(try await program.dropTombstones(olderThanDays: olderThanDays))
        }
    }
}
