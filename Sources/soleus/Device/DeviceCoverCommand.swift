import ArgumentParser
import Care
import CareClient
import CareMessages
import StrictJSON

/// The command `soleus device cover`; its help says what it does.
struct DeviceCoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "cover", "Show whether you are covered, by whom and until when.",
        discussion: """
            With --add, another roster that you are on counts as well: your next employer's, or a health plan's. Your record
            stays yours whether you are covered or not; new sessions count while you are.
            """,
        examples: [
            "soleus device cover --device phone",
            "soleus device cover --device phone --add HP-77 --first-name Ana --last-name Ruiz --birth-date 1987-04-12",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: ArgumentHelp("Your number with the other employer or health plan.", valueName: "number"))
    var add: String?
    @Option(help: "As that roster has it; with --add.") var firstName: Label?
    @Option(help: "As that roster has it; with --add.") var lastName: Label?
    @Option(help: ArgumentHelp("YYYY-MM-DD; with --add.", valueName: "day")) var birthDate: LocalDay?

    func validate() throws {
        let given = [firstName == nil, lastName == nil, birthDate == nil]
        guard given.allSatisfy({ $0 == (add == nil) }) else {
            throw ValidationError("--add goes with --first-name, --last-name and --birth-date.")
        }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        var claim: IdentityClaim?
        if let add, let firstName, let lastName, let birthDate {
            claim = IdentityClaim(number: add, firstName: firstName, lastName: lastName, birthDate: birthDate)
        }
        let cover = try await handle.ask { [claim] engine throws(SyncError) in
            guard let claim else { return try await engine.cover() }
            return try await engine.link(claim)
        }
        try common.show(.encoding(cover)) {
            var table = TextTable([.init("PAID BY", yields: true), .init("PLAN"), .init("FROM"), .init("THROUGH")])
            for period in cover.periods {
                table.add([
                    period.sponsor.description, period.planCode.description, period.from.description,
                    period.through?.description ?? "open",
                ])
            }
            let lines =
                common.plain ? [] : common.lines(of: [("cover", cover.words), ("on", cover.on.description)]) + [""]
            return lines + common.lines(of: table, empty: "No roster names you any more.")
        }
    }
}
