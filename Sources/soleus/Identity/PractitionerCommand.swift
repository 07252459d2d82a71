import ArgumentParser
import Care
import CareClient
import CareMessages

/// The commands that begin with `soleus practitioner`: accounts of PTs and reviewers, for operators.
struct PractitionerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "practitioner", "Accounts of practitioners and reviewers.",
        subcommands: [PractitionerAddCommand.self, PractitionerListCommand.self])
}

/// The command `soleus practitioner add`; its help says what it does.
struct PractitionerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "add", "Make or replace a practitioner's account and directory entry.",
        discussion: """
            A licence is STATE:KIND:NUMBER:FIRST-DAY:LAST-DAY; KIND is license or compact.
            Without --password-file the password is asked for; --keep-password leaves an
            existing account's password as it is.
            """,
        examples: [
            "soleus practitioner add jordan --name \"Jordan Reyes\" --credential DPT "
                + "--licence CO:license:PT-1234:2024-01-01:2027-12-31 --password-file jordan.txt",
            "soleus practitioner add casey --name \"Casey Wu\" --role reviewer --credential MD --keep-password",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The login.") var login: String
    @Option(help: "The name that members see.") var name: Label
    @Option(help: "practitioner or reviewer.") var role: Role = .practitioner
    @Option(help: "Such as PT, DPT, OCS, MD; may be repeated.") var credential: [Label] = []
    @Option(help: "A permission to practise in a state; may be repeated.") var licence: [Licence] = []
    @Option(help: ArgumentHelp("File with the password on its first line; - for standard input.", valueName: "file"))
    var passwordFile: String?
    @Flag(help: "Leave the password as it is.") var keepPassword = false

    func validate() throws {
        guard role == .practitioner || role == .reviewer else {
            throw ValidationError("--role is practitioner or reviewer.")
        }
        if keepPassword, passwordFile != nil {
            throw ValidationError("--keep-password and --password-file exclude each other.")
        }
    }

    func run() async throws {
        let session = Session(common)
        let password =
            keepPassword
            ? nil
            : try PasswordInput.password(
                from: passwordFile, question: "Password for \(login): ", noInput: common.noInput)
        let entry = PractitionerEntry(
            name: name, role: role, password: password, credentials: credential, licences: licence)
        let answer = try await session.ask(
            .send("PUT", "/v1/practitioners/\(PathSegment(login))", entry), as: PractitionerListing.self)
        common.show(answer.json) { common.lines(of: practitionerTable([answer.value]), empty: "") }
    }
}

/// The command `soleus practitioner list`; its help says what it does.
struct PractitionerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the practitioners with their roles and licences.",
        examples: ["soleus practitioner list", "soleus practitioner list --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/practitioners"), as: PractitionerListings.self)
        common.show(answer.json) {
            common.lines(of: practitionerTable(answer.value.practitioners), empty: "No practitioner yet.")
        }
    }
}

func practitionerTable(_ listings: [PractitionerListing]) -> TextTable {
    var table = TextTable([
        .init("LOGIN", yields: true), .init("NAME", yields: true), .init("ROLE"), .init("CREDENTIALS", yields: true),
        .init("LICENCES", yields: true),
    ])
    for listing in listings {
        let licences = listing.practitioner.licences.map { "\($0.state) to \($0.validThrough)" }
        table.add([
            listing.login, listing.practitioner.name.description, listing.role.rawValue,
            listing.practitioner.credentials.map(\.description).joined(separator: " "),
            licences.joined(separator: ", "),
        ])
    }
    return table
}
