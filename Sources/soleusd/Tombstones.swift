import ArgumentParser
import SoleusRuntime

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
