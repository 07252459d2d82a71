import ArgumentParser
import SoleusRuntime

/// Sponsors' reports.
struct Reports: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make sponsors' reports on their people in aggregate.", subcommands: [Freeze.self])

    struct Freeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the reports on a quarter that is over: once, and never again.",
            discussion: """
                A second time there is nothing to do: records that came late do not change what was told. Begin with the
                first quarter that sponsors shall see, and leave none out: an earlier one is refused afterwards.

                Examples:
                  soleusd reports freeze --period 2026-Q3
                  soleusd reports freeze --period 2026-Q3 --sponsor acme --dry-run
                """)

        @Option(help: ArgumentHelp("A calendar quarter, such as 2026-Q3.", valueName: "quarter")) var period: String
        @Option(help: ArgumentHelp("One sponsor's short name; all when not given.", valueName: "slug"))
        var sponsor: String?
        @Flag(help: "Count, say what would be told, and keep nothing.") var dryRun = false
        @OptionGroup var settings: SettingsOption

        func run() async throws {
            var program = try await settings.program()
            for line in try await program.freezeReports(on: period, sponsor: sponsor, dryRun: dryRun) { print(line) }
        }
    }
}
