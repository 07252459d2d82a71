import ArgumentParser
import Care
import CareMessages
import Foundation
import Pictures

/// The commands that begin with `soleus sponsor report`: what a sponsor sees of its people in aggregate.
struct SponsorReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "report", "What a sponsor sees of its people in aggregate, a report for each quarter.",
        subcommands: [SponsorReportListCommand.self, SponsorReportShowCommand.self, SponsorReportDrawCommand.self])
}

/// The command `soleus sponsor report list`; its help says what it does.
struct SponsorReportListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a sponsor's reports, the newest first.", examples: ["soleus sponsor report list acme"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/sponsors/\(sponsor)/reports"), as: SponsorReportList.self)
        common.show(answer.json) {
            common.lines(of: SponsorReportTable.list(answer.value.reports), empty: "No report has been made yet.")
        }
    }
}

/// The command `soleus sponsor report show`; its help says what it does.
struct SponsorReportShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show a sponsor's report on a quarter.",
        discussion: """
            Counts are ranges, so that nothing can be worked out about any few people: <11 is none to ten, "44 or more"
            leaves open how many are left out. A report is made once; what comes late does not change it.
            """,
        examples: [
            "soleus sponsor report show acme 2026-Q3", "soleus sponsor report show acme 2026-Q3 --csv",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "A calendar quarter, such as 2026-Q3.") var period: ReportPeriod
    @Flag(help: "As a CSV file that is safe to open in a spreadsheet.") var csv = false

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/sponsors/\(sponsor)/reports/\(period)"), as: SponsorReportAnswer.self)
        guard !csv else {
            return Terminal.write(SponsorReportCSV.text(answer.value.report, of: answer.value.name.description))
        }
        common.show(answer.json) {
            common.lines(of: SponsorReportTable.counts(answer.value), empty: "")
                + (common.plain ? [] : SponsorReportTable.notes(answer.value))
        }
    }
}

/// The command `soleus sponsor report draw`; its help says what it does.
struct SponsorReportDrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "draw", "Draw a sponsor's report as a funnel, in SVG.",
        discussion: "The same report gives the same bytes. Hatched is what there is too little of to be told.",
        examples: [
            "soleus sponsor report draw acme 2026-Q3", "soleus sponsor report draw acme 2026-Q3 --out funnel.svg",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "A calendar quarter, such as 2026-Q3.") var period: ReportPeriod
    @Option(help: ArgumentHelp("Where to write it; standard output when not given.", valueName: "file"))
    var out: String?

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/sponsors/\(sponsor)/reports/\(period)"), as: SponsorReportAnswer.self)
        let svg = FunnelPicture.svg(answer.value.report, of: answer.value.name.description)
        guard let out else { return Terminal.write(svg) }
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
        } catch {
            throw CommandFailure(.badInput, "cannot write \(out): \(error.localizedDescription)")
        }
        Terminal.say("Written to \(out).")
    }
}

/// The command `soleus sponsor smallest-cell`; its help says what it does.
struct SmallestCellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "smallest-cell", "Ask for more than eleven people behind each count of a sponsor's reports.",
        discussion: """
            From the next report on, and never less again. Ranges are whole steps of 11: 20 makes them 22 wide.
            """,
        examples: ["soleus sponsor smallest-cell acme 22"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "11 to 1000.") var people: Int

    func run() async throws {
        let answer = try await Session(common).ask(
            .send("PUT", "/v1/sponsors/\(sponsor)/smallest-cell", SmallestCell(smallestCell: people)),
            as: SmallestCell.self)
        common.show(answer.json) { common.lines(of: [("smallest cell", "\(answer.value.smallestCell)")]) }
    }
}

extension ReportPeriod: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
